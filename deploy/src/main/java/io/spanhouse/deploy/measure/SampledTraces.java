package io.spanhouse.deploy.measure;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.deploy.load.ExportAnswer;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Picks some of what is acknowledged, to ask for it later: one trace out of every few requests, names of services, values of
 * an attribute that each occur once. Thread-safe.
 */
final class SampledTraces implements TrafficObserver {
    /** Only one request in so many is read, so that the sender stays cheap. */
    private static final int REQUESTS_EACH = 8;

    private static final int TRACES_MAX = 4_096;
    private static final String RARE_KEY = "app.request.id";
    private static final int TRACE_ID_HALF = Long.BYTES;

    private final List<TraceId> traces = new ArrayList<>();
    private final List<String> rareValues = new ArrayList<>();
    private final Set<String> services = new HashSet<>();
    private long requests;

    @Override
    public void sending(byte[] request) {}

    @Override
    public synchronized void ended(byte[] request, ExportAnswer answer) throws IOException {
        if (answer.outcome() != ExportAnswer.Outcome.ACKED || requests++ % REQUESTS_EACH != 0) {
            return;
        }
        if (traces.size() < TRACES_MAX) {
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(request).getResourceSpansList()) {
                add(resource);
            }
        }
    }

    private void add(ResourceSpans resource) {
        for (KeyValue attribute : resource.getResource().getAttributesList()) {
            if (attribute.getKey().equals("service.name")) {
                services.add(attribute.getValue().getStringValue());
            }
        }
        Span span = resource.getScopeSpans(0).getSpans(0);
        traces.add(new TraceId(
                span.getTraceId().asReadOnlyByteBuffer().getLong(),
                span.getTraceId().asReadOnlyByteBuffer().getLong(TRACE_ID_HALF)));
        for (KeyValue attribute : span.getAttributesList()) {
            if (attribute.getKey().equals(RARE_KEY)) {
                rareValues.add(attribute.getValue().getStringValue());
            }
        }
    }

    synchronized List<TraceId> traces() {
        return List.copyOf(traces);
    }

    synchronized List<String> services() {
        return services.stream().sorted().toList();
    }

    /** The attribute that {@link #rareValues} are of. */
    static String rareKey() {
        return RARE_KEY;
    }

    synchronized List<String> rareValues() {
        return List.copyOf(rareValues);
    }
}
