package io.spanhouse.storage.scan;

/** A unit of work of a search: a row group, or a run of traces of the head. */
interface SearchUnit extends UnitWork.Unit {}
