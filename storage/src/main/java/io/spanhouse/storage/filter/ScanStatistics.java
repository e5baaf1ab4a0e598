package io.spanhouse.storage.filter;

/**
 * What a query read.
 *
 * @param bytesRead encoded bytes looked at
 * @param rowsRead rows looked at
 * @param unitsRead row groups and head parts looked into
 * @param unitsSkipped row groups and head parts that an index or a bound made unnecessary
 */
public record ScanStatistics(long bytesRead, long rowsRead, long unitsRead, long unitsSkipped) {}
