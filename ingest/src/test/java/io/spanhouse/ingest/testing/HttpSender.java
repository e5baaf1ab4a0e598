package io.spanhouse.ingest.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** An HTTP client that posts any bytes under any headers, and reads answers in the encoding they claim. */
public final class HttpSender {
    private final HttpClient client;
    private final int port;

    public HttpSender(int port, HttpClient.Version version) {
        this.port = port;
        this.client = HttpClient.newBuilder().version(version).build();
    }

    /** Posts to {@code /v1/traces}. */
    public Answer post(byte[] body, Map<String, String> headers) {
        return answer(send("POST", "/v1/traces", body, headers));
    }

    /** Sends anything. */
    public HttpResponse<byte[]> send(String method, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("no answer to " + method + " " + path, e);
        }
    }

    /** What an answer says. */
    public static Answer answer(HttpResponse<byte[]> response) {
        String type = response.headers().firstValue("content-type").orElse("");
        long retryMillis = response.headers()
                .firstValue("retry-after")
                .map(seconds -> Long.parseLong(seconds) * 1_000)
                .orElse(-1L);
        String code = String.valueOf(response.statusCode());
        try {
            if (response.statusCode() == 200) {
                ExportTraceServiceResponse.Builder body = ExportTraceServiceResponse.newBuilder();
                if (type.equals("application/json")) {
                    JsonFormat.parser().merge(text(response), body);
                } else {
                    body.mergeFrom(response.body());
                }
                return new Answer(
                        code,
                        body.getPartialSuccess().getErrorMessage(),
                        body.getPartialSuccess().getRejectedSpans(),
                        retryMillis);
            }
            return new Answer(code, message(type, response), 0, retryMillis);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "HTTP " + code + " with a body that is not " + type + ": " + text(response), e);
        }
    }

    private static String message(String type, HttpResponse<byte[]> response) throws InvalidProtocolBufferException {
        if (type.equals("application/x-protobuf")) {
            return Status.parseFrom(response.body()).getMessage();
        }
        if (type.equals("application/json")) {
            Status.Builder status = Status.newBuilder();
            JsonFormat.parser()
                    .usingTypeRegistry(com.google.protobuf.TypeRegistry.newBuilder()
                            .add(com.google.rpc.RetryInfo.getDescriptor())
                            .build())
                    .merge(text(response), status);
            return status.getMessage();
        }
        return text(response);
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
