package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.github.luben.zstd.Zstd;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.Http2Sender;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bodies that are refused as a whole, over both transports and three HTTP forms: the answer's code and retry hint, the
 * counter, that nothing is stored, that nothing stays held, and that the next request is served.
 */
class BadBodiesTest {
    private static final int LIMIT = 4 << 20;

    /**
     * One row.
     *
     * @param name number in the table of bad inputs, and what it is
     * @param body as sent
     * @param encoding claimed
     * @param grpc expected status
     * @param http expected status
     * @param counter expected to be 1, and the only one
     * @param message part of the message
     */
    private record Row(
            String name, byte[] body, String encoding, String grpc, int http, String counter, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final List<Row> ROWS = makeRows();

    static List<Row> rows() {
        return ROWS;
    }

    private static List<Row> makeRows() {
        List<Row> rows = new ArrayList<>(largeRows());
        rows.addAll(gzipRows());
        rows.addAll(otherEncodingRows());
        rows.addAll(malformedRows());
        return List.copyOf(rows);
    }

    private static byte[] good() {
        return Requests.spans(512).toByteArray();
    }

    private static Row large(String name, byte[] body, String encoding, String counter, String message) {
        return new Row(name, body, encoding, "RESOURCE_EXHAUSTED", 413, counter, message);
    }

    private static Row badEncoding(String name, byte[] body, String encoding, String message) {
        return new Row(name, body, encoding, "INVALID_ARGUMENT", 400, "bad_encoding", message);
    }

    private static Row malformed(String name, byte[] body, String encoding) {
        return new Row(name, body, encoding, "INVALID_ARGUMENT", 400, "malformed", "");
    }

    private static List<Row> largeRows() {
        byte[] zeros = new byte[200 << 20];
        return List.of(
                large("1 plain, a byte over", new byte[LIMIT + 1], "", "too_large", "" + LIMIT),
                large("1 plain, far over", new byte[LIMIT * 3], "", "too_large", "" + LIMIT * 3),
                large(
                        "1 small, but large in memory",
                        Requests.smallSpans(130_000).toByteArray(),
                        "",
                        "too_large",
                        "memory"),
                large("1 compressed, far over", new byte[LIMIT * 3], "gzip", "too_large", ""),
                large("2 gzip bomb", Requests.gzip(zeros), "gzip", "inflated_too_large", "" + LIMIT),
                large("2 zstd bomb", Zstd.compress(zeros), "zstd", "inflated_too_large", "" + LIMIT));
    }

    private static List<Row> gzipRows() {
        byte[] zip = Requests.gzip(good());
        byte[] badSum = zip.clone();
        badSum[zip.length - 6] ^= 1;
        byte[] badLength = zip.clone();
        badLength[zip.length - 1] ^= 1;
        byte[] damaged = zip.clone();
        damaged[zip.length / 2] ^= 0x55;
        return List.of(
                badEncoding("3 gzip cut", Arrays.copyOf(zip, zip.length / 2), "gzip", "cut"),
                badEncoding("3 gzip cut in trailer", Arrays.copyOf(zip, zip.length - 3), "gzip", "cut"),
                badEncoding("3 gzip cut in header", Arrays.copyOf(zip, 5), "gzip", "cut"),
                badEncoding("3 gzip of nothing, which gRPC would not call gzip", new byte[0], "gzip", "cut"),
                badEncoding("3 gzip check sum", badSum, "gzip", "check sum"),
                badEncoding("3 gzip length", badLength, "gzip", "trailer"),
                badEncoding("3 gzip damaged", damaged, "gzip", "gzip"),
                badEncoding("3 gzip claimed, plain sent", good(), "gzip", "1f 8b"),
                badEncoding("3 gzip and more", Arrays.copyOf(zip, zip.length + 9), "gzip", "1f 8b"),
                malformed("4 gzip in gzip", Requests.gzip(zip), "gzip"));
    }

    private static List<Row> otherEncodingRows() {
        byte[] good = good();
        byte[] zstd = Zstd.compress(good);
        return List.of(
                badEncoding("3 zstd cut", Arrays.copyOf(zstd, zstd.length / 2), "zstd", "zstd"),
                badEncoding("3 zstd claimed, gzip sent", Requests.gzip(good), "zstd", "zstd"),
                new Row("5 br", good, "br", "UNIMPLEMENTED", 415, "encoding", ""),
                new Row("5 lz4", good, "lz4", "UNIMPLEMENTED", 415, "encoding", ""));
    }

    private static List<Row> malformedRows() {
        byte[] good = good();
        byte[] random = new byte[5_000];
        new Random(7).nextBytes(random);
        return List.of(
                malformed("10 random bytes", random, ""),
                malformed("11 cut in a span", Arrays.copyOf(good, good.length * 3 / 5), ""),
                malformed("12 length of 2 GiB", new byte[] {10, -1, -1, -1, -1, 7, 1}, ""),
                malformed("12 negative length", new byte[] {10, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, ""),
                malformed("12 overlong varint", new byte[] {8, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, ""));
    }

    private static TestServers servers;

    @BeforeAll
    static void start() throws Exception {
        servers = new TestServers(TestServers.Setup.DEFAULT.withRequestBytesMax(LIMIT));
    }

    @AfterAll
    static void stop() throws Exception {
        servers.close();
    }

    @BeforeEach
    void forget() {
        servers.forget();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overGrpc(Row row) {
        assumeFalse(row.body.length == 0, "gRPC sends an empty message without encoding");
        try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
            Answer answer = client.export(row.body, row.encoding, Map.of());
            assertThat(answer.code()).as(answer.message()).isEqualTo(row.grpc);
            assertThat(answer.retryMillis()).isEqualTo(-1);
            assertThat(answer.message()).contains(row.message);
            assertRefused(row.counter);
            Answer next = client.export(Requests.spans(2).toByteArray(), "", Map.of());
            assertThat(next.code()).isEqualTo("OK");
            assertThat(servers.sink.spans()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overHttp1(Row row) {
        overHttp(row, new HttpSender(servers.http.port())::post);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void overHttp2(Row row) {
        try (Http2Sender client = new Http2Sender(servers.http.port())) {
            overHttp(row, client::post);
        }
    }

    private interface Post {
        Answer post(byte[] body, Map<String, String> headers);
    }

    private static void overHttp(Row row, Post client) {
        Map<String, String> headers = row.encoding.isEmpty()
                ? Map.of("content-type", "application/x-protobuf")
                : Map.of("content-type", "application/x-protobuf", "content-encoding", row.encoding);
        Answer answer = client.post(row.body, headers);
        assertThat(answer.code()).as(answer.message()).isEqualTo("" + row.http);
        assertThat(answer.retryMillis()).isEqualTo(-1);
        assertThat(answer.message()).contains(row.message);
        assertRefused(row.counter);
        Answer next = client.post(Requests.spans(2).toByteArray(), Map.of("content-type", "application/x-protobuf"));
        assertThat(next.code()).isEqualTo("200");
        assertThat(servers.sink.spans()).isEqualTo(2);
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() {
        ExportTraceServiceRequest request = Requests.spans(3);
        byte[] padding = new byte[LIMIT - request.getSerializedSize() - 6];
        byte[] body = request.toBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                1_000,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(ByteString.copyFrom(padding))
                                        .build())
                        .build())
                .build()
                .toByteArray();
        assertThat(body).hasSize(LIMIT);
        try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
            assertThat(client.export(body, "", Map.of()).code()).isEqualTo("OK");
            assertThat(client.export(Requests.gzip(body), "gzip", Map.of()).code())
                    .isEqualTo("OK");
        }
        HttpSender client = new HttpSender(servers.http.port());
        Map<String, String> headers = new HashMap<>(Map.of("content-type", "application/x-protobuf"));
        assertThat(client.post(body, headers).code()).isEqualTo("200");
        headers.put("content-encoding", "gzip");
        assertThat(client.post(Requests.gzip(body), headers).code()).isEqualTo("200");
        assertThat(servers.metrics.count("duplicate")).isEqualTo(9);
    }

    private static void assertRefused(String reason) {
        eventually()
                .untilAsserted(
                        () -> assertThat(servers.metrics.counts()).containsExactly(Map.entry("R " + reason, 1L)));
        assertThat(servers.sink.spans()).isZero();
        eventually().untilAsserted(() -> {
            assertThat(servers.permits.bytesTaken()).isZero();
            assertThat(servers.ingest.requestsInFlight()).isZero();
        });
    }
}
