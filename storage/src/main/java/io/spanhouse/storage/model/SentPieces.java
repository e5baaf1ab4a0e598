package io.spanhouse.storage.model;

import java.nio.charset.StandardCharsets;

/**
 * Where a row that was merged of pieces has these as they were sent: in an attribute of its own that only the store knows,
 * the last one, of type BYTES. So they are journalled, sealed, merged, moved and dropped with the row, and everything else
 * that is asked of the row is asked of the whole span. Lists of keys and answers leave the attribute out; who asks for
 * pieces gets them in the row's place.
 */
public final class SentPieces {
    /** No such attribute. */
    public static final int NOTHING = -1;

    /** Key of the attribute; begins with a character that keys of others do not have. */
    public static final String KEY = "\0pieces";

    private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.UTF_8);

    private SentPieces() {}

    /** Position of the attribute among a row's, {@link #NOTHING} if the row was not merged or a repair lost it. */
    public static int position(SpanRows rows, int row) {
        int last = rows.attributeEnd(row) - 1;
        if (!SpanMark.IN_PIECES.in(rows.marks(row)) || last < rows.attributeStart(row)) {
            return NOTHING;
        }
        int pair = rows.attribute(last);
        ByteSlice key = new ByteSlice();
        rows.strings().get(rows.pairs().key(pair), key);
        return rows.pairs().type(pair) == ValueType.BYTES.code() && key.sameBytes(KEY_BYTES, 0, KEY_BYTES.length)
                ? last
                : NOTHING;
    }

    /** Position after the last attribute of a row that was sent. */
    public static int end(SpanRows rows, int row) {
        int position = position(rows, row);
        return position == NOTHING ? rows.attributeEnd(row) : position;
    }

    /** Adds the attribute to the span that is being built, as its last. */
    static void add(SpanBatchBuilder builder, byte[] pieces) {
        int key = builder.string(KEY_BYTES, 0, KEY_BYTES.length);
        builder.attribute(builder.appendPair(key, ValueType.BYTES, pieces, 0, pieces.length));
        builder.mark(SpanMark.IN_PIECES);
    }
}
