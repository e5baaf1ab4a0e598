package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.admission.KeyRingAuthenticator;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import io.spanhouse.storage.access.ClientTrust;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ListenerTls;
import io.spanhouse.storage.access.ReloadingKeyManager;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both listeners with TLS: certificates that change while they run, and certificates of clients. */
class TlsTest {
    private static final String ADDRESS = "IP:127.0.0.1";

    private final TestAuthority authority = new TestAuthority("authority");
    private final TestAuthority.Pair client = authority.issue("collector", "DNS:collector.example");

    @TempDir
    private Path directory;

    private TestServers servers;

    /** With a certificate of this name. */
    private ReloadingKeyManager start(String name) throws Exception {
        authority.issue(name, ADDRESS).write(certificate(), key());
        return new ReloadingKeyManager(certificate(), key(), StoreClock.SYSTEM);
    }

    private void startPlainOfClients() throws Exception {
        servers = new TestServers(TestServers.Setup.DEFAULT.withListener(
                ListenerOptions.plain("127.0.0.1", 0).withTls(ListenerTls.of(start("one")))));
    }

    /** Certificates of clients stand for keys. */
    private void startForClients(boolean required) throws Exception {
        TestAuthority.replace(directory.resolve("authorities.pem"), authority.pem());
        ClientTrust trust = new ClientTrust(directory.resolve("authorities.pem"), StoreClock.SYSTEM);
        Path keys = directory.resolve("keys.json");
        new KeyAdministration(keys, Clock.systemUTC())
                .create(new KeyAdministration.NewKey(
                        "collector",
                        List.of("shop"),
                        Set.of(Scope.INGEST),
                        null,
                        List.of(),
                        "DNS:collector.example",
                        null,
                        null));
        servers = new TestServers(TestServers.Setup.DEFAULT
                .withListener(
                        ListenerOptions.plain("127.0.0.1", 0).withTls(new ListenerTls(start("one"), trust, required)))
                .withAuthenticator(new KeyRingAuthenticator(
                        KeyRing.of(keys, trust, StoreClock.SYSTEM), project -> 7, caller -> 0)));
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private Path certificate() {
        return directory.resolve("live.crt");
    }

    private Path key() {
        return directory.resolve("live.key");
    }

    private ManagedChannel channel(TestAuthority.Pair shown) throws IOException {
        TlsChannelCredentials.Builder credentials =
                TlsChannelCredentials.newBuilder().trustManager(authority.trust());
        if (shown != null) {
            credentials.keyManager(
                    new ByteArrayInputStream(shown.certificatePem().getBytes(StandardCharsets.US_ASCII)),
                    new ByteArrayInputStream(shown.keyPem().getBytes(StandardCharsets.US_ASCII)));
        }
        return NettyChannelBuilder.forAddress("127.0.0.1", servers.grpc.port(), credentials.build())
                .build();
    }

    private Status.Code overGrpc(TestAuthority.Pair shown) throws IOException {
        ManagedChannel channel = channel(shown);
        try {
            TraceServiceGrpc.newBlockingStub(channel).export(Requests.spans(5));
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
        }
    }

    private HttpResponse<String> overHttp(TestAuthority.Pair shown, HttpClient.Version version)
            throws IOException, InterruptedException {
        HttpClient over = HttpClient.newBuilder()
                .version(version)
                .sslContext(authority.context(shown))
                .build();
        return over.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + servers.http.port() + "/v1/traces"))
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                Requests.spans(5).toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    void spansComeThroughIt(HttpClient.Version version) throws Exception {
        startPlainOfClients();
        assertThat(overGrpc(null)).isEqualTo(Status.Code.OK);
        HttpResponse<String> response = overHttp(null, version);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(version);
        assertThat(servers.sink.spans()).isEqualTo(10);
    }

