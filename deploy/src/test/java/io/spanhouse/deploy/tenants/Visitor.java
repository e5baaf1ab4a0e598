package io.spanhouse.deploy.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls any entry, over HTTP or gRPC, with any headers. */
final class Visitor implements AutoCloseable {
    private static final int TIMEOUT_SECONDS = 20;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, ManagedChannel> channels = new HashMap<>();

    /** Calls a path; a body that is empty is none. */
    Heard http(int port, String method, String pathAndQuery, String body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery))
                .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String type = answer.headers().firstValue("Content-Type").orElse("");
            try (InputStream in = answer.body()) {
                byte[] read = type.equals("text/event-stream") ? in.readNBytes(1) : in.readAllBytes();
                return new Heard(Integer.toString(answer.statusCode()), type, new String(read, ISO_8859_1));
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + method + " " + pathAndQuery, e);
        }
    }

    /** Calls a method of gRPC with one message. */
    Heard grpc(int port, String path, byte[] message, Map<String, String> headers) {
        ManagedChannel channel = channels.computeIfAbsent(
                port,
                absent -> ManagedChannelBuilder.forAddress("127.0.0.1", absent)
                        .usePlaintext()
                        .build());
        ClientCall<byte[], byte[]> call = channel.newCall(
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(MethodType.BIDI_STREAMING)
                        .setFullMethodName(path.substring(1))
                        .setRequestMarshaller(new Bytes())
                        .setResponseMarshaller(new Bytes())
                        .build(),
                CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS));
        Metadata metadata = new Metadata();
        headers.forEach((name, value) -> metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        Listening listening = new Listening(call, path.endsWith("Health/Watch"));
        call.start(listening, metadata);
        call.sendMessage(message);
        call.halfClose();
        call.request(Integer.MAX_VALUE);
        return listening.heard.join();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }

    /** Collects messages until the end, or the first one of what goes on. */
    private static final class Listening extends ClientCall.Listener<byte[]> {
        private final ClientCall<byte[], byte[]> call;
        private final boolean goesOn;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Heard> heard = new CompletableFuture<>();

        Listening(ClientCall<byte[], byte[]> call, boolean goesOn) {
            this.call = call;
            this.goesOn = goesOn;
        }

        @Override
        public void onMessage(byte[] message) {
            text.append(new String(message, ISO_8859_1));
            if (goesOn) {
                heard.complete(new Heard("OK", "", text.toString()));
                call.cancel("enough", null);
            }
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            String description = status.getDescription();
            heard.complete(
                    new Heard(status.getCode().name(), "", text + (description == null ? "" : "\n" + description)));
        }
    }

    /** Messages as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
