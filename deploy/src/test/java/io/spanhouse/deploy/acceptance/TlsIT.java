package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.testing.TestAuthority;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All eight listeners with a certificate, all but the operator's with certificates of clients that stand for keys: the SDK's
 * exporters and plain clients come in by them, others do not, and new files are taken.
 */
@Timeout(300)
final class TlsIT {
    private static final long RELOAD_SECONDS_MAX = 20;
    private static final String ADDRESS = "IP:127.0.0.1";

    private static final TestAuthority AUTHORITY = new TestAuthority("authority");
    private static final TestAuthority.Pair PAIR = AUTHORITY.issue("first", ADDRESS);
    private static final TestAuthority.Pair COLLECTOR = AUTHORITY.issue("collector", "DNS:collector.example");
    private static final TestAuthority.Pair READER = AUTHORITY.issue("reader", "URI:spiffe://example/reader");

    @TempDir
    static Path directory;

    private static PackagedServer server;

    @BeforeAll
    static void start() throws Exception {
        PAIR.write(certificate(), key());
        TestAuthority.replace(authorities(), AUTHORITY.pem());
        Path keys = directory.resolve("keys.json");
        KeyAdministration administration = new KeyAdministration(keys, Clock.systemUTC());
        administration.create(standingFor("DNS:collector.example", Scope.INGEST));
        administration.create(standingFor("URI:spiffe://example/reader", Scope.QUERY));
        server = PackagedServer.start(
                directory,
                "--tls.certificate=" + certificate(),
                "--tls.key=" + key(),
                "--tls.client-authorities=" + authorities(),
                "--keys.file=" + keys);
    }

    private static KeyAdministration.NewKey standingFor(String certificate, Scope scope) {
        return new KeyAdministration.NewKey(
                certificate, List.of("shop"), Set.of(scope), null, List.of(), certificate, null, null);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void exportersSendThroughIt() throws Exception {
        byte[] trusted = AUTHORITY.pem().getBytes(StandardCharsets.US_ASCII);
        byte[] own = COLLECTOR.certificatePem().getBytes(StandardCharsets.US_ASCII);
        byte[] ownKey = COLLECTOR.keyPem().getBytes(StandardCharsets.US_ASCII);
        send(
                "over-grpc",
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("https://127.0.0.1:" + server.ports().grpc())
                        .setTrustedCertificates(trusted)
                        .setClientTls(ownKey, own)
                        .build());
        send(
                "over-http",
                OtlpHttpSpanExporter.builder()
                        .setEndpoint("https://127.0.0.1:" + server.ports().http() + "/v1/traces")
                        .setTrustedCertificates(trusted)
                        .setClientTls(ownKey, own)
                        .build());
        String services = "/api/spanhouse/v1/services";
        HttpResponse<String> read =
                get(AUTHORITY.context(READER), server.ports().query(), services);
        assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
        assertThat(read.body()).contains("over-grpc").contains("over-http");
        assertThat(get(AUTHORITY.context(COLLECTOR), server.ports().query(), services)
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(AUTHORITY.context(null), server.ports().admin(), "/healthz")
                        .body())
                .isEqualTo("ok\n");
        assertThat(get(AUTHORITY.context(null), server.ports().admin(), "/status")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(AUTHORITY.context(READER), server.ports().admin(), "/status")
                        .statusCode())
                .isEqualTo(403);
    }

    /** The operator's port alone asks, and does not insist. */
    @Test
    void withoutAGoodCertificateNobodyComesIn() throws Exception {
        TestAuthority.Pair stranger = new TestAuthority("authority").issue("reader", "URI:spiffe://example/reader");
        TestAuthority.Pair ended = AUTHORITY.issueEnded("reader", "URI:spiffe://example/reader");
        for (int port : ports()) {
            boolean required = port != server.ports().admin();
            assertThat(answers(AUTHORITY.context(null), port))
                    .as("none, port %s", port)
                    .isEqualTo(!required);
            assertThat(answers(AUTHORITY.context(stranger), port))
                    .as("stranger, port %s", port)
                    .isFalse();
            assertThat(answers(AUTHORITY.context(ended), port))
                    .as("ended, port %s", port)
                    .isFalse();
            assertThat(answers(AUTHORITY.context(READER), port))
                    .as("reader, port %s", port)
                    .isTrue();
        }
    }

    /** Whether a connection lives long enough for what a client writes to be answered, with whatever. */
    private static boolean answers(SSLContext context, int port) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            String greeting = socket.getApplicationProtocol().equals("h2")
                    ? "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"
                    : "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
            socket.getOutputStream().write(greeting.getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
            return false;
        }
    }

