package io.spanhouse.storage.block;

import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.model.ByteSlice;

/** Writes down a page that says where frames are. */
final class DumpFrames {
    private DumpFrames() {}

    static void page(DumpLines lines) {
        lines.varint("first row");
        lines.varint("last row");
        int variables = lines.count("variables");
        ByteSlice name = new ByteSlice();
        for (int i = 0; i < variables; i++) {
            int from = lines.in().position();
            lines.in().lengthAndBytes(name);
            lines.since(from, "name " + DumpEncodings.text(name));
        }
        int spans = lines.count("spans");
        for (int span = 0; span < spans; span++) {
            lines.varint("rows further");
            lines.indent(1);
            int flags = lines.u8("flags");
            lines.fixed(Long.BYTES, "start");
            lines.hex64("span id");
            if ((flags & FrameTable.FRAMES_SPAN) != 0) {
                lines.hex64("parent");
            }
            pieces(lines);
            lines.indent(-1);
        }
    }

    private static void pieces(DumpLines lines) {
        int pieces = lines.count("pieces");
        for (int piece = 0; piece < pieces; piece++) {
            lines.varint("events further");
            lines.indent(1);
            int frames = lines.count("frames");
            lines.varint("index");
            if (frames > 1) {
                lines.varint("step");
            }
            lines.zigzag("earliest time after the start");
            lines.varint("bytes of keys and values");
            lines.varint("bytes of what they set");
            for (int frame = 0; frame < frames; frame++) {
                long sets = lines.varint("twice the variables set, 1 for an exception");
                for (long i = 0; i < sets >>> 1; i++) {
                    lines.varint("variable");
                }
            }
            lines.indent(-1);
        }
    }
}
