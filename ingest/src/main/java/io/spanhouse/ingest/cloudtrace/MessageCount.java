package io.spanhouse.ingest.cloudtrace;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/** Counts what is in a message before objects are made of it. */
final class MessageCount {
    private MessageCount() {}

    /** Counts the messages on the way to a list, given by field numbers, and those in it, without making one. */
    static int count(CodedInputStream in, int[] path, int depth) throws IOException {
        int found = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            boolean onPath = WireFormat.getTagFieldNumber(tag) == path[depth]
                    && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (!onPath) {
                in.skipField(tag);
                continue;
            }
            found++;
            if (depth + 1 == path.length) {
                in.skipField(tag);
            } else {
                int limit = in.pushLimit(in.readRawVarint32());
                found += count(in, path, depth + 1);
                in.popLimit(limit);
            }
        }
        return found;
    }
}
