package io.spanhouse.ingest.otlp;

/** Reads {@code InstrumentationScope} messages of protobuf. */
final class ScopeReader extends EnvelopeReader {
    private static final int NAME = 1 << 3 | WireReader.BYTES;
    private static final int VERSION = 2 << 3 | WireReader.BYTES;
    private static final int ATTRIBUTES = 3 << 3 | WireReader.BYTES;
    private static final int DROPPED_ATTRIBUTES = 4 << 3 | WireReader.VARINT;

    ScopeReader(WireReader in, SpanIntake intake, PairReader pairs) {
        super(in, intake, pairs);
    }

    @Override
    void field(int tag, EnvelopeDraft into) throws MalformedRequestException {
        switch (tag) {
            case NAME:
                into.name = text();
                break;
            case VERSION:
                into.version = text();
                break;
            case ATTRIBUTES:
                attribute(into);
                break;
            case DROPPED_ATTRIBUTES:
                into.droppedAttributes = (int) in.varint();
                break;
            default:
                in.skip(tag);
        }
    }
}
