package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.ClientTrust;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ListenerTls;
import io.spanhouse.storage.access.ReloadingKeyManager;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.MemoryTraceStore;
import io.spanhouse.storage.testing.TestAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both protocols under TLS, with certificates of clients and without, and with a certificate that has ended. */
final class TlsTest {
    private final TestAuthority authority = new TestAuthority("authority");

    @TempDir
    private Path directory;

    private ReloadingKeyManager certificate(TestAuthority.Pair pair) throws IOException {
        pair.write(directory.resolve("a.crt"), directory.resolve("a.key"));
        return new ReloadingKeyManager(directory.resolve("a.crt"), directory.resolve("a.key"), StoreClock.SYSTEM);
    }

    private static QueryServer server(ListenerTls tls, KeyRing keys) throws IOException {
        QueryServer server = QueryServer.main(
                QueryOptions.defaults().at(new QueryOptions.Listener("127.0.0.1", 0, tls, 16)),
                new QueryServer.Source(new MemoryTraceStore(), keys, QueryMetrics.NONE, Running.NO_DOCUMENTS),
                List.of());
        server.start();
        return server;
    }

    private HttpResponse<String> get(QueryServer server, HttpClient.Version version, TestAuthority.@Nullable Pair shown)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(authority.context(shown))
                .build();
        URI uri = URI.create("https://localhost:" + server.port() + "/api/spanhouse/v1/services");
        HttpResponse<String> response =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(version);
        return response;
    }

    @Test
    void bothProtocols() throws Exception {
        ReloadingKeyManager manager = certificate(authority.issue("a", "DNS:localhost"));
        try (QueryServer server = server(ListenerTls.of(manager), KeyRing.open())) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                assertThat(get(server, version, null).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void clientsStayAwayFromACertificateThatHasEndedAndTheOperatorIsTold() throws Exception {
        ReloadingKeyManager manager = certificate(authority.issueEnded("a", "DNS:localhost"));
        try (QueryServer server = server(ListenerTls.of(manager), KeyRing.open())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> get(server, HttpClient.Version.HTTP_1_1, null));
        }
        assertThat(new AccessFiles(KeyRing.open(), manager, null).problems(Instant.now()))
                .singleElement()
                .asString()
                .contains("ended at");
    }

    @Test
    void certificatesOfClientsStandForKeys() throws Exception {
        TestAuthority.replace(directory.resolve("authorities.pem"), authority.pem());
        ClientTrust trust = new ClientTrust(directory.resolve("authorities.pem"), StoreClock.SYSTEM);
        Path file = directory.resolve("keys.json");
        KeyAdministration administration = new KeyAdministration(file, Clock.systemUTC());
        for (Scope scope : List.of(Scope.QUERY, Scope.INGEST)) {
            administration.create(new KeyAdministration.NewKey(
                    "test",
                    List.of("shop"),
                    Set.of(scope),
                    null,
                    List.of(),
                    "URI:spiffe://shop/" + scope.text(),
                    null,
                    null));
        }
        ReloadingKeyManager manager = certificate(authority.issue("a", "DNS:localhost"));
        try (QueryServer server =
                server(new ListenerTls(manager, trust, false), KeyRing.of(file, trust, StoreClock.SYSTEM))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                assertThat(get(server, version, null).statusCode()).isEqualTo(401);
                assertThat(get(server, version, authority.issue("a", "URI:spiffe://bank/query")))
                        .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(401))
                        .satisfies(refused -> assertThat(refused.body()).contains("URI:spiffe://bank/query"));
                assertThat(get(server, version, authority.issue("a", "URI:spiffe://shop/ingest")))
                        .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(403))
                        .satisfies(refused -> assertThat(refused.body()).contains("lacks the scope query"));
                assertThat(get(server, version, authority.issue("a", "URI:spiffe://shop/query"))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
        try (QueryServer server = server(new ListenerTls(manager, trust, true), KeyRing.open(trust))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> get(server, version, null));
                assertThat(get(server, version, authority.issue("a", "DNS:anybody"))
                                .statusCode())
                        .isEqualTo(200);
            }
        }
    }
}
