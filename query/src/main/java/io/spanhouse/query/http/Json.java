package io.spanhouse.query.http;

import io.spanhouse.query.trace.OtlpJson;
import java.io.OutputStream;
import java.io.StringWriter;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How JSON is read and written here. Reading is strict and bounded; writing is deep enough for the deepest value. */
public final class Json {
    /** Type of a JSON body. */
    public static final String CONTENT_TYPE = "application/json";

    /** Deepest nesting of a request. */
    static final int REQUEST_DEPTH_MAX = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(REQUEST_DEPTH_MAX)
                    .maxDocumentLength(BodyReader.BYTES_MAX)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(OtlpJson.NESTING_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Closing after a failure must not make half an answer look whole.
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .build();

    private static final JsonFactory LINES =
            FACTORY.rebuild().rootValueSeparator("\n").build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** A generator onto a stream, which closing it closes. */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    /** The same for people: a line for each member. */
    static JsonGenerator indented(OutputStream out) {
        return FACTORY.createGenerator(
                new ObjectWriteContext.Base() {
                    @Override
                    public PrettyPrinter getPrettyPrinter() {
                        return new DefaultPrettyPrinter();
                    }

                    @Override
                    public boolean hasPrettyPrinter() {
                        return true;
                    }
                },
                out,
                JsonEncoding.UTF8);
    }

    /** A generator of values on lines of their own onto a stream, which closing it closes. */
    public static JsonGenerator lines(OutputStream out) {
        return LINES.createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    /** Something small as text. */
    public static String text(JsonAnswer answer) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            answer.write(json);
        }
        return out.toString();
    }

    /**
     * Reads a body.
     *
     * @throws HttpFailure 400 with line and column if it is no JSON
     */
    static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (JacksonException e) {
            // Limits of depth and length are told without a place.
            TokenStreamLocation place = e.getLocation();
            String where = place == null ? "" : "line " + place.getLineNr() + ", column " + place.getColumnNr() + ": ";
            throw HttpFailure.badRequest("the body is no JSON that is taken here: " + where + e.getOriginalMessage());
        }
    }

    /** Writes a value. */
    @FunctionalInterface
    public interface JsonAnswer {
        void write(JsonGenerator json);
    }
}
