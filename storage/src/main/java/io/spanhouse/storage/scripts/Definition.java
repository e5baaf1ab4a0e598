package io.spanhouse.storage.scripts;

/**
 * A saved rule that says which runs are recorded and how finely.
 *
 * @param number its number in its project, never given again
 * @param fields what a person set
 * @param createdMillis when it was made, milliseconds since 1970
 * @param changedMillis when it was last changed
 * @param creator the public id of the key that made it
 */
public record Definition(long number, DefinitionFields fields, long createdMillis, long changedMillis, String creator) {
    private static final long DAY_MILLIS = 86_400_000L;

    /** When a recording's keep time is over that was made then; {@link Long#MAX_VALUE} for never. */
    public long endMillis(long recordedMillis) {
        return fields.keepDays() == DefinitionFields.FOREVER
                ? Long.MAX_VALUE
                : recordedMillis + fields.keepDays() * DAY_MILLIS;
    }
}
