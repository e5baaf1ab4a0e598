package io.spanhouse.storage.frames;

/** All that is known of a span's frames as text: equal for equal frames, whatever numbers their variables have. */
public final class FrameText {
    private FrameText() {}

    /** A span of a table. */
    public static String of(FrameTable table, int span) {
        StringBuilder text = new StringBuilder();
        text.append("row ")
                .append(table.row(span))
                .append(" span ")
                .append(Long.toHexString(table.spanId(span)))
                .append(" parent ")
                .append(Long.toHexString(table.parentSpanId(span)))
                .append(" start ")
                .append(Long.toUnsignedString(table.startNanos(span)))
                .append(table.has(span, FrameTable.FRAMES_SPAN) ? " for frames" : "")
                .append(table.has(span, FrameTable.EXCEPTION_BEFORE) ? " exception before" : "");
        for (int piece = 0; piece < table.pieces(); piece++) {
            if (table.span(piece) == span) {
                addPiece(table, piece, text);
            }
        }
        return text.toString();
    }

    private static void addPiece(FrameTable table, int piece, StringBuilder text) {
        text.append("\n  event ")
                .append(table.event(piece))
                .append(" index ")
                .append(table.index(piece))
                .append(" step ")
                .append(table.step(piece))
                .append(" time ")
                .append(Long.toUnsignedString(table.leastTimeNanos(piece)))
                .append(" bytes ")
                .append(table.bytes(piece));
        FrameCursor cursor = new FrameCursor(table, piece);
        for (int frame = 0; frame < table.frames(piece); frame++) {
            cursor.next();
            text.append("\n    ").append(cursor.hasException() ? "exception" : "");
            for (int i = 0; i < cursor.count(); i++) {
                text.append(' ').append(table.variable(cursor.variable(i)));
            }
        }
    }
}
