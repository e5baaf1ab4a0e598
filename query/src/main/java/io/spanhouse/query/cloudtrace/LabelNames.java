package io.spanhouse.query.cloudtrace;

import io.spanhouse.storage.filter.AttributeLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which labels are made of what. Every attribute of a span is a label under its own key, then those of its resource that the
 * span does not have. The labels of this table are made besides; the first source that has a value gives it, and an attribute
 * under the label's own key, which is what clients of this API write, goes before all.
 */
final class LabelNames {
    /** The label of the tracing library: name, a space, version. */
    static final String AGENT = "/agent";

    static final String AGENT_NAME_KEY = "telemetry.sdk.name";
    static final String AGENT_VERSION_KEY = "telemetry.sdk.version";

    /** Labels that are made, with their sources in order; {@link #AGENT}, which is made of two attributes, is none of them. */
    static final Map<String, List<LabelSource>> MADE = made();

    private LabelNames() {}

    private static Map<String, List<LabelSource>> made() {
        Map<String, List<LabelSource>> made = new LinkedHashMap<>();
        made.put("/http/method", span("http.request.method", "http.method"));
        made.put("/http/url", span("url.full", "http.url"));
        made.put("/http/status_code", span("http.response.status_code", "http.status_code"));
        made.put("/http/route", span("http.route"));
        made.put("/http/path", span("url.path"));
        made.put("/http/host", span("server.address", "http.host"));
        made.put("/http/user_agent", span("user_agent.original", "http.user_agent"));
        made.put("/http/request/size", span("http.request.body.size"));
        made.put("/http/response/size", span("http.response.body.size"));
        made.put("/error/name", List.of(event("exception.type")));
        made.put("/error/message", List.of(new LabelSource.StatusMessage(), event("exception.message")));
        made.put("/stacktrace", List.of(event("exception.stacktrace")));
        made.put("/pid", List.of(resource("process.pid")));
        made.put("/tid", span("thread.id"));
        made.put("/component", List.of(resource("service.name")));
        return made;
    }

    private static List<LabelSource> span(String... keys) {
        List<LabelSource> sources = new ArrayList<>();
        for (String key : keys) {
            sources.add(new LabelSource.Attribute(AttributeLevel.SPAN, key));
        }
        return List.copyOf(sources);
    }

    private static LabelSource event(String key) {
        return new LabelSource.Attribute(AttributeLevel.EVENT, key);
    }

    private static LabelSource resource(String key) {
        return new LabelSource.Attribute(AttributeLevel.RESOURCE, key);
    }

    /** All sources of a label, first that of its own key. */
    static List<LabelSource> sources(String label) {
        List<LabelSource> sources = new ArrayList<>();
        sources.add(new LabelSource.Attribute(AttributeLevel.SPAN, label));
        sources.addAll(MADE.getOrDefault(label, List.of()));
        sources.add(new LabelSource.Attribute(AttributeLevel.RESOURCE, label));
        return sources;
    }
}
