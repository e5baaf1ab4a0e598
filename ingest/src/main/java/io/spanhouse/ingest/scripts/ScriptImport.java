package io.spanhouse.ingest.scripts;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostProtocol;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What takes spans of scripts that do not come as OTLP, for the listener that has the paths. Answered when they are on disk, in
 * the form of our own API.
 */
public final class ScriptImport {
    /** Most bytes of a body: as text it takes several times that in memory. */
    static final int BYTES_MAX = 8 << 20;

    private static final long NANOS_A_SECOND = 1_000_000_000L;
    private static final Set<String> STATES = Set.of("started", "ready", "undeployed");
    private static final Set<String> MEMBERS = Set.of("script", "status", "deploymentId", "version");

    private final TraceIngest ingest;
    private final InstantSource clock;
    private final Random random = new SecureRandom();

    /**
     * An offer of handlers.
     *
     * @param clock when a deployment was announced
     */
    public ScriptImport(TraceIngest ingest, InstantSource clock) {
        this.ingest = ingest;
        this.clock = clock;
    }

    /** For {@code POST /api/spanhouse/v1/scripts/import}. */
    public Handler spans() {
        return handler((number, object) -> new ConsoleSpan(number, object).translate());
    }

    /** For {@code POST /api/spanhouse/v1/scripts/deployments}. */
    public Handler deployments() {
        return handler(this::announcement);
    }

    /** Makes a span of an object. */
    @FunctionalInterface
    private interface Translation {
        ResourceSpans spans(int number, Map<String, Object> object) throws MalformedRequestException;
    }

    private ResourceSpans announcement(int number, Map<String, Object> object) throws MalformedRequestException {
        for (Map.Entry<String, Object> member : object.entrySet()) {
            if (!MEMBERS.contains(member.getKey()) || !(member.getValue() instanceof String)) {
                throw new MalformedRequestException("announcement " + number + ": member " + member.getKey()
                        + " is not one of the texts script, status, deploymentId, version");
            }
        }
        Object script = object.getOrDefault("script", "");
        Object status = object.getOrDefault("status", "");
        if (script.equals("")) {
            throw new MalformedRequestException("announcement " + number + ": script is missing");
        }
        if (!STATES.contains(status.toString())) {
            throw new MalformedRequestException(
                    "announcement " + number + ": status is '" + status + "', expected started, ready or undeployed");
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("script.name", script);
        attributes.put("script.deployment.status", status);
        putGiven(object, "deploymentId", "deployment_id", attributes);
        putGiven(object, "version", "deployment.version", attributes);
        Instant now = clock.instant();
        long nanos = now.getEpochSecond() * NANOS_A_SECOND + now.getNano();
        Span span = Span.newBuilder()
                .setTraceId(id(2 * Long.BYTES))
                .setSpanId(id(Long.BYTES))
                .setName("script.deployment")
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(nanos)
                .setEndTimeUnixNano(nanos)
                .addAllAttributes(ConsoleSpan.keyValues(attributes))
                .build();
        return ResourceSpans.newBuilder()
                .setResource(
                        Resource.newBuilder().addAllAttributes(ConsoleSpan.keyValues(Map.of("service.name", script))))
                .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                .build();
    }

    private static void putGiven(Map<String, Object> from, String member, String key, Map<String, Object> into) {
        Object value = from.get(member);
        if (value != null) {
            into.put(key, value);
        }
    }

    private ByteString id(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        // An id of zeros only is none.
        bytes[0] |= 1;
        return ByteString.copyFrom(bytes);
    }

    private Handler handler(Translation translation) {
        RequestReader otlp = ingest.otlp(RequestFormat.PROTOBUF);
        RequestReader reader = body -> read(body, translation, otlp);
        return new PostHandler(ingest, new PostProtocol() {
            @Override
            public Transport transport() {
                return Transport.HTTP_JSON;
            }

            @Override
            public RequestReader reader(HttpFields headers) {
                return reader;
            }

            @Override
            public Answering answering(Request request, Response response, Callback callback) {
                return new ScriptAnswers(request, response, callback);
            }
        });
    }

    private static WalkResult read(ByteSlice body, Translation translation, RequestReader otlp)
            throws MalformedRequestException, RejectedException {
        if (body.length > BYTES_MAX) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.TOO_LARGE,
                    "the body has " + body.length + " bytes, at most " + BYTES_MAX + " are taken in this form");
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        JsonTree.objects(
                body.array,
                body.offset,
                body.length,
                (number, object) -> request.addResourceSpans(translation.spans(number, object)));
        return otlp.read(new ByteSlice().set(request.build().toByteArray()));
    }
}