    @Test
    void aNewCertificateIsTakenAndOpenConnectionsStay() throws Exception {
        startPlainOfClients();
        ManagedChannel open = channel(null);
        try {
            TraceServiceGrpc.TraceServiceBlockingStub stub = TraceServiceGrpc.newBlockingStub(open);
            stub.export(Requests.spans(1));
            assertThat(servedName(servers.grpc.port())).isEqualTo("CN=one");
            assertThat(servedName(servers.http.port())).isEqualTo("CN=one");
            authority
                    .issue("two", "RSA", Instant.now().plus(Duration.ofDays(1)), ADDRESS)
                    .write(certificate(), key());
            for (int port : new int[] {servers.grpc.port(), servers.http.port()}) {
                eventually().untilAsserted(() -> assertThat(servedName(port)).isEqualTo("CN=two"));
            }
            stub.export(Requests.spans(1));
            assertThat(servers.sink.spans()).isEqualTo(2);
        } finally {
            open.shutdownNow();
        }
    }

    private String servedName(int port) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) authority.context(null).getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    @Test
    void plainTextIsNotServed() throws Exception {
        startPlainOfClients();
        for (int port : new int[] {servers.grpc.port(), servers.http.port()}) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream()
                        .write("POST /v1/traces HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(said).doesNotStartWith("HTTP/1.1 200");
            }
        }
        assertThat(servers.metrics.count("C wrong_protocol")).isEqualTo(1);
        assertThat(servers.sink.spans()).isZero();
    }

    @Test
    void whereACertificateIsRequiredNobodyElseComesIn() throws Exception {
        startForClients(true);
        TestAuthority.Pair stranger = new TestAuthority("authority").issue("collector", "DNS:collector.example");
        TestAuthority.Pair ended = authority.issueEnded("collector", "DNS:collector.example");
        for (TestAuthority.Pair wrong : new TestAuthority.Pair[] {null, stranger, ended}) {
            assertThat(overGrpc(wrong)).isEqualTo(Status.Code.UNAVAILABLE);
            for (HttpClient.Version version : HttpClient.Version.values()) {
                assertThatExceptionOfType(IOException.class).isThrownBy(() -> overHttp(wrong, version));
            }
        }
        assertThat(servers.sink.spans()).isZero();
        assertThat(overGrpc(client)).isEqualTo(Status.Code.OK);
        for (HttpClient.Version version : HttpClient.Version.values()) {
            assertThat(overHttp(client, version).statusCode()).isEqualTo(200);
        }
        assertThat(servers.sink.spans()).isEqualTo(15);
    }

    @ParameterizedTest
    @EnumSource
    void whereItIsNotRequiredTheRefusalNamesIt(HttpClient.Version version) throws Exception {
        startForClients(false);
        assertThat(overGrpc(null)).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(overHttp(null, version).statusCode()).isEqualTo(401);
        TestAuthority.Pair unknown = authority.issue("other", "DNS:other.example");
        assertThat(overGrpc(unknown)).isEqualTo(Status.Code.UNAUTHENTICATED);
        HttpResponse<String> refused = overHttp(unknown, version);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("DNS:other.example");
        assertThat(overGrpc(client)).isEqualTo(Status.Code.OK);
        assertThat(overHttp(client, version).statusCode()).isEqualTo(200);
        assertThat(servers.sink.spans()).isEqualTo(10);
    }

    @Test
    void openConnectionsStayWhenAuthoritiesChangeAndTheirClientsGoWhoAreTrustedNoMore() throws Exception {
        startForClients(true);
        Path file = directory.resolve("authorities.pem");
        ManagedChannel open = channel(client);
        try {
            TraceServiceGrpc.TraceServiceBlockingStub stub = TraceServiceGrpc.newBlockingStub(open);
            stub.export(Requests.spans(1));
            TestAuthority next = new TestAuthority("next");
            TestAuthority.replace(file, authority.pem() + next.pem());
            TestAuthority.Pair ofNext = next.issue("collector", "DNS:collector.example");
            eventually().untilAsserted(() -> assertThat(overGrpc(ofNext)).isEqualTo(Status.Code.OK));
            stub.export(Requests.spans(1));
            TestAuthority.replace(file, next.pem());
            eventually()
                    .untilAsserted(() -> assertThatExceptionOfType(StatusRuntimeException.class)
                            .isThrownBy(() -> stub.export(Requests.spans(1)))
                            .withMessageContaining("UNAUTHENTICATED")
                            .withMessageContaining("not trusted any more"));
        } finally {
            open.shutdownNow();
        }
    }
}
