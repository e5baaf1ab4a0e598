package io.spanhouse.storage.access;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a key may stand in a request: {@code Authorization: Bearer <key>}, {@code Authorization: Basic} with the key as the
 * password, {@code X-Api-Key}, {@code Mackerel-Api-Key}, or Jaeger's {@code bearer.token}. Never in the URL, which ends up in logs.
 */
public final class Credentials {
    /** The headers that may hold a key, in lower case, in the order in which they are looked at. */
    public static final List<String> HEADERS =
            List.of("authorization", "x-api-key", "mackerel-api-key", "bearer.token");

    private Credentials() {}

    /**
     * The key that a request presents.
     *
     * @param header gives the value of a header by its lower-case name, or null
     * @return null if there is none
     */
    public static @Nullable String find(HeaderLookup header) {
        String authorization = header.get(HEADERS.get(0));
        if (authorization != null) {
            String found = fromAuthorization(authorization.trim());
            if (found != null) {
                return found;
            }
        }
        for (int i = 1; i < HEADERS.size(); i++) {
            String value = header.get(HEADERS.get(i));
            if (value != null && !value.isBlank()) {
                return value.trim();
            }
        }
        return null;
    }

    private static @Nullable String fromAuthorization(String value) {
        int space = value.indexOf(' ');
        if (space < 0) {
            return null;
        }
        String scheme = value.substring(0, space).toLowerCase(Locale.ROOT);
        String rest = value.substring(space + 1).trim();
        if (scheme.equals("bearer")) {
            return rest;
        }
        if (!scheme.equals("basic")) {
            return null;
        }
        try {
            String pair = new String(Base64.getDecoder().decode(rest), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0 ? null : pair.substring(colon + 1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Gives the value of a header by its lower-case name. */
    @FunctionalInterface
    public interface HeaderLookup {
        /** The value, or null if the request has no such header. */
        @Nullable
        String get(String lowerCaseName);
    }
}
