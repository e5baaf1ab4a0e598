package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.ingest.otlp.OtlpJsonPrinter;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Sends requests to a server over any transport, on connections of its own. */
final class OtlpSender implements AutoCloseable {
    private final GrpcClient grpc;
    private final HttpSender http;
    private final Map<String, String> headers;
    private final OtlpJsonPrinter printer;

    OtlpSender(Ports ports) {
        this(ports, Map.of());
    }

    /** @param headers sent with each request, such as a key */
    OtlpSender(Ports ports, Map<String, String> headers) {
        this.grpc = new GrpcClient(ports.grpc());
        this.http = new HttpSender(ports.http());
        this.headers = headers;
        this.printer = new OtlpJsonPrinter(new Random(1));
    }

    /** Sends a request that must be taken whole. */
    void send(Transport transport, ExportTraceServiceRequest request) {
        Answer answer = transport == Transport.HTTP_JSON
                ? postJson(printer.print(request))
                : offer(transport, request.toByteArray());
        assertThat(answer.ok()).as("%s", answer).isTrue();
        assertThat(answer.rejectedSpans()).as("%s", answer).isZero();
    }

    /** Sends the bytes of a request; the answer is whatever it is. */
    Answer offer(Transport transport, byte[] body) {
        return switch (transport) {
            case GRPC -> grpc.export(body, "", headers);
            case GRPC_GZIP -> grpc.export(Requests.gzip(body), "gzip", headers);
            case HTTP_PROTOBUF -> post(body, "application/x-protobuf", "");
            case HTTP_PROTOBUF_GZIP -> post(Requests.gzip(body), "application/x-protobuf", "gzip");
            case HTTP_JSON -> throw new IllegalArgumentException("JSON is text");
        };
    }

    /** Sends a request that is JSON already. */
    Answer postJson(String body) {
        return post(body.getBytes(StandardCharsets.UTF_8), "application/json", "");
    }

    private Answer post(byte[] body, String type, String encoding) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", type);
        if (!encoding.isEmpty()) {
            all.put("Content-Encoding", encoding);
        }
        return http.post(body, all);
    }

    @Override
    public void close() {
        grpc.close();
    }
}
