package io.spanhouse.deploy.telemetry;

import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.KeyRing;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /status} shows: the version, whether spans are taken and why not, the store, what is wrong. */
final class StatusDocument {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private StatusDocument() {}

    static String json(String version, @Nullable TraceStore store, KeyRing keys) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("java", Runtime.version().toString());
        document.put("started", store != null);
        document.put("keys", keys.keyed() ? "configured" : "none");
        if (!keys.problem().isEmpty()) {
            document.put("keysProblem", keys.problem());
        }
        if (store != null) {
            StoreStatus status = store.status();
            document.put("store", status);
            document.put("projects", store.projects().keySet());
        }
        return MAPPER.writeValueAsString(document) + "\n";
    }
}
