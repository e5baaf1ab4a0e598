package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.testing.Requests;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the operator's port says of a server that works. */
@Timeout(300)
final class AdminIT {
    private static final int SPANS = 7;

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static AdminPort admin;

    @BeforeAll
    static void start() {
        server = PackagedServer.start(directory, AdminPort.SEAL_SOON);
        admin = new AdminPort(server.ports());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void probesSayThatItIsWell() {
        assertThat(admin.get("/healthz").statusCode()).isEqualTo(200);
        assertThat(admin.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(admin.get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void statusTellsWhatIsKeptAndHow() {
        HttpResponse<String> answer = admin.get("/status");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode status = Samples.json(answer.body());
        assertThat(status.get("version").stringValue()).matches("\\d+\\..*");
        assertThat(status.get("keys").stringValue()).isEqualTo("none");
        JsonNode store = status.get("store");
        assertThat(store.get("durability").stringValue()).isEqualToIgnoringCase("sync");
        assertThat(store.get("accepting").asBoolean()).isTrue();
        assertThat(store.get("alarms")).isEmpty();
        JsonNode partition = store.get("partitions").get(0);
        assertThat(partition.get("journalNextOffset").asLong())
                .isGreaterThanOrEqualTo(partition.get("journalSealedOffset").asLong());
        assertThat(status.get("retention").get("ageSeconds").asLong()).isEqualTo(30L * 24 * 3600);
        assertThat(status.get("memory").get("heapBytes").asLong())
                .isEqualTo(status.get("memory").get("totalBytes").asLong() / 2);
    }

    @Test
    void figuresAreThoseOfWhatWasDone() {
        MetricsText before = admin.metrics();
        try (OtlpSender sender = new OtlpSender(server.ports())) {
            byte[] body = Requests.spans(SPANS).toByteArray();
            sender.offer(Transport.GRPC, body);
            sender.offer(Transport.HTTP_PROTOBUF, body);
            assertThat(sender.postJson("no JSON").code()).isEqualTo("400");
        }
        new ReadApi(server.ports()).get("/services");
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> {
                    MetricsText now = admin.metrics();
                    for (String transport : List.of("grpc", "http_protobuf")) {
                        assertThat(now.sum(
                                        "spanhouse_ingest_spans_total",
                                        "transport=\"" + transport + "\"",
                                        "project=\"default\""))
                                .isEqualTo(SPANS);
                    }
                    assertThat(now.sum("spanhouse_ingest_requests_rejected_total", "reason=\"malformed\""))
                            .isEqualTo(1);
                    assertThat(now.sum("spanhouse_ingest_spans_duplicate_total"))
                            .isEqualTo(SPANS);
                    assertThat(more(before, now, "spanhouse_journal_records_total"))
                            .isEqualTo(2);
                    assertThat(more(before, now, "spanhouse_journal_sync_seconds_count"))
                            .isPositive();
                    assertThat(more(before, now, "spanhouse_journal_sync_seconds_sum"))
                            .isPositive();
                    assertThat(now.sum("spanhouse_maintenance_spans_total", "work=\"seal\""))
                            .isEqualTo(SPANS);
                    assertThat(now.sum("spanhouse_blocks_spans")).isEqualTo(SPANS);
                    assertThat(now.sum("spanhouse_rocksdb_files")).isPositive();
                    assertThat(now.sum("spanhouse_query_seconds_count", "kind=\"services\"", "status=\"2xx\""))
                            .isPositive();
                });
        MetricsText now = admin.metrics();
        assertThat(now.sum("spanhouse_memory_used_bytes", "share=\"heap\""))
                .isBetween(1.0, now.sum("spanhouse_memory_budget_bytes", "share=\"heap\""));
        assertThat(now.types()).containsKeys("jvm_memory_used_bytes", "jvm_threads_live_threads", "process_cpu_usage");
    }

    private static double more(MetricsText before, MetricsText now, String name) {
        return now.sum(name) - before.sum(name);
    }
}
