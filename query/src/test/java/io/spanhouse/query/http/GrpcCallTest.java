package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames, statuses and trailers of calls, read bare: over HTTP/1.1, where trailers come in chunks and can be seen. */
final class GrpcCallTest {
    private HttpListener listener;

    @BeforeEach
    void start() throws IOException {
        List<Route> routes = List.of(
                GrpcCall.route("echo", "test.Service/Echo", (message, call) -> call.send(message)),
                GrpcCall.route("none", "test.Service/None", (message, call) -> {}),
                GrpcCall.route("stream", "test.Service/Stream", (message, call) -> {
                    for (int i = 0; i < 3; i++) {
                        call.send(new byte[] {(byte) ('a' + i)});
                    }
                    call.completeness(new Completeness(Completeness.Reason.TIME, List.of("the rest")));
                    if (message.length > 0) {
                        throw HttpFailure.notFound("no ü more");
                    }
                }),
                GrpcCall.route("fail", "test.Service/Fail", (message, call) -> {
                    throw new HttpFailure(
                            Integer.parseInt(new String(message, StandardCharsets.UTF_8)), QueryRefusal.COST, "so");
                }));
        listener = new HttpListener(
                QueryOptions.defaults().listener(),
                new Router(routes),
                List.of(),
                new HttpListener.Parts(
                        new MemoryTraceStore(), KeyRing.open(), QueryOptions.Limits.DEFAULT, QueryMetrics.NONE));
        listener.start();
    }

    @AfterEach
    void stop() throws IOException {
        listener.close();
    }

    private static String frame(int flag, String message) {
        byte[] header =
                ByteBuffer.allocate(5).put((byte) flag).putInt(message.length()).array();
        return new String(header, StandardCharsets.ISO_8859_1) + message;
    }

    private String call(String method, String body, String... headers) throws IOException {
        return post("application/grpc+proto", method, body, headers);
    }

    private String post(String type, String method, String body, String... headers) throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
            client.send("POST /test.Service/" + method
                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTE: trailers\r\n"
                    + "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n" + more
                    + "\r\n" + body);
            return client.readAll();
        }
    }

    @Test
    void oneMessageEachWay() throws IOException {
        assertThat(call("Echo", frame(0, "hello")))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Type: application/grpc\r\n")
                .contains(frame(0, "hello"))
                .endsWith("grpc-status: 0\r\n\r\n");
        assertThat(call("None", frame(0, ""))).endsWith("grpc-status: 0\r\n\r\n");
    }

    @Test
    void compressedMessage() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write("hello".getBytes(StandardCharsets.UTF_8));
        }
        String compressed = frame(1, out.toString(StandardCharsets.ISO_8859_1));
        assertThat(call("Echo", compressed, "grpc-encoding: gzip")).contains(frame(0, "hello"));
        assertThat(call("Echo", compressed, "grpc-encoding: br")).contains("grpc-status: 12\r\n");
        assertThat(call("Echo", frame(1, "hello"), "grpc-encoding: gzip")).contains("grpc-status: 3\r\n");
    }

    @Test
    void messagesBeforeAFailureAreThere() throws IOException {
        assertThat(call("Stream", frame(0, "x")))
                .contains(frame(0, "a"))
                .contains(frame(0, "c"))
                .contains("grpc-status: 5\r\n")
                .contains("grpc-message: no %C3%BC more\r\n")
                .contains("Spanhouse-Partial: time budget used up\r\n");
        assertThat(call("Stream", frame(0, ""))).contains(frame(0, "c")).contains("grpc-status: 0\r\n");
    }

    @ParameterizedTest
    @CsvSource({"400,3", "401,16", "403,7", "404,5", "413,8", "429,8", "500,13", "501,12", "503,14", "504,4"})
    void statusesOfFailures(String http, int grpc) throws IOException {
        assertThat(call("Fail", frame(0, http)))
                .startsWith("HTTP/1.1 200")
                .contains("grpc-status: " + grpc + "\r\n")
                .contains("grpc-message: so\r\n");
    }

    @Test
    void whatIsNoCallIsRefused() throws IOException {
        for (String body : List.of("", "abc", frame(0, "a") + "b", frame(2, "a"), frame(0, "a") + frame(0, "b"))) {
            assertThat(call("Echo", body)).startsWith("HTTP/1.1 200").contains("grpc-status: 3\r\n");
        }
        assertThat(call("Other", frame(0, ""))).contains("grpc-status: 12\r\n");
    }

    @Test
    void whatDoesNotSpeakGrpcIsNotToldSuccess() throws IOException {
        assertThat(post("application/json", "Echo", "{}"))
                .startsWith("HTTP/1.1 415")
                .contains("grpc-status: 12\r\n")
                .contains("grpc-message: found Content-Type application/json, expected application/grpc\r\n");
    }
}
