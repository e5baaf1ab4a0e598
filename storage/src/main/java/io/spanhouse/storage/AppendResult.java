package io.spanhouse.storage;

/**
 * What became of the spans of one append.
 *
 * @param stored new spans
 * @param duplicates spans that were there already, equal in every field; not stored again
 * @param conflicts spans among the stored whose trace has another span of the same id and other content
 */
public record AppendResult(int stored, int duplicates, int conflicts) {
    /** Nothing was appended. */
    public static final AppendResult NOTHING = new AppendResult(0, 0, 0);

    /** Both together. */
    public AppendResult plus(AppendResult other) {
        return new AppendResult(stored + other.stored, duplicates + other.duplicates, conflicts + other.conflicts);
    }
}
