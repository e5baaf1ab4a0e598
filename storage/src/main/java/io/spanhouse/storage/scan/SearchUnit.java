package io.spanhouse.storage.scan;

/** A unit of work of a search: a row group, or a run of traces of the head. */
interface SearchUnit extends UnitWork.Unit {
    /** Whether {@link #bestKey} says anything. */
    boolean hasBestKey();

    /** The key that a trace of the unit would need to come before all others of it; no trace has a better one. */
    long bestKey();
}
