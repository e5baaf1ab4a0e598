package io.spanhouse.ingest.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.spanhouse.ingest.admission.RequestHeaders;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** An HTTP/1.1 client that posts any bytes under any headers, and reads answers in the encoding they claim. */
public final class HttpSender {
    private final HttpClient client;
    private final int port;

    public HttpSender(int port) {
        this.port = port;
        this.client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
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
        return answer(
                response.statusCode(),
                name -> response.headers().firstValue(name).orElse(null),
                response.body());
    }

    /** What an answer says. */
    public static Answer answer(int status, RequestHeaders headers, byte[] body) {
        String type = String.valueOf(headers.first("content-type"));
        String retryAfter = headers.first("retry-after");
        long retryMillis = retryAfter == null ? -1 : Long.parseLong(retryAfter) * 1_000;
        try {
            if (status == 200) {
                ExportTraceServiceResponse.Builder response = ExportTraceServiceResponse.newBuilder();
                if (type.equals("application/json")) {
                    JsonFormat.parser().merge(text(body), response);
                } else {
                    response.mergeFrom(body);
                }
                return new Answer(
                        "200",
                        response.getPartialSuccess().getErrorMessage(),
                        response.getPartialSuccess().getRejectedSpans(),
                        retryMillis);
            }
            return new Answer(String.valueOf(status), message(type, body), 0, retryMillis);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "HTTP " + status + " with a body that is not " + type + ": " + text(body), e);
        }
    }

    private static String message(String type, byte[] body) throws InvalidProtocolBufferException {
        if (type.equals("application/x-protobuf")) {
            return Status.parseFrom(body).getMessage();
        }
        if (type.equals("application/json")) {
            Status.Builder status = Status.newBuilder();
            JsonFormat.parser()
                    .usingTypeRegistry(TypeRegistry.newBuilder()
                            .add(RetryInfo.getDescriptor())
                            .build())
                    .merge(text(body), status);
            return status.getMessage();
        }
        return text(body);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
