package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanBatchBuilder;

/** Reads {@code Span} messages of protobuf into the batch, with their events, links and status. Not thread-safe. */
final class SpanReader {
    private static final int TRACE_ID = 1 << 3 | WireReader.BYTES;
    private static final int SPAN_ID = 2 << 3 | WireReader.BYTES;
    private static final int TRACE_STATE = 3 << 3 | WireReader.BYTES;
    private static final int PARENT_SPAN_ID = 4 << 3 | WireReader.BYTES;
    private static final int NAME = 5 << 3 | WireReader.BYTES;
    private static final int KIND = 6 << 3 | WireReader.VARINT;
    private static final int START = 7 << 3 | WireReader.FIXED64;
    private static final int END = 8 << 3 | WireReader.FIXED64;
    private static final int ATTRIBUTES = 9 << 3 | WireReader.BYTES;
    private static final int DROPPED_ATTRIBUTES = 10 << 3 | WireReader.VARINT;
    private static final int EVENTS = 11 << 3 | WireReader.BYTES;
    private static final int DROPPED_EVENTS = 12 << 3 | WireReader.VARINT;
    private static final int LINKS = 13 << 3 | WireReader.BYTES;
    private static final int DROPPED_LINKS = 14 << 3 | WireReader.VARINT;
    private static final int STATUS = 15 << 3 | WireReader.BYTES;
    private static final int FLAGS = 16 << 3 | WireReader.FIXED32;

    private static final int STATUS_MESSAGE = 2 << 3 | WireReader.BYTES;
    private static final int STATUS_CODE = 3 << 3 | WireReader.VARINT;

    private final WireReader in;
    private final SpanIntake intake;
    private final SpanBatchBuilder builder;
    private final PairReader pairs;
    private final EventReader events;
    private final LinkReader links;

    SpanReader(WireReader in, SpanIntake intake, PairReader pairs) {
        this.in = in;
        this.intake = intake;
        this.builder = intake.builder;
        this.pairs = pairs;
        this.events = new EventReader(in, intake, pairs);
        this.links = new LinkReader(in, intake, pairs);
    }

    /** Reads a span, whose length is next, and takes or refuses it. */
    void read() throws MalformedRequestException {
        int outer = in.enter();
        intake.startSpan();
        while (in.more()) {
            field(in.tag());
        }
        in.leave(outer);
        intake.endSpan();
    }

    private void field(int tag) throws MalformedRequestException {
        switch (tag) {
            case TRACE_ID:
                int traceIdLength = in.length();
                intake.ids.traceId(in.bytes, in.position, traceIdLength);
                in.position += traceIdLength;
                break;
            case SPAN_ID:
                int spanIdLength = in.length();
                intake.ids.spanId(in.bytes, in.position, spanIdLength);
                in.position += spanIdLength;
                break;
            case TRACE_STATE:
                builder.traceState(text());
                break;
            case PARENT_SPAN_ID:
                int parentLength = in.length();
                intake.ids.parentSpanId(in.bytes, in.position, parentLength);
                in.position += parentLength;
                break;
            case NAME:
                builder.name(text());
                break;
            case KIND:
                builder.kind((int) in.varint());
                break;
            case START:
                intake.startNanos = in.fixed64();
                break;
            case END:
                builder.endNanos(in.fixed64());
                break;
            case ATTRIBUTES:
                do {
                    attribute();
                } while (in.skipTag(ATTRIBUTES));
                break;
            case EVENTS:
                events.read();
                break;
            case LINKS:
                links.read();
                break;
            case STATUS:
                status();
                break;
            case FLAGS:
                builder.flags(in.fixed32());
                break;
            default:
                rareField(tag);
        }
    }

    private void rareField(int tag) throws MalformedRequestException {
        switch (tag) {
            case DROPPED_ATTRIBUTES:
                intake.droppedAttributes = (int) in.varint();
                break;
            case DROPPED_EVENTS:
                intake.droppedEvents = (int) in.varint();
                break;
            case DROPPED_LINKS:
                intake.droppedLinks = (int) in.varint();
                break;
            default:
                in.skip(tag);
        }
    }

    private void attribute() throws MalformedRequestException {
        if (intake.takesAttribute()) {
            builder.attribute(pairs.read());
        } else {
            pairs.check();
        }
    }

    private void status() throws MalformedRequestException {
        int outer = in.enter();
        intake.statusPresent = true;
        while (in.more()) {
            int tag = in.tag();
            if (tag == STATUS_MESSAGE) {
                intake.statusMessage = text();
            } else if (tag == STATUS_CODE) {
                intake.statusCode = (int) in.varint();
            } else {
                in.skip(tag);
            }
        }
        in.leave(outer);
    }

    private int text() throws MalformedRequestException {
        int length = in.length();
        int code = intake.text(in.bytes, in.position, length);
        in.position += length;
        return code;
    }
}
