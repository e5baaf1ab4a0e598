package io.spanhouse.deploy.telemetry;

import io.spanhouse.deploy.config.ServerOptions;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.StoreStatus;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessFiles;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code /status} shows: the version, whether spans are taken and why not, the store, what is wrong, what is kept for
 * how long, and how the memory is shared out.
 */
final class StatusDocument {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private StatusDocument() {}

    static String json(
            String version,
            @Nullable TraceStore store,
            @Nullable ServerOptions options,
            AccessFiles access,
            List<String> notices) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", version);
        document.put("java", Runtime.version().toString());
        document.put("started", store != null);
        document.put("notices", notices);
        document.put("keys", access.keys().keyed() ? "configured" : "none");
        document.put("accessProblems", access.problems(Instant.now()));
        if (store != null) {
            StoreStatus status = store.status();
            document.put("store", status);
            document.put("projects", store.projects().keySet());
        }
        if (options != null) {
            document.put("retention", retention(options.store().retention()));
            document.put("memory", options.memory());
        }
        return MAPPER.writeValueAsString(document) + "\n";
    }

    private static Map<String, Object> retention(StoreOptions.Retention retention) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("ageSeconds", retention.age().toSeconds());
        shown.put("bytesMax", retention.bytesMax());
        shown.put("bucketSpanSeconds", retention.bucketSpan().toSeconds());
        return shown;
    }
}
