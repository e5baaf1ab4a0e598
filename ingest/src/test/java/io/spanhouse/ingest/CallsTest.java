package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.admission.Authenticator;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Sender;
import io.spanhouse.ingest.cloudtrace.PatchCallHandler;
import io.spanhouse.ingest.cloudtrace.WriteCallHandler;
import io.spanhouse.ingest.http.ExportProtocol;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import io.spanhouse.ingest.testing.TestServers.Setup;
import io.spanhouse.ingest.zipkin.ZipkinIngest;
import io.spanhouse.proto.cloudtrace.v2.BatchWriteSpansRequest;
import io.spanhouse.proto.cloudtrace.v2.Span;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** gRPC methods that write spans on somebody else's listener: frames, compression, memory, and what is no call. */
class CallsTest {
    private static final Map<String, String> GZIP_CALL = Map.of(
            "content-type", "application/grpc",
            "grpc-encoding", "gzip",
            "x-goog-request-params", "name=projects/default");
    /** What stands for the status of a call that was taken: it comes behind the body, where this client does not look. */
    private static final String IN_TRAILERS = "in trailers";

    private static final Map<String, String> PATCH_CALL = Map.of(
            "content-type", "application/grpc",
            "grpc-encoding", "gzip",
            "x-goog-request-params", "project_id=default");

    enum Method {
        EXPORT(ingest -> new PostHandler(ingest, new ExportProtocol(ingest)), GZIP_CALL),
        PATCH_TRACES(PatchCallHandler::new, PATCH_CALL),
        BATCH_WRITE_SPANS(WriteCallHandler::batch, GZIP_CALL),
        CREATE_SPAN(WriteCallHandler::one, GZIP_CALL),
        REPORT(ingest -> new ZipkinIngest(ingest, InstantSource.system()).reports(), GZIP_CALL);

        final Function<TraceIngest, Handler> handler;
        final Map<String, String> headers;

        Method(Function<TraceIngest, Handler> handler, Map<String, String> headers) {
            this.handler = handler;
            this.headers = headers;
        }
    }

    /** One method on a port of its own. */
    private static final class Listener implements AutoCloseable {
        private final Server server = new Server();
        private final ServerConnector connector = new ServerConnector(server);

        Listener(Handler handler) throws Exception {
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            server.setHandler(handler);
            server.start();
        }

        HttpResponse<byte[]> call(byte[] body, Map<String, String> headers) {
            return new HttpSender(connector.getLocalPort()).send("POST", "/", body, headers);
        }

        @Override
        public void close() throws Exception {
            server.stop();
        }
    }

    private static byte[] frame(int flag, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flag)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static String status(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("grpc-status").orElse(IN_TRAILERS);
    }

    @ParameterizedTest
    @EnumSource
    void whatInflatesTakesPermits(Method method) throws Exception {
        byte[] body = frame(1, Requests.gzip(new byte[3 << 20]));
        try (TestServers servers = new TestServers(Setup.DEFAULT.withPermitBytes(2 << 20));
                Listener listener = new Listener(method.handler.apply(servers.ingest))) {
            HttpResponse<byte[]> answer = listener.call(body, method.headers);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(status(answer)).isEqualTo("8");
            assertThat(servers.metrics.counts()).isEqualTo(Map.of("R too_large", 1L));
            eventually()
                    .untilAsserted(
                            () -> assertThat(servers.permits.bytesTaken()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoCallIsNotToldSuccess(Method method) throws Exception {
        try (TestServers servers = new TestServers();
                Listener listener = new Listener(method.handler.apply(servers.ingest))) {
            HttpResponse<byte[]> answer =
                    listener.call("{}".getBytes(StandardCharsets.UTF_8), Map.of("content-type", "application/json"));
            assertThat(answer.statusCode()).isEqualTo(415);
            assertThat(answer.headers().firstValue("grpc-message").orElse("")).contains("application/json");
            assertThat(servers.metrics.counts()).isEqualTo(Map.of("R content_type", 1L));
        }
    }

    @Test
    void compressedSpansAreTakenAndCountedAsInflated() throws Exception {
        byte[] message = Requests.spans(300).toByteArray();
        try (TestServers servers = new TestServers();
                Listener listener = new Listener(Method.EXPORT.handler.apply(servers.ingest))) {
            HttpResponse<byte[]> answer = listener.call(frame(1, Requests.gzip(message)), GZIP_CALL);
            assertThat(answer.body()).isEqualTo(frame(0, new byte[0]));
            assertThat(servers.sink.spans()).isEqualTo(300);
            assertThat(servers.metrics.counts().toString()).contains("" + message.length);
        }
    }

    @Test
    void framesThatAreNone() throws Exception {
        byte[] message = Requests.spans(1).toByteArray();
        byte[][] bodies = {
            {}, {0, 0, 0}, frame(2, message), frame(0, message), frame(1, message), frame(1, Requests.gzip(message)),
        };
        bodies[3][4]++;

        try (TestServers servers = new TestServers();
                Listener listener = new Listener(Method.EXPORT.handler.apply(servers.ingest))) {
            for (int i = 0; i < bodies.length; i++) {
                Map<String, String> headers = i == 5 ? Map.of("content-type", "application/grpc") : GZIP_CALL;
                assertThat(status(listener.call(bodies[i], headers)))
                        .as("body " + i)
                        .isEqualTo("3");
            }
            Map<String, String> unknown = Map.of("content-type", "application/grpc", "grpc-encoding", "br");
            assertThat(status(listener.call(frame(1, message), unknown))).isEqualTo("12");
            assertThat(servers.sink.spans()).isZero();
        }
    }

    /** OpenTelemetry's exporter for Node names the project in the message alone. */
    @ParameterizedTest
    @CsvSource({"shop,true", "bank,false", "other,false", "'',false"})
    void withoutARoutingHeaderTheMessageMustBeOfTheKeysProject(String project, boolean taken) throws Exception {
        Map<String, String> headers = Map.of("content-type", "application/grpc");
        Authenticator ofTwo = (given, peer) -> {
            String named = given.first("x-scope-orgid");
            if (named != null && !named.equals("shop") && !named.equals("bank")) {
                throw new RejectedException(RejectionKind.NOT_ALLOWED, "not of this key");
            }
            return "bank".equals(named) ? new Sender("key", 2, "bank", 0) : new Sender("key", 1, "shop", 0);
        };
        byte[] message = BatchWriteSpansRequest.newBuilder()
                .setName("projects/" + project)
                .addSpans(Span.newBuilder()
                        .setName("projects/" + project + "/traces/" + "a".repeat(32) + "/spans/" + "b".repeat(16))
                        .setSpanId("b".repeat(16)))
                .build()
                .toByteArray();
        try (TestServers servers = new TestServers(Setup.DEFAULT.withAuthenticator(ofTwo));
                Listener listener = new Listener(Method.BATCH_WRITE_SPANS.handler.apply(servers.ingest))) {
            HttpResponse<byte[]> answer = listener.call(frame(0, message), headers);
            assertThat(status(answer))
                    .as(new String(answer.body(), StandardCharsets.UTF_8))
                    .isEqualTo(taken ? IN_TRAILERS : "3");
            assertThat(servers.sink.spans()).isEqualTo(taken ? 1 : 0);
        }
    }
}
