package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.Requests;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Keys made with the program's own command decide on every port who may send, who may read, and what of it. */
@Timeout(300)
final class KeysIT {
    private static final String SEARCH = "/api/spanhouse/v1/search";
    private static final int REQUESTS = 35;
    private static final long RELOAD_SECONDS_MAX = 20;

    @TempDir
    static Path directory;

    private static final SentSpans SHOP = new SentSpans();
    private static final SentSpans STOCK = new SentSpans();
    private static String shop;
    private static String stock;
    private static String gateway;
    private static PackagedServer server;

    @BeforeAll
    static void sendToTwoProjects() throws InvalidProtocolBufferException {
        shop = create("--project=shop", "--scope=ingest,query");
        stock = create("--project=stock", "--scope=ingest,query");
        gateway = create("--project=shop,stock", "--scope=ingest,query");
        server = PackagedServer.start(directory, "--keys.file=" + keysFile());
        List<byte[]> recording = Samples.recording();
        try (OtlpSender ofShop = new OtlpSender(server.ports(), bearer(shop));
                OtlpSender ofGateway = new OtlpSender(server.ports(), inProject(gateway, "stock"))) {
            for (int i = 0; i < REQUESTS; i++) {
                send(ofShop, Transport.GRPC, recording.get(i), SHOP);
                send(ofGateway, Transport.HTTP_PROTOBUF, recording.get(REQUESTS + i), STOCK);
            }
        }
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void projectsNeverCross() {
        ReadApi ofShop = new ReadApi(server.ports(), bearer(shop));
        ReadApi ofStock = new ReadApi(server.ports(), bearer(stock));
        SHOP.assertGotBack(ofShop);
        SHOP.assertFound(ofShop);
        STOCK.assertGotBack(ofStock);
        STOCK.assertFound(ofStock);
        STOCK.assertGotBack(new ReadApi(server.ports(), inProject(gateway, "stock")));
        Set<String> onlyStock = new TreeSet<>(STOCK.traceIds());
        onlyStock.removeAll(SHOP.traceIds());
        assertThat(onlyStock).isNotEmpty();
        String id = onlyStock.iterator().next();
        assertThat(status(ofShop, "GET", "/api/spanhouse/v1/traces/" + id)).isEqualTo(404);
        assertThat(status(ofShop, "GET", "/api/v0/traces/" + id)).isEqualTo(404);
        assertThat(status(new ReadApi(server.ports(), inProject(shop, "stock")), "POST", SEARCH))
                .isEqualTo(403);
        try (OtlpSender sender = new OtlpSender(server.ports(), inProject(shop, "stock"))) {
            byte[] body = Requests.spans(1).toByteArray();
            assertThat(sender.offer(Transport.GRPC, body).code()).isEqualTo("PERMISSION_DENIED");
            assertThat(sender.offer(Transport.HTTP_PROTOBUF, body).code()).isEqualTo("403");
        }
    }

    @Test
    void everyFormOfAKeyIsTaken() {
        byte[] body = Samples.recording().get(0);
        for (Map<String, String> headers : List.of(
                bearer(shop),
                Map.of(
                        "authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(("anybody:" + shop).getBytes(StandardCharsets.UTF_8))),
                Map.of("x-api-key", shop),
                Map.of("mackerel-api-key", shop))) {
            try (OtlpSender sender = new OtlpSender(server.ports(), headers)) {
                assertThat(sender.offer(Transport.GRPC, body).ok()).isTrue();
                assertThat(sender.offer(Transport.HTTP_PROTOBUF, body).ok()).isTrue();
            }
            assertThat(new ReadApi(server.ports(), headers).get("/services").get("services"))
                    .isNotEmpty();
        }
    }

    @Test
    void whoHasNoKeyInForceIsToldOnEveryPort() throws Exception {
        String revoked = create("--project=shop", "--scope=ingest,query,admin");
        PackagedServer.run("keys", "revoke", "--file=" + keysFile(), revoked.split("_", -1)[1]);
        String expired = create("--project=shop", "--scope=ingest,query,admin", "--days=1");
        Files.writeString(
                keysFile(),
                Files.readString(keysFile())
                        .replaceAll("(\"expires\"\\s*:\\s*)\"[^\"]+\"", "$1\"2020-01-01T00:00:00Z\""));
        String unknown = shop.substring(0, shop.length() - 4) + "0000";
        for (Map<String, String> headers :
                List.of(Map.<String, String>of(), bearer(unknown), bearer(revoked), bearer(expired))) {
            assertDenied(headers, "UNAUTHENTICATED", 401);
        }
    }

    @Test
    void scopesAreKeptApart() {
        String sendsOnly = create("--project=shop", "--scope=ingest");
        String readsOnly = create("--project=shop", "--scope=query");
        String operates = create("--project=shop", "--scope=admin");
        awaitInForce(operates, "/status", 200);
        assertDenied(bearer(operates), "PERMISSION_DENIED", 403, 200);
        assertThat(offers(bearer(readsOnly))).containsExactly("PERMISSION_DENIED", "403");
        assertThat(reads(bearer(readsOnly))).containsExactly(200, 200);
        assertThat(offers(bearer(sendsOnly))).containsExactly("OK", "200");
        assertThat(reads(bearer(sendsOnly))).containsExactly(403, 403);
        for (String open : List.of("/healthz", "/readyz", "/metrics")) {
            assertThat(new AdminPort(server.ports()).get(open).statusCode()).isEqualTo(200);
        }
    }

    /** A refusal must not cost the server, or the line, a body of any size. */
    @Test
    void refusalsComeBeforeTheBody() throws IOException {
        for (RawRequest request : List.of(
                new RawRequest(server.ports().http(), "/v1/traces", "application/x-protobuf"),
                new RawRequest(server.ports().query(), SEARCH, "application/json"),
                new RawRequest(server.ports().query(), "/api/v0/traces", "application/json"))) {
            assertThat(request.statusWithoutBody(50_000_000)).contains(" 401 ");
        }
        assertThat(GrpcHeaders.statusWithoutBody(server.ports().grpc())).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void spansOfOtherServicesAreAsIfTheyWereNotThere() throws Exception {
        ReadApi reader =
                new ReadApi(server.ports(), bearer(create("--project=shop", "--scope=query", "--service=frontend")));
        Awaitility.await()
                .atMost(RELOAD_SECONDS_MAX, TimeUnit.SECONDS)
                .until(() -> status(reader, "GET", "/api/spanhouse/v1/services") == 200);
        JsonNode services = reader.get("/services").get("services");
        assertThat(services).hasSize(1);
        assertThat(services.get(0).get("service").stringValue()).isEqualTo("frontend");
        Map<String, JsonNode> all = FoundTraces.all(new ReadApi(server.ports(), bearer(shop)), "{}");
        Map<String, JsonNode> seen = FoundTraces.all(reader, "{}");
        assertThat(seen.keySet()).isNotEmpty().isSubsetOf(all.keySet());
        int spans = 0;
        for (Map.Entry<String, JsonNode> trace : seen.entrySet()) {
            int visible = trace.getValue().get("spans").asInt();
            spans += visible;
            HttpResponse<byte[]> answer = reader.send(
                    "GET",
                    "/api/spanhouse/v1/traces/" + trace.getKey(),
                    "",
                    Map.of("Accept", "application/x-protobuf"));
            assertThat(services(answer.body())).containsOnly("frontend");
            assertThat(Integer.parseInt(answer.headers()
                            .firstValue("Spanhouse-Hidden-Spans")
                            .orElseThrow()))
                    .isEqualTo(SHOP.spanCount(trace.getKey()) - visible);
            assertThat(reader.mackerelTrace(trace.getKey()).get("spans")).hasSize(visible);
        }
        assertThat(services.get(0).get("spans").asInt()).isEqualTo(spans);
        Set<String> hidden = new TreeSet<>(all.keySet());
        hidden.removeAll(seen.keySet());
        assertThat(hidden).isNotEmpty();
        assertThat(status(reader, "GET", "/api/v0/traces/" + hidden.iterator().next()))
                .isEqualTo(403);
        String list = "{'serviceName':'%s','from':1,'to':4000000000,'perPage':100}";
        assertThat(reader.mackerelList(list.formatted("frontend")).get("results"))
                .isNotEmpty();
        assertThat(reader.mackerelList(list.formatted("cart")).get("results")).isEmpty();
    }

    @Test
    void aRunningServerTakesChangesOfKeys() {
        String key = create("--project=shop", "--scope=admin");
        awaitInForce(key, "/status", 200);
        assertThat(PackagedServer.run("keys", "list", "--file=" + keysFile()))
                .contains(key.split("_", -1)[1])
                .doesNotContain(key);
        PackagedServer.run("keys", "revoke", "--file=" + keysFile(), key.split("_", -1)[1]);
        awaitInForce(key, "/status", 401);
    }

    private static void awaitInForce(String key, String path, int status) {
        AdminPort admin = new AdminPort(server.ports(), bearer(key));
        Awaitility.await()
                .atMost(RELOAD_SECONDS_MAX, TimeUnit.SECONDS)
                .until(() -> admin.get(path).statusCode() == status);
    }

    private static void assertDenied(Map<String, String> headers, String grpcCode, int status) {
        assertDenied(headers, grpcCode, status, status);
    }

    private static void assertDenied(Map<String, String> headers, String grpcCode, int status, int adminStatus) {
        assertThat(offers(headers)).containsExactly(grpcCode, Integer.toString(status));
        assertThat(reads(headers)).containsExactly(status, status);
        assertThat(new AdminPort(server.ports(), headers).get("/status").statusCode())
                .isEqualTo(adminStatus);
    }

    /** What somebody with these headers is told who sends, by transport. */
    private static List<String> offers(Map<String, String> headers) {
        byte[] body = Samples.recording().get(0);
        try (OtlpSender sender = new OtlpSender(server.ports(), headers)) {
            return List.of(
                    sender.offer(Transport.GRPC, body).code(),
                    sender.offer(Transport.HTTP_PROTOBUF, body).code());
        }
    }

    /** What somebody with these headers is told who reads, in our own API and in Mackerel's. */
    private static List<Integer> reads(Map<String, String> headers) {
        ReadApi api = new ReadApi(server.ports(), headers);
        return List.of(
                status(api, "POST", SEARCH),
                status(
                        api,
                        "GET",
                        "/api/v0/traces/" + SHOP.traceIds().iterator().next()));
    }

    private static int status(ReadApi api, String method, String path) {
        return api.send(method, path, method.equals("POST") ? "{}" : "", Map.of("Content-Type", "application/json"))
                .statusCode();
    }

    private static Set<String> services(byte[] trace) throws InvalidProtocolBufferException {
        Set<String> services = new TreeSet<>();
        for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(trace).getResourceSpansList()) {
            resource.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .forEach(attribute -> services.add(attribute.getValue().getStringValue()));
        }
        return services;
    }

    private static void send(OtlpSender sender, Transport transport, byte[] body, SentSpans sent)
            throws InvalidProtocolBufferException {
        Answer answer = sender.offer(transport, body);
        assertThat(answer.ok()).as("%s", answer).isTrue();
        sent.add(ExportTraceServiceRequest.parseFrom(body));
    }

    private static Path keysFile() {
        return directory.resolve("keys.json");
    }

    private static String create(String... flags) {
        String[] words = new String[flags.length + 4];
        System.arraycopy(new String[] {"keys", "create", "--file=" + keysFile(), "--name=acceptance"}, 0, words, 0, 4);
        System.arraycopy(flags, 0, words, 4, flags.length);
        return PackagedServer.run(words);
    }

    private static Map<String, String> bearer(String key) {
        return Map.of("authorization", "Bearer " + key);
    }

    private static Map<String, String> inProject(String key, String project) {
        return Map.of("authorization", "Bearer " + key, "x-scope-orgid", project);
    }
}
