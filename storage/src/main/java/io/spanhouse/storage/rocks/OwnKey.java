package io.spanhouse.storage.rocks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The key of a row of {@link OwnTable}, or what several keys begin with. Rows of one kind and project lie together; under them
 * rows of one owner, if the kind has owners, by number or by text. Immutable.
 */
public final class OwnKey implements Comparable<OwnKey> {
    /** Longest text in a key, in bytes of UTF-8. */
    public static final int TEXT_BYTES_MAX = 1_024;

    private static final int KIND_AND_PROJECT_BYTES = 5;

    private final byte[] bytes;

    private OwnKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** What a row says. The codes are part of the format. */
    public enum Kind {
        /** By number: a trace definition. */
        DEFINITION,
        /** By owner's kind and owner: the number that was given last. */
        COUNTER,
        /** By name: a script's number. */
        NUMBER_OF_SCRIPT,
        /** By number: a script's name. */
        SCRIPT_OF_NUMBER,
        /** By script and run: the run's number. */
        NUMBER_OF_RUN,
        /** By script and number: the run. */
        RUN_OF_NUMBER,
        /** By script and deployment: its version. */
        VERSION_OF_DEPLOYMENT,
        /** By definition and number: a run that is recorded. */
        RECORDING,
        /** By definition and run: the number of its execution. */
        EXECUTION,
        /** By run: when a recording of it ended. */
        ENDED_RUN
    }

    /** All rows of a kind, of all projects. */
    public static OwnKey of(Kind kind) {
        return new OwnKey(new byte[] {(byte) (kind.ordinal() + 1)});
    }

    /** All rows of a kind in a project. */
    public static OwnKey of(Kind kind, int project) {
        return new OwnKey(start(kind, project, 0).array());
    }

    /** The row of a number, or all rows of an owner. */
    public static OwnKey of(Kind kind, int project, long number) {
        return new OwnKey(start(kind, project, Long.BYTES).putLong(number).array());
    }

    /** The row of a number under an owner. */
    public static OwnKey of(Kind kind, int project, long owner, long number) {
        return new OwnKey(start(kind, project, 2 * Long.BYTES)
                .putLong(owner)
                .putLong(number)
                .array());
    }

    /** The row of a text. */
    public static OwnKey of(Kind kind, int project, String text) {
        byte[] utf8 = utf8(text);
        return new OwnKey(start(kind, project, utf8.length).put(utf8).array());
    }

    /** The row of a text under an owner. */
    public static OwnKey of(Kind kind, int project, long owner, String text) {
        byte[] utf8 = utf8(text);
        return new OwnKey(start(kind, project, Long.BYTES + utf8.length)
                .putLong(owner)
                .put(utf8)
                .array());
    }

    /** The counter that gives numbers of a kind to an owner. */
    public static OwnKey counter(int project, Kind kind, long owner) {
        return new OwnKey(start(Kind.COUNTER, project, 1 + Long.BYTES)
                .put((byte) (kind.ordinal() + 1))
                .putLong(owner)
                .array());
    }

    private static ByteBuffer start(Kind kind, int project, int moreBytes) {
        return ByteBuffer.allocate(KIND_AND_PROJECT_BYTES + moreBytes)
                .put((byte) (kind.ordinal() + 1))
                .putInt(project);
    }

    private static byte[] utf8(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > TEXT_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a key's text has " + utf8.length + " bytes, expected at most " + TEXT_BYTES_MAX);
        }
        return utf8;
    }

    /** Whether a text may be part of a key. */
    public static boolean fits(String text) {
        return text.length() <= TEXT_BYTES_MAX && text.getBytes(StandardCharsets.UTF_8).length <= TEXT_BYTES_MAX;
    }

    static OwnKey ofBytes(byte[] bytes) {
        return new OwnKey(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    /** The project of a row. */
    public int project() {
        return ByteBuffer.wrap(bytes).getInt(1);
    }

    /** The last eight bytes as a number. */
    public long lastNumber() {
        return ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
    }

    /** The text of a row of an owner. */
    public String textOfOwner() {
        int start = KIND_AND_PROJECT_BYTES + Long.BYTES;
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }

    /** Whether this begins with another. */
    public boolean startsWith(OwnKey prefix) {
        int length = prefix.bytes.length;
        return bytes.length >= length && Arrays.equals(bytes, 0, length, prefix.bytes, 0, length);
    }

    @Override
    public int compareTo(OwnKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OwnKey && Arrays.equals(bytes, ((OwnKey) other).bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
