package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Percent-encoded text of addresses, read strictly: a bad escape or bad UTF-8 is an error, not a guess. */
final class UriText {
    /** Most parameters of a query string. */
    static final int PARAMETERS_MAX = 100;

    private UriText() {}

    /** Decodes a path segment. */
    static String segment(String raw) {
        return decode(raw, false);
    }

    /** Decodes a query string; a name may come several times. */
    static Map<String, List<String>> query(@Nullable String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return parameters;
        }
        String[] pairs = raw.split("&", PARAMETERS_MAX + 1);
        if (pairs.length > PARAMETERS_MAX) {
            throw HttpFailure.badRequest("there are over " + PARAMETERS_MAX + " query parameters");
        }
        for (String pair : pairs) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
                String value = equals < 0 ? "" : decode(pair.substring(equals + 1), true);
                parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    private static String decode(String raw, boolean plusIsSpace) {
        if (raw.indexOf('%') < 0 && (!plusIsSpace || raw.indexOf('+') < 0)) {
            return raw;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        int position = 0;
        while (position < raw.length()) {
            char c = raw.charAt(position);
            if (c == '%') {
                bytes.write(escaped(raw, position));
                position += 3;
            } else {
                bytes.writeBytes((plusIsSpace && c == '+' ? " " : String.valueOf(c)).getBytes(StandardCharsets.UTF_8));
                position++;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpFailure(400, QueryRefusal.BAD_REQUEST, "the address has escapes that are no UTF-8");
        }
    }

    private static int escaped(String raw, int position) {
        if (position + 3 > raw.length()
                || !HexFormat.isHexDigit(raw.charAt(position + 1))
                || !HexFormat.isHexDigit(raw.charAt(position + 2))) {
            throw HttpFailure.badRequest("the address has a % that two hexadecimal digits do not follow");
        }
        return HexFormat.fromHexDigits(raw, position + 1, position + 3);
    }
}
