package io.spanhouse.ingest;

import io.spanhouse.ingest.cloudtrace.PatchCallHandler;
import io.spanhouse.ingest.cloudtrace.PatchHandler;
import io.spanhouse.ingest.cloudtrace.WriteCallHandler;
import io.spanhouse.ingest.cloudtrace.WriteHandler;
import io.spanhouse.ingest.http.ExportProtocol;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.scripts.ScriptImport;
import io.spanhouse.ingest.zipkin.ZipkinIngest;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.server.Handler;

/**
 * A path on somebody else's listener at which spans are taken: of protocols that share a port with what reads them.
 *
 * @param method the HTTP method
 * @param path the path, or a template with names in braces
 * @param handler takes the spans; started and stopped, once, with the listener
 */
public record SpanRoute(String method, String path, Handler handler) {
    private static final String WRITING = "/google.devtools.cloudtrace.v2.TraceService/";

    /**
     * Where Zipkin's clients send.
     *
     * @param clock for spans that say nothing about their time
     */
    public static List<SpanRoute> zipkin(TraceIngest ingest, InstantSource clock) {
        ZipkinIngest zipkin = new ZipkinIngest(ingest, clock);
        return List.of(
                new SpanRoute("POST", "/api/v2/spans", zipkin.spans()),
                new SpanRoute("POST", "/api/v1/spans", zipkin.oldSpans()),
                new SpanRoute("POST", "/zipkin.proto3.SpanService/Report", zipkin.reports()));
    }

    /** Where clients of Google's Cloud Trace API send; the Java one sends a POST that says it means PATCH. */
    public static List<SpanRoute> cloudTrace(TraceIngest ingest) {
        String path = "/v1/projects/{projectId}/traces";
        return List.of(
                new SpanRoute("PATCH", path, new PatchHandler(ingest)),
                new SpanRoute("POST", path, new PatchHandler(ingest)),
                new SpanRoute(
                        "POST",
                        "/google.devtools.cloudtrace.v1.TraceService/PatchTraces",
                        new PatchCallHandler(ingest)),
                new SpanRoute("POST", "/v2/projects/{projectId}/traces:batchWrite", WriteHandler.batch(ingest)),
                new SpanRoute(
                        "POST", "/v2/projects/{projectId}/traces/{traceId}/spans/{spanId}", WriteHandler.one(ingest)),
                new SpanRoute("POST", WRITING + "BatchWriteSpans", WriteCallHandler.batch(ingest)),
                new SpanRoute("POST", WRITING + "CreateSpan", WriteCallHandler.one(ingest)));
    }

    /** Where Jaeger sends what it stores elsewhere: OTLP's own method, for listeners that have other methods of gRPC. */
    public static List<SpanRoute> otlpGrpc(TraceIngest ingest) {
        return List.of(new SpanRoute(
                "POST",
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
                new PostHandler(ingest, new ExportProtocol(ingest))));
    }

    /** Where spans of scripts come that are not OTLP, and announcements of deployments. */
    public static List<SpanRoute> scripts(TraceIngest ingest, InstantSource clock) {
        ScriptImport scripts = new ScriptImport(ingest, clock);
        return List.of(
                new SpanRoute("POST", "/api/spanhouse/v1/scripts/import", scripts.spans()),
                new SpanRoute("POST", "/api/spanhouse/v1/scripts/deployments", scripts.deployments()));
    }
}
