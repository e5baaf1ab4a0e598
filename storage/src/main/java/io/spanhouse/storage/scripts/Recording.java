package io.spanhouse.storage.scripts;

/**
 * An execution that a trace definition met.
 *
 * @param number the number of the execution under its definition
 * @param recordedMillis when it was first seen, milliseconds since 1970
 * @param listed whether it is recorded, or only counted towards every n-th
 * @param expired whether its end was counted
 * @param run the run's id
 * @param script the script's name
 */
public record Recording(long number, long recordedMillis, boolean listed, boolean expired, String run, String script) {
    Recording withExpired() {
        return new Recording(number, recordedMillis, listed, true, run, script);
    }
}
