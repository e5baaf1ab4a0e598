package io.spanhouse.ingest.otlp;

import static io.spanhouse.ingest.otlp.MalformedRequestException.Reason;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A JSON document as its reader sees it: objects by their names, lists by their elements, values by the type that OTLP
 * gives them. Between calls the parser stands on the token of a value. What is null counts as absent: {@link #nextName}
 * steps over it. Throws the parser's own exceptions where the text is not JSON. Not thread-safe.
 */
final class JsonInput {
    private static final BigInteger UINT64_MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    /** No number of OTLP needs more; keeps 1e999999999 from being worked out. */
    private static final int NUMBER_CHARS_MAX = 64;

    private static final int SCALE_MAX = 64;

    private final JsonParser parser;
    private final JsonText shortText = new JsonText();

    JsonInput(JsonParser parser) {
        this.parser = parser;
    }

    /** Depth of the token that the parser stands on. */
    int nesting() {
        return parser.streamReadContext().getNestingDepth();
    }

    /** Byte that the parser is at, from the start of the document. */
    long offset() {
        return parser.currentLocation().getByteOffset();
    }

    /** The next token, null after the last. */
    @Nullable
    JsonToken nextToken() {
        return parser.nextToken();
    }

    /** Steps over the value, whatever it is. */
    void skip() {
        parser.skipChildren();
    }

    /** Steps over the value; gives whether it is an object or list with something in it. */
    boolean skipAndSee() {
        boolean something =
                parser.currentToken().isStructStart() && !parser.nextToken().isStructEnd();
        if (something) {
            int within = nesting();
            while (nesting() >= within) {
                parser.nextToken();
            }
        }
        return something;
    }

    void requireObject(String what) throws MalformedRequestException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrongType(what, "an object");
        }
    }

    void requireArray(String what) throws MalformedRequestException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrongType(what, "a list");
        }
    }

    /** Steps to the next value of the object that is not null and gives its name; null at the end of the object. */
    @Nullable
    String nextName() {
        String name = parser.nextName();
        while (name != null && parser.nextToken() == JsonToken.VALUE_NULL) {
            name = parser.nextName();
        }
        return name;
    }

    /** Steps to the next element of the list; false at its end. */
    boolean nextElement() {
        return parser.nextToken() != JsonToken.END_ARRAY;
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    /** Puts a text into UTF-8; gives the set of {@link SpanRepair} that it took. */
    int text(String what, JsonText into, int bytesMax) throws MalformedRequestException {
        requireText(what);
        into.begin(bytesMax);
        parser.readString(into);
        return into.end();
    }

    /**
     * Reads an id in hexadecimal of either case into {@code into}.
     *
     * @return its length in bytes, also if that is not the array's; {@link SpanIds#NOT_AN_ID} if it is not hexadecimal
     */
    int hex(String what, byte[] into) throws MalformedRequestException {
        text(what, shortText, into.length * 2);
        if ((shortText.characters() & 1) != 0) {
            return SpanIds.NOT_AN_ID;
        }
        for (int i = 0; i < shortText.length; i++) {
            int digit = digit(shortText.array[i]);
            if (digit < 0) {
                return SpanIds.NOT_AN_ID;
            }
            into[i >> 1] = (byte) ((i & 1) == 0 ? digit << 4 : into[i >> 1] | digit);
        }
        return (int) Math.min(Integer.MAX_VALUE, shortText.characters() / 2);
    }

    /** Decodes base64 of either alphabet; more than {@code bytesMax} bytes, but not much more, if there are so many. */
    byte[] base64(String what, JsonText buffer, int bytesMax) throws MalformedRequestException {
        text(what, buffer, (bytesMax / 3 + 2) * 4);
        for (int i = 0; i < buffer.length; i++) {
            byte character = buffer.array[i];
            buffer.array[i] = character == '-' ? (byte) '+' : character == '_' ? (byte) '/' : character;
        }
        try {
            return Base64.getDecoder().decode(Arrays.copyOf(buffer.array, buffer.length));
        } catch (IllegalArgumentException e) {
            throw malformed(what + " is not base64: " + e.getMessage());
        }
    }

    boolean bool(String what) throws MalformedRequestException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw wrongType(what, "true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** The bits of a double: a number, a number as text, or one of the three that JSON has no number for. */
    long doubleBits(String what) throws MalformedRequestException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            requireNumber(what);
            return Double.doubleToRawLongBits(parser.getDoubleValue());
        }
        String text = shortText(what);
        switch (text) {
            case "NaN":
                return Double.doubleToRawLongBits(Double.NaN);
            case "Infinity":
                return Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);
            case "-Infinity":
                return Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY);
            default:
                return Double.doubleToRawLongBits(decimal(what, text).doubleValue());
        }
    }

    /** A signed 64-bit number, as a number or as text. */
    long int64(String what) throws MalformedRequestException {
        return integer(what, BigInteger.valueOf(Long.MIN_VALUE), BigInteger.valueOf(Long.MAX_VALUE));
    }

    /** An unsigned 64-bit number, as a number or as text. */
    long uint64(String what) throws MalformedRequestException {
        return integer(what, BigInteger.ZERO, UINT64_MAX);
    }

    /** An unsigned 32-bit number, as a number or as text. */
    int uint32(String what) throws MalformedRequestException {
        return (int) integer(what, BigInteger.ZERO, BigInteger.valueOf(0xFFFFFFFFL));
    }

    /** An enum's number, or the number of one of its names. */
    int enumNumber(String what, Map<String, Integer> names) throws MalformedRequestException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            Integer number = names.get(shortText(what));
            if (number == null) {
                throw new MalformedRequestException(
                        Reason.JSON_ENUM,
                        "not an OTLP trace request: " + what + " is a name that is not known, at byte " + offset()
                                + ", expected a number or one of " + names.keySet());
            }
            return number;
        }
        return (int) integer(what, BigInteger.valueOf(Integer.MIN_VALUE), BigInteger.valueOf(Integer.MAX_VALUE));
    }

    private long integer(String what, BigInteger least, BigInteger most) throws MalformedRequestException {
        BigInteger value;
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                value = BigInteger.valueOf(parser.getLongValue());
            } else {
                value = parser.getBigIntegerValue();
            }
        } else {
            boolean isText = parser.currentToken() == JsonToken.VALUE_STRING;
            if (!isText) {
                requireNumber(what);
            }
            value = whole(what, decimal(what, isText ? shortText(what) : parser.getString()));
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw malformed(what + " is " + value + ", expected " + least + " to " + most);
        }
        return value.longValue();
    }

    /** A text that is a number or a name; a longer one comes out as nothing that either can be. */
    private String shortText(String what) throws MalformedRequestException {
        int cut = text(what, shortText, NUMBER_CHARS_MAX);
        return cut == 0 ? new String(shortText.array, 0, shortText.length, StandardCharsets.UTF_8) : "";
    }

    private BigDecimal decimal(String what, String text) throws MalformedRequestException {
        boolean plain = !text.isEmpty() && text.length() <= NUMBER_CHARS_MAX;
        if (plain) {
            try {
                return new BigDecimal(text);
            } catch (NumberFormatException e) {
                plain = false;
            }
        }
        throw malformed(what + " is a text that is not a number");
    }

    private BigInteger whole(String what, BigDecimal value) throws MalformedRequestException {
        if (Math.abs(value.scale()) > SCALE_MAX || value.stripTrailingZeros().scale() > 0) {
            throw malformed(what + " is " + value + ", expected a whole number");
        }
        return value.toBigInteger();
    }

    private void requireText(String what) throws MalformedRequestException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrongType(what, "a text");
        }
    }

    private void requireNumber(String what) throws MalformedRequestException {
        if (!parser.currentToken().isNumeric()) {
            throw wrongType(what, "a number");
        }
    }

    /** Looks first whether the value is nested too deep, because then that is what is to be told. */
    private MalformedRequestException wrongType(String what, String expected) {
        JsonToken found = parser.currentToken();
        MalformedRequestException exception = malformed(what + " is " + describe(found) + ", expected " + expected);
        parser.skipChildren();
        return exception;
    }

    private static String describe(JsonToken token) {
        return token == JsonToken.START_OBJECT
                ? "an object"
                : token == JsonToken.START_ARRAY
                        ? "a list"
                        : token == JsonToken.VALUE_STRING
                                ? "a text"
                                : token.isNumeric() ? "a number" : token.asString();
    }

    MalformedRequestException malformed(String found) {
        return new MalformedRequestException(
                Reason.MALFORMED, "not an OTLP trace request: at byte " + offset() + " " + found);
    }

    private static int digit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        int lower = character | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