    /** Plain text is not answered, and what it sends does not disturb those who come by TLS. */
    @Test
    void plainTextGetsNoAnswer() throws Exception {
        for (int port : ports()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            HttpClient plain = HttpClient.newHttpClient();
            try {
                assertThat(plain.send(request, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .as("port %s", port)
                        .isEqualTo(400);
            } catch (IOException e) {
                assertThat(e).isNotInstanceOf(HttpTimeoutException.class);
            }
        }
        assertThat(get(AUTHORITY.context(READER), server.ports().query(), "/api/spanhouse/v1/services")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void clientsThatDoNotTrustItStayAway() {
        SSLContext others = new TestAuthority("other").context(READER);
        assertThatThrownBy(() -> get(others, server.ports().query(), "/")).isInstanceOf(IOException.class);
    }

    @Test
    void aNewPairIsTakenByNewConnectionsAndOneThatHasEndedIsNot() throws Exception {
        TestAuthority.Pair next = AUTHORITY.issue("second", ADDRESS);
        try {
            next.write(certificate(), key());
            for (int port : ports()) {
                await().until(() -> isOffered(next, port));
            }
            AUTHORITY.issueEnded("third", ADDRESS).write(certificate(), key());
            await().until(() -> metric("spanhouse_reload_problem{file=\"certificate\"}") == 1);
            assertThat(isOffered(next, server.ports().query())).isTrue();
            AUTHORITY
                    .issue("fourth", "EC", Instant.now().plus(Duration.ofHours(30)), ADDRESS)
                    .write(certificate(), key());
            await().until(() -> metric("spanhouse_reload_problem{file=\"certificate\"}") == 0);
            assertThat(metric("spanhouse_certificate_remaining_seconds{file=\"certificate\"}"))
                    .isBetween(29 * 3_600.0, 30 * 3_600.0);
        } finally {
            PAIR.write(certificate(), key());
        }
        for (int port : ports()) {
            await().until(() -> isOffered(PAIR, port));
        }
    }

    @Test
    void newAuthoritiesAreTakenAndAFileThatIsNoneIsNot() throws Exception {
        TestAuthority next = new TestAuthority("next");
        TestAuthority.Pair shown = next.issue("reader", "URI:spiffe://example/reader");
        SSLContext ofNext = AUTHORITY.context(shown);
        int port = server.ports().query();
        try {
            assertThat(answers(ofNext, port)).isFalse();
            assertThat(metric("spanhouse_client_certificates_refused_total")).isPositive();
            TestAuthority.replace(authorities(), AUTHORITY.pem() + next.pem());
            for (int each : ports()) {
                await().until(() -> answers(ofNext, each));
            }
            TestAuthority.replace(authorities(), "no certificate");
            await().until(() -> metric("spanhouse_reload_problem{file=\"client-authorities\"}") == 1);
            assertThat(answers(ofNext, port)).isTrue();
            TestAuthority.replace(authorities(), AUTHORITY.pem());
            // A client that has no session to go on with: those are let in and answered 401.
            await().until(() -> !answers(AUTHORITY.context(shown), port));
            assertThat(metric("spanhouse_reload_problem{file=\"client-authorities\"}"))
                    .isZero();
        } finally {
            TestAuthority.replace(authorities(), AUTHORITY.pem());
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await()
                .atMost(RELOAD_SECONDS_MAX, TimeUnit.SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(100, TimeUnit.MILLISECONDS);
    }

    private static double metric(String name) throws IOException, InterruptedException {
        String scraped =
                get(AUTHORITY.context(null), server.ports().admin(), "/metrics").body();
        return scraped.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a port shows this certificate to a new connection; one that is not trusted ends the handshake. */
    private static boolean isOffered(TestAuthority.Pair expected, int port) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) AUTHORITY.context(READER).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0].equals(expected.x509());
        } catch (SSLHandshakeException e) {
            return false;
        }
    }

    private static void send(String service, SpanExporter exporter) {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.create(
                        Attributes.builder().put("service.name", service).build()))
                .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                .build()) {
            provider.get("acceptance").spanBuilder("secret").startSpan().end();
            assertThat(provider.forceFlush().join(20, TimeUnit.SECONDS).isSuccess())
                    .isTrue();
        }
    }

    private static HttpResponse<String> get(SSLContext context, int port, String path)
            throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(context).build();
        return client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<Integer> ports() {
        Ports ports = server.ports();
        return List.of(
                ports.grpc(),
                ports.http(),
                ports.query(),
                ports.admin(),
                ports.zipkin(),
                ports.jaeger().http(),
                ports.jaeger().grpc(),
                ports.jaeger().storage());
    }

    private static Path certificate() {
        return directory.resolve("server.crt");
    }

    private static Path key() {
        return directory.resolve("server.key");
    }

    private static Path authorities() {
        return directory.resolve("authorities.pem");
    }
}
