package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.storage.model.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON of protobuf messages: 64-bit numbers as strings or numbers, enums by name or number, null for absent. Whoever
 * reads an object says what its members are, and passes over those it does not know.
 */
final class MessageJson {
    private static final int DEPTH_MAX = 100;

    private final JsonFactory factory;

    /**
     * A reader of bodies.
     *
     * @param bodyBytesMax longest body
     */
    MessageJson(int bodyBytesMax) {
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH_MAX)
                        .maxStringLength(bodyBytesMax)
                        .maxDocumentLength(bodyBytesMax)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /**
     * Reads a body that is one object.
     *
     * @throws MalformedRequestException if it is none, or nothing but that
     */
    void body(ByteSlice body, Member member) throws MalformedRequestException {
        try (JsonParser in = factory.createParser(ObjectReadContext.empty(), body.array, body.offset, body.length)) {
            in.nextToken();
            object(in, "the body", member);
            if (in.nextToken() != null) {
                throw PatchBatch.malformed("found more after the body's object, expected its end");
            }
        } catch (StreamConstraintsException e) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.JSON_DEPTH,
                    "the body is JSON beyond a limit: " + e.getOriginalMessage());
        } catch (JacksonException e) {
            throw PatchBatch.malformed(
                    "the body is no JSON: line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
        }
    }

    /** A body that was read once, with another name of what it is. */
    byte[] named(ByteSlice body, String name) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + name.length());
        try (JsonParser in = factory.createParser(ObjectReadContext.empty(), body.array, body.offset, body.length);
                JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
            in.nextToken();
            json.writeStartObject();
            json.writeStringProperty("name", name);
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String member = in.currentName();
                in.nextToken();
                if (member.equals("name")) {
                    in.skipChildren();
                } else {
                    json.writeName(member);
                    json.copyCurrentStructure(in);
                }
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** Reads a member whose value is the current token. */
    @FunctionalInterface
    interface Member {
        void read(JsonParser in, String name) throws MalformedRequestException;
    }

    /** Reads an element that is the current token. */
    @FunctionalInterface
    interface Element {
        void read() throws MalformedRequestException;
    }

    static void object(JsonParser in, String what, Member member) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(in, in.currentToken() == JsonToken.START_OBJECT, what, "an object");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            in.nextToken();
            member.read(in, name);
        }
    }

    static void array(JsonParser in, String what, Element element) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        require(in, in.currentToken() == JsonToken.START_ARRAY, what, "an array");
        while (in.nextToken() != JsonToken.END_ARRAY) {
            element.read();
        }
    }

    static String text(JsonParser in, String what) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return "";
        }
        require(in, in.currentToken() == JsonToken.VALUE_STRING, what, "a string");
        return in.getString();
    }

    static long unsigned(JsonParser in, String what) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return 0;
        }
        boolean scalar = in.currentToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NUMBER_INT;
        require(in, scalar, what, "an unsigned number of 64 bits in decimal");
        try {
            return Long.parseUnsignedLong(in.getString());
        } catch (NumberFormatException e) {
            throw unexpected(in, what, "an unsigned number of 64 bits in decimal");
        }
    }

    /** A time; null for none. */
    static @Nullable Instant time(JsonParser in, String what) throws MalformedRequestException {
        String text = text(in, what);
        if (text.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text.toUpperCase(Locale.ROOT)).toInstant();
        } catch (DateTimeException e) {
            throw unexpected(in, what, "a time like 2026-01-31T23:59:59.123456789Z");
        }
    }

    /** The number of an enum's value, by number or name; 0 for null. */
    static int enumerated(JsonParser in, String what, List<String> names) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getIntValue();
        }
        String name = text(in, what);
        if (!name.isEmpty() && !names.contains(name)) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.JSON_ENUM,
                    what + " is '" + PatchBatch.shortened(name) + "', expected one of " + String.join(", ", names));
        }
        return Math.max(0, names.indexOf(name));
    }

    /** A whole number, as a number or a text. */
    static long whole(JsonParser in, String what) throws MalformedRequestException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return 0;
        }
        boolean scalar = in.currentToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NUMBER_INT;
        require(in, scalar, what, "a whole number of 64 bits");
        try {
            return Long.parseLong(in.getString());
        } catch (NumberFormatException e) {
            throw unexpected(in, what, "a whole number of 64 bits");
        }
    }

    /** A whole number of 32 bits. */
    static int count(JsonParser in, String what) throws MalformedRequestException {
        long number = whole(in, what);
        require(in, number == (int) number, what, "a whole number of 32 bits");
        return (int) number;
    }

    static boolean truth(JsonParser in, String what) throws MalformedRequestException {
        JsonToken token = in.currentToken();
        require(
                in,
                token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE || token == JsonToken.VALUE_NULL,
                what,
                "true or false");
        return token == JsonToken.VALUE_TRUE;
    }

    static void require(JsonParser in, boolean met, String what, String expected) throws MalformedRequestException {
        if (!met) {
            throw unexpected(in, what, expected);
        }
    }

    static MalformedRequestException unexpected(JsonParser in, String what, String expected) {
        String found = in.currentToken() == null ? "the end" : in.getString();
        return PatchBatch.malformed(what + " is " + (found.length() <= 64 ? found : found.substring(0, 64) + "...")
                + " at line " + in.currentTokenLocation().getLineNr() + ", expected " + expected);
    }
}
