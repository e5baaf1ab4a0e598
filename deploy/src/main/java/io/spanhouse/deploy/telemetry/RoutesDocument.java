package io.spanhouse.deploy.telemetry;

import io.spanhouse.storage.access.Entrance;
import io.spanhouse.storage.access.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /routes} shows: every way into the program, and the scope that a key needs for it. */
final class RoutesDocument {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private RoutesDocument() {}

    static String json(List<OpenListener> listeners) {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (OpenListener listener : listeners) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", listener.name());
            one.put("port", listener.port());
            one.put(
                    "routes",
                    listener.entrances().stream().map(RoutesDocument::route).toList());
            shown.add(one);
        }
        return MAPPER.writeValueAsString(Map.of("listeners", shown)) + "\n";
    }

    private static Map<String, @Nullable String> route(Entrance entrance) {
        Map<String, @Nullable String> route = new LinkedHashMap<>();
        Scope scope = entrance.scope();
        route.put("method", entrance.method());
        route.put("path", entrance.path());
        route.put("scope", scope == null ? null : scope.text());
        return route;
    }
}
