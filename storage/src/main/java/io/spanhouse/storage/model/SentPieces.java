package io.spanhouse.storage.model;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Where a row that was merged of pieces has these as they were sent: in an attribute of its own that only the store knows,
 * the last one, of type BYTES. So they are journalled, sealed, merged, moved and dropped with the row, and everything else
 * that is asked of the row is asked of the whole span. Before it are the names that pieces gave and the whole span does not
 * have, for who looks for pieces. Lists of keys and answers leave these attributes out; who asks for pieces gets them in the
 * row's place.
 */
public final class SentPieces {
    /** No such attribute. */
    public static final int NOTHING = -1;

    /** Key of the attribute; begins with a character that keys of others do not have. */
    static final String KEY = "\0pieces";

    /** Key of names that the whole span does not have. */
    public static final String NAME_KEY = "\0name";

    private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.UTF_8);
    private static final byte[] NAME_KEY_BYTES = NAME_KEY.getBytes(StandardCharsets.UTF_8);
    private static final Set<String> KEYS = Set.of(KEY, NAME_KEY);

    private SentPieces() {}

    /** Whether a key is one that lists leave out. */
    public static boolean isOfStore(String key) {
        return KEYS.contains(key);
    }

    /** Position of the pieces among a row's attributes, {@link #NOTHING} if the row was not merged or a repair lost them. */
    public static int position(SpanRows rows, int row) {
        int last = rows.attributeEnd(row) - 1;
        return SpanMark.IN_PIECES.in(rows.marks(row))
                        && last >= rows.attributeStart(row)
                        && is(rows, last, KEY_BYTES, ValueType.BYTES)
                ? last
                : NOTHING;
    }

    private static boolean is(SpanRows rows, int position, byte[] expected, ValueType type) {
        int pair = rows.attribute(position);
        if (rows.pairs().type(pair) != type.code()) {
            return false;
        }
        ByteSlice key = new ByteSlice();
        rows.strings().get(rows.pairs().key(pair), key);
        return key.sameBytes(expected, 0, expected.length);
    }

    /** Position after the last attribute of a row that was sent. */
    public static int end(SpanRows rows, int row) {
        int end = position(rows, row);
        if (end == NOTHING) {
            return rows.attributeEnd(row);
        }
        while (end > rows.attributeStart(row) && is(rows, end - 1, NAME_KEY_BYTES, ValueType.STRING)) {
            end--;
        }
        return end;
    }

    /** Adds a name to the span that is being built, after all that was sent. */
    static void addName(SpanBatchBuilder builder, String name) {
        int key = builder.string(NAME_KEY_BYTES, 0, NAME_KEY_BYTES.length);
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        builder.attribute(builder.pair(key, ValueType.STRING, text, 0, text.length));
    }

    /** Adds the pieces to the span that is being built, as its last attribute. */
    static void add(SpanBatchBuilder builder, byte[] pieces) {
        int key = builder.string(KEY_BYTES, 0, KEY_BYTES.length);
        builder.attribute(builder.appendPair(key, ValueType.BYTES, pieces, 0, pieces.length));
        builder.mark(SpanMark.IN_PIECES);
    }
}
