package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects the pieces of one request, each judged when it comes. Not thread-safe. */
final class PatchBatch {
    /** Most spans of one request. */
    static final int SPANS_MAX = 25_000;

    private static final int NAME_BYTES_MAX = 128;
    private static final int KEY_BYTES_MAX = 128;
    private static final int VALUE_BYTES_MAX = 16 << 10;
    private static final String STACKTRACE = "/stacktrace";
    private static final String[] SERVICE_LABELS = {"/component", "g.co/gae/app/module"};

    /** OpenTelemetry's kinds by the API's. */
    private static final int[] KINDS = {0, 2, 3};

    private final String projectId;
    private final int stacktraceBytesMax;
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final Texts texts = new Texts(builder);

    /**
     * An empty batch.
     *
     * @param projectId as the address has it
     * @param stacktraceBytesMax longest stack trace
     */
    PatchBatch(String projectId, int stacktraceBytesMax) {
        this.projectId = projectId;
        this.stacktraceBytesMax = stacktraceBytesMax;
    }

    /** The id of a trace that comes next. */
    TraceId trace(String traceProjectId, String traceId) throws MalformedRequestException {
        if (!traceProjectId.isEmpty() && !traceProjectId.equals(projectId)) {
            throw malformed("trace " + shortened(traceId) + " is of project " + shortened(traceProjectId)
                    + ", expected " + projectId + " as in the address, or none");
        }
        try {
            TraceId id = TraceId.parse(traceId);
            if (id.high() == 0 && id.low() == 0) {
                throw malformed("found the trace id 0, expected any other");
            }
            return id;
        } catch (StoreException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Lets a reader hold so many spans that are not added yet.
     *
     * @throws MalformedRequestException if they are more than a request may have
     */
    void requireRoom(int more) throws MalformedRequestException {
        if (builder.rowCount() + more > SPANS_MAX) {
            throw malformed("found over " + SPANS_MAX + " spans, expected at most so many in a request");
        }
    }

    void add(TraceId trace, PatchSpan span) throws MalformedRequestException {
        requireRoom(1);
        if (span.spanId == 0) {
            throw malformed("trace " + trace + " has a span with the id 0, expected any other");
        }
        String service = service(span);
        builder.resourceAttribute(texts.pair("service.name", service == null ? projectId : service));
        int resource = builder.resource(true, 0, 0, 0);
        int scope = builder.scope(new ScopeColumns.Fields(false, 0, 0, 0, 0));
        builder.startSpan()
                .resource(resource)
                .scope(scope)
                .traceId(trace.high(), trace.low())
                .spanId(span.spanId)
                .parentSpanId(span.parentSpanId)
                .startNanos(span.startNanos)
                .endNanos(span.endNanos)
                .kind(span.kind >= 0 && span.kind < KINDS.length ? KINDS[span.kind] : 0)
                .mark(SpanMark.REPLACES);
        if (service == null) {
            builder.mark(SpanMark.RESOURCE_ASSUMED);
        }
        name(span.name);
        for (Map.Entry<String, String> label : span.labels.entrySet()) {
            require(label);
            builder.attribute(texts.pair(label.getKey(), label.getValue()));
        }
        builder.endSpan();
    }

    private static @Nullable String service(PatchSpan span) {
        for (String label : SERVICE_LABELS) {
            String value = span.labels.getOrDefault(label, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return null;
    }

    private void name(String name) {
        byte[] bytes = Texts.bytes(name);
        int end = bytes.length;
        if (end > NAME_BYTES_MAX) {
            end = NAME_BYTES_MAX;
            while ((bytes[end] & 0xC0) == 0x80) {
                end--;
            }
            builder.mark(SpanMark.VALUE_CUT);
        }
        builder.name(builder.string(bytes, 0, end));
    }

    private void require(Map.Entry<String, String> label) throws MalformedRequestException {
        int keyBytes = label.getKey().getBytes(StandardCharsets.UTF_8).length;
        if (keyBytes == 0 || keyBytes >= KEY_BYTES_MAX) {
            throw malformed("the label key " + shortened(label.getKey()) + " has " + keyBytes + " bytes, expected 1 to "
                    + (KEY_BYTES_MAX - 1));
        }
        int most = label.getKey().equals(STACKTRACE) ? stacktraceBytesMax : VALUE_BYTES_MAX;
        int valueBytes = label.getValue().getBytes(StandardCharsets.UTF_8).length;
        if (valueBytes > most) {
            throw malformed("the label " + label.getKey() + " has a value of " + valueBytes
                    + " bytes, expected at most " + most);
        }
    }

    static String shortened(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "...";
    }

    static MalformedRequestException malformed(String message) {
        return new MalformedRequestException(message);
    }

    SpanBatch build() {
        return builder.build();
    }
}
