package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatchBuilder;

/**
 * Reads {@code Span.Link} messages of protobuf. An id of a wrong length is dropped, the link stays. One over the limit is
 * read only to see that it is one.
 */
final class LinkReader {
    private static final int TRACE_ID = 1 << 3 | WireReader.BYTES;
    private static final int SPAN_ID = 2 << 3 | WireReader.BYTES;
    private static final int TRACE_STATE = 3 << 3 | WireReader.BYTES;
    private static final int ATTRIBUTES = 4 << 3 | WireReader.BYTES;
    private static final int DROPPED_ATTRIBUTES = 5 << 3 | WireReader.VARINT;
    private static final int FLAGS = 6 << 3 | WireReader.FIXED32;

    private final WireReader in;
    private final SpanIntake intake;
    private final SpanBatchBuilder builder;
    private final PairReader pairs;
    private final LinkIds ids = new LinkIds();

    LinkReader(WireReader in, SpanIntake intake, PairReader pairs) {
        this.in = in;
        this.intake = intake;
        this.builder = intake.builder;
        this.pairs = pairs;
    }

    /** Reads a link of the open span, whose length is next. */
    void read() throws MalformedRequestException {
        int outer = in.enter();
        if (intake.takesLink()) {
            readInto();
        } else {
            check();
        }
        in.leave(outer);
    }

    private void readInto() throws MalformedRequestException {
        int attributesMax = intake.limits.attributesMax();
        int attributes = 0;
        int dropped = 0;
        builder.startLink();
        ids.clear();
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case TRACE_ID:
                    int traceIdLength = in.length();
                    ids.traceId(in.bytes, in.position, traceIdLength);
                    in.position += traceIdLength;
                    break;
                case SPAN_ID:
                    int spanIdLength = in.length();
                    ids.spanId(in.bytes, in.position, spanIdLength);
                    in.position += spanIdLength;
                    break;
                case TRACE_STATE:
                    int length = in.length();
                    builder.linkTraceState(intake.text(in.bytes, in.position, length));
                    in.position += length;
                    break;
                case ATTRIBUTES:
                    if (attributes++ < attributesMax) {
                        builder.linkAttribute(pairs.read());
                    } else {
                        pairs.check();
                    }
                    break;
                case DROPPED_ATTRIBUTES:
                    dropped = (int) in.varint();
                    break;
                case FLAGS:
                    builder.linkFlags(in.fixed32());
                    break;
                default:
                    in.skip(tag);
            }
        }
        ids.putInto(intake);
        builder.linkDroppedAttributes(intake.dropped(dropped, attributes, attributesMax, SpanRepair.ATTR_COUNT));
        builder.endLink();
    }

    private void check() throws MalformedRequestException {
        while (in.more()) {
            int tag = in.tag();
            if (tag == ATTRIBUTES) {
                pairs.check();
            } else {
                in.skip(tag);
            }
        }
    }
}
