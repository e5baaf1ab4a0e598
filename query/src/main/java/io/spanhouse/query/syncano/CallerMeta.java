package io.spanhouse.query.syncano;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The caller's HTTP request under the names that CGI gave it, from the attributes that OpenTelemetry's conventions have for it.
 * What lets somebody in is masked.
 */
final class CallerMeta {
    /** In place of what must not be shown. */
    static final String MASK = "********";

    private static final String HEADER_PREFIX = "http.request.header.";
    private static final Map<String, String> FIELDS = Map.of(
            "client.address", "REMOTE_ADDR",
            "http.request.method", "REQUEST_METHOD",
            "url.path", "PATH_INFO",
            "url.query", "QUERY_STRING");

    private static final Set<String> SECRET =
            Set.of("HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_PROXY_AUTHORIZATION", "HTTP_X_API_KEY");

    private CallerMeta() {}

    /** Whether a name is of something that must not be shown, however it is written. */
    static boolean isSecret(String name) {
        String upper = name.toUpperCase(Locale.ROOT).replace('-', '_');
        return SECRET.contains(upper) || SECRET.contains("HTTP_" + upper);
    }

    /** Names and values, by name. */
    static Map<String, String> of(Map<String, PlainValue> attributes) {
        Map<String, String> meta = new TreeMap<>();
        attributes.forEach((key, value) -> {
            String name = name(key);
            if (!name.isEmpty()) {
                meta.put(name, isSecret(name) ? MASK : value.joined());
            }
        });
        return meta;
    }

    private static String name(String key) {
        if (!key.startsWith(HEADER_PREFIX)) {
            return FIELDS.getOrDefault(key, "");
        }
        String header =
                key.substring(HEADER_PREFIX.length()).toUpperCase(Locale.ROOT).replace('-', '_');
        return header.equals("CONTENT_TYPE") || header.equals("CONTENT_LENGTH") ? header : "HTTP_" + header;
    }
}
