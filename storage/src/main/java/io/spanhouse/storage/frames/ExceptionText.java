package io.spanhouse.storage.frames;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;

/** What an event says of an exception. */
public final class ExceptionText {
    private ExceptionText() {}

    /** Type and message, or the one that is there, or nothing. */
    public static String of(SpanRows rows, int event) {
        String type = "";
        String message = "";
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            int pair = rows.eventAttribute(i);
            String key = rows.strings().text(rows.pairs().key(pair));
            if (key.equals(FrameNames.EXCEPTION_TYPE_KEY)) {
                type = text(rows, pair);
            } else if (key.equals(FrameNames.EXCEPTION_MESSAGE_KEY)) {
                message = text(rows, pair);
            }
        }
        return type.isEmpty() || message.isEmpty() ? type + message : type + ": " + message;
    }

    private static String text(SpanRows rows, int pair) {
        if (rows.pairs().type(pair) != ValueType.STRING.code()) {
            return "";
        }
        ByteSlice slice = new ByteSlice();
        rows.pairs().value(pair, slice);
        return slice.utf8();
    }
}
