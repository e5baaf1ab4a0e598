package io.spanhouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import io.spanhouse.ingest.testing.TestServers.Setup;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Requests of 60 MiB, below the limit of 64: taken whole over both transports; one byte too many and nothing of it is. */
final class LargeRequestTest {
    private static final int LIMIT_BYTES = 64 << 20;
    private static final int VALUE_LENGTH = 2_000;
    private static final int SPANS = 19_500;

    private static byte[] request() {
        Span.Builder[] spans = new Span.Builder[SPANS];
        for (int i = 0; i < SPANS; i++) {
            spans[i] = Requests.span()
                    .addAttributes(Requests.attribute("db.statement", ("select " + i + " ").repeat(VALUE_LENGTH / 8)));
        }
        return Requests.of(spans).toByteArray();
    }

    @Test
    void areTakenWholeOrNotAtAll() throws Exception {
        byte[] body = request();
        assertThat(body.length).isBetween(60 << 20, LIMIT_BYTES);
        Setup setup = Setup.DEFAULT.withRequestBytesMax(LIMIT_BYTES);
        try (TestServers servers = new TestServers(setup)) {
            long began = System.nanoTime();
            Answer answer =
                    new HttpSender(servers.http.port()).post(body, Map.of("content-type", "application/x-protobuf"));
            assertThat(answer.ok()).as("%s", answer).isTrue();
            assertThat(servers.sink.spans()).isEqualTo(SPANS);
            double httpMillis = (System.nanoTime() - began) / 1e6;
            servers.forget();
            began = System.nanoTime();
            try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
                answer = client.export(body, "", Map.of());
            }
            assertThat(answer.ok()).as("%s", answer).isTrue();
            assertThat(servers.sink.spans()).isEqualTo(SPANS);
            System.out.printf(
                    "hard case: a request of %d bytes; over HTTP %.0f ms; over gRPC %.0f ms%n",
                    body.length, httpMillis, (System.nanoTime() - began) / 1e6);
        }
        try (TestServers servers = new TestServers(setup.withRequestBytesMax(body.length - 1))) {
            Answer refused =
                    new HttpSender(servers.http.port()).post(body, Map.of("content-type", "application/x-protobuf"));
            assertThat(refused.code()).isEqualTo("413");
            assertThat(servers.sink.spans()).isZero();
        }
    }
}
