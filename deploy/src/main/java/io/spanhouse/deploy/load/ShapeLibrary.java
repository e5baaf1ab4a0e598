package io.spanhouse.deploy.load;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shapes of all recorded traces, each once as it was and once with an error in it, and the resources and scopes of their
 * spans. Built once, immutable.
 */
final class ShapeLibrary {
    private final List<TraceShape> sound;
    private final List<TraceShape> failing;
    private final List<Group> groups;

    /**
     * A resource and a scope of it, as they lie in a request.
     *
     * @param resource number of the resource; groups of a resource lie side by side
     * @param resourceBefore bytes of {@code ResourceSpans} before its scopes
     * @param resourceAfter bytes after them
     * @param scopeBefore bytes of {@code ScopeSpans} before its spans
     * @param scopeAfter bytes after them
     */
    record Group(int resource, byte[] resourceBefore, byte[] resourceAfter, byte[] scopeBefore, byte[] scopeAfter) {}

    /** A recorded span with the number of its group. */
    record GroupedSpan(Span span, int group) {}

    private ShapeLibrary(List<TraceShape> sound, List<TraceShape> failing, List<Group> groups) {
        this.sound = List.copyOf(sound);
        this.failing = List.copyOf(failing);
        this.groups = List.copyOf(groups);
    }

    /** The shapes of the packaged recording; read at the first call. */
    static ShapeLibrary recorded() {
        return Recorded.LIBRARY;
    }

    private static final class Recorded {
        private static final ShapeLibrary LIBRARY = of(Recording.requests());
    }

    /** The shapes of some recorded requests. */
    static ShapeLibrary of(List<ExportTraceServiceRequest> requests) {
        List<GroupKey> keys = groupKeys(requests);
        Map<ByteString, List<GroupedSpan>> traces = new LinkedHashMap<>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    int group = keys.indexOf(GroupKey.of(resource, scope));
                    for (Span span : scope.getSpansList()) {
                        traces.computeIfAbsent(span.getTraceId(), id -> new ArrayList<>())
                                .add(new GroupedSpan(span, group));
                    }
                }
            }
        }
        List<TraceShape> sound = new ArrayList<>();
        List<TraceShape> failing = new ArrayList<>();
        for (List<GroupedSpan> spans : traces.values()) {
            int number = sound.size();
            RecordedTrace trace = RecordedTrace.of(spans, number);
            sound.add(trace.shape(number));
            failing.add(trace.failing(Fault.of(number)).shape(traces.size() + number));
        }
        return new ShapeLibrary(sound, failing, groups(keys));
    }

    /** Traces as they were recorded. */
    List<TraceShape> sound() {
        return sound;
    }

    /** The same traces, each with an exception in one of its spans. */
    List<TraceShape> failing() {
        return failing;
    }

    /** Resources and scopes by the number that templates have. */
    List<Group> groups() {
        return groups;
    }

    /** Groups in an order that keeps those of a resource together. */
    private static List<GroupKey> groupKeys(List<ExportTraceServiceRequest> requests) {
        Map<ResourceSpans, Set<ScopeSpans>> scopes = new LinkedHashMap<>();
        List<GroupKey> keys = new ArrayList<>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    GroupKey key = GroupKey.of(resource, scope);
                    scopes.computeIfAbsent(key.resource, absent -> new LinkedHashSet<>())
                            .add(key.scope);
                }
            }
        }
        scopes.forEach((resource, ofResource) -> ofResource.forEach(scope -> keys.add(new GroupKey(resource, scope))));
        return keys;
    }

    private static List<Group> groups(List<GroupKey> keys) {
        List<Group> groups = new ArrayList<>();
        int resource = -1;
        for (int i = 0; i < keys.size(); i++) {
            GroupKey key = keys.get(i);
            if (i == 0 || !key.resource.equals(keys.get(i - 1).resource)) {
                resource++;
            }
            groups.add(new Group(
                    resource,
                    key.resource.toBuilder().clearSchemaUrl().build().toByteArray(),
                    ResourceSpans.newBuilder()
                            .setSchemaUrl(key.resource.getSchemaUrl())
                            .build()
                            .toByteArray(),
                    key.scope.toBuilder().clearSchemaUrl().build().toByteArray(),
                    ScopeSpans.newBuilder()
                            .setSchemaUrl(key.scope.getSchemaUrl())
                            .build()
                            .toByteArray()));
        }
        return groups;
    }

    /** A resource and a scope without the spans. */
    private record GroupKey(ResourceSpans resource, ScopeSpans scope) {
        static GroupKey of(ResourceSpans resource, ScopeSpans scope) {
            return new GroupKey(
                    resource.toBuilder().clearScopeSpans().build(),
                    scope.toBuilder().clearSpans().build());
        }
    }
}
