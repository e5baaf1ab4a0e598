package io.spanhouse.ingest.otlp;

import static io.spanhouse.ingest.otlp.MalformedRequestException.Reason;

import java.time.InstantSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads {@code ExportTraceServiceRequest} in OTLP's JSON into a span batch, token by token: nothing of the document is
 * kept but what goes into the batch. Ids are hexadecimal, 64-bit numbers are text or numbers, enums numbers or known
 * names, null is absent, names that are not known are stepped over. No document at all is an empty request.
 *
 * <p>Only a document that is not JSON, or where a known name has a value of another type, is refused whole; what is wrong
 * with one span is judged as in {@link TraceRequestWalker}. Fields may come in any order.
 *
 * <p>Not thread-safe: one per thread, used again and again.
 */
public final class TraceRequestJsonReader {
    /**
     * Deepest nesting of the document. A level of a nested value takes three levels of JSON as a list and four as a map,
     * so this is room for the 128 levels that are kept and for the envelopes around them.
     */
    public static final int NESTING_MAX = 600;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(NESTING_MAX)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    private final SpanIntake intake;

    public TraceRequestJsonReader(WalkOptions options, InstantSource clock) {
        this.intake = new SpanIntake(options, clock);
    }

    /**
     * Reads a request.
     *
     * @throws MalformedRequestException if the document does not decode; nothing of the request is to be stored then
     */
    public WalkResult read(byte[] array, int offset, int length) throws MalformedRequestException {
        JsonBytes bytes = new JsonBytes(array, offset, length);
        intake.begin(length);
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), bytes.array, bytes.offset, bytes.length)) {
            read(parser);
            return intake.finish();
        } finally {
            intake.reset();
        }
    }

    private void read(JsonParser parser) throws MalformedRequestException {
        JsonInput in = new JsonInput(parser);
        try {
            if (in.nextToken() == null) {
                return;
            }
            new JsonRequestReader(in, intake).read();
            JsonToken more = in.nextToken();
            if (more != null) {
                throw in.malformed("more after the end of the document: " + more);
            }
        } catch (JacksonException e) {
            if (in.nesting() >= NESTING_MAX) {
                throw new MalformedRequestException(
                        Reason.JSON_DEPTH,
                        "not an OTLP trace request: nested deeper than " + NESTING_MAX + " at byte " + in.offset());
            }
            throw in.malformed(e.getOriginalMessage());
        }
    }
}
