package io.spanhouse.ingest.otlp;

import java.time.InstantSource;

/**
 * Reads {@code ExportTraceServiceRequest} in protobuf into a span batch: one pass over the bytes, no message objects, no
 * strings. The bytes are copied into the batch, the array is free again when {@link #walk} returns.
 *
 * <p>What protobuf allows is taken: any order of fields, repeated fields that add up, unknown fields and groups. Bytes
 * that do not decode refuse the whole request; anything wrong with one span refuses or repairs that span.
 *
 * <p>Calls itself only for nested values, down to the depth limit. Needs, beside the batch, buffers in proportion to the
 * distinct attributes of a request, at most some MiB. Not thread-safe: one per thread, used again and again.
 */
public final class TraceRequestWalker {
    private static final int RESOURCE_SPANS = 1 << 3 | WireReader.BYTES;
    /** Of {@code ResourceSpans} and of {@code ScopeSpans}, which have the same shape. */
    private static final int ENVELOPE = 1 << 3 | WireReader.BYTES;

    private static final int CONTENTS = 2 << 3 | WireReader.BYTES;
    private static final int SCHEMA_URL = 3 << 3 | WireReader.BYTES;

    private final WireReader in = new WireReader();
    private final SpanIntake intake;
    private final PairReader pairs;
    private final ResourceReader resource;
    private final ScopeReader scope;
    private final SpanReader span;

    public TraceRequestWalker(WalkOptions options, InstantSource clock) {
        this.intake = new SpanIntake(options, clock);
        this.pairs = new PairReader(in, intake);
        this.resource = new ResourceReader(in, intake, pairs);
        this.scope = new ScopeReader(in, intake, pairs);
        this.span = new SpanReader(in, intake, pairs);
    }

    /**
     * Reads a request.
     *
     * @throws MalformedRequestException if the bytes do not decode; nothing of the request is to be stored then
     */
    public WalkResult walk(byte[] array, int offset, int length) throws MalformedRequestException {
        in.open(array, offset, length);
        intake.begin(length);
        try {
            while (in.more()) {
                int tag = in.tag();
                if (tag == RESOURCE_SPANS) {
                    resourceSpans();
                } else {
                    in.skip(tag);
                }
            }
            return intake.finish();
        } finally {
            in.close();
            pairs.close();
            resource.close();
            scope.close();
            intake.reset();
        }
    }

    private void resourceSpans() throws MalformedRequestException {
        int outer = in.enter();
        int firstRow = intake.builder.rowCount();
        int schemaUrl = 0;
        int schemaRepairs = 0;
        intake.startResourceSpans();
        resource.start();
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case ENVELOPE:
                    resource.read();
                    break;
                case CONTENTS:
                    scopeSpans();
                    break;
                case SCHEMA_URL:
                    intake.repairs = 0;
                    schemaUrl = resource.text();
                    schemaRepairs = intake.repairs;
                    break;
                default:
                    in.skip(tag);
            }
        }
        in.leave(outer);
        resource.draft().becomeResource(intake, firstRow, schemaUrl, schemaRepairs);
    }

    private void scopeSpans() throws MalformedRequestException {
        int outer = in.enter();
        int firstRow = intake.builder.rowCount();
        int schemaUrl = 0;
        int schemaRepairs = 0;
        intake.startScopeSpans();
        scope.start();
        while (in.more()) {
            int tag = in.tag();
            switch (tag) {
                case ENVELOPE:
                    scope.read();
                    break;
                case CONTENTS:
                    span.read();
                    break;
                case SCHEMA_URL:
                    intake.repairs = 0;
                    schemaUrl = scope.text();
                    schemaRepairs = intake.repairs;
                    break;
                default:
                    in.skip(tag);
            }
        }
        in.leave(outer);
        scope.draft().becomeScope(intake, firstRow, schemaUrl, schemaRepairs);
    }
}
