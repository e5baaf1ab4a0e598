package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatchBuilder;

/** Reads {@code Span.Event} messages of protobuf. One over the limit is read only to see that it is one. */
final class EventReader {
    private static final int TIME = 1 << 3 | WireReader.FIXED64;
    private static final int NAME = 2 << 3 | WireReader.BYTES;
    private static final int ATTRIBUTES = 3 << 3 | WireReader.BYTES;
    private static final int DROPPED_ATTRIBUTES = 4 << 3 | WireReader.VARINT;

    private final WireReader in;
    private final SpanIntake intake;
    private final SpanBatchBuilder builder;
    private final PairReader pairs;

    EventReader(WireReader in, SpanIntake intake, PairReader pairs) {
        this.in = in;
        this.intake = intake;
        this.builder = intake.builder;
        this.pairs = pairs;
    }

    /** Reads an event of the open span, whose length is next. */
    void read() throws MalformedRequestException {
        int outer = in.enter();
        if (intake.takesEvent()) {
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
        builder.startEvent();
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case TIME:
                    builder.eventTimeNanos(in.fixed64());
                    break;
                case NAME:
                    int length = in.length();
                    builder.eventName(intake.text(in.bytes, in.position, length));
                    in.position += length;
                    break;
                case ATTRIBUTES:
                    if (attributes++ < attributesMax) {
                        builder.eventAttribute(pairs.read());
                    } else {
                        pairs.check();
                    }
                    break;
                case DROPPED_ATTRIBUTES:
                    dropped = (int) in.varint();
                    break;
                default:
                    in.skip(tag);
            }
        }
        builder.eventDroppedAttributes(intake.dropped(dropped, attributes, attributesMax, SpanRepair.ATTR_COUNT));
        builder.endEvent();
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
