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
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All four listeners with a certificate: the SDK's exporters and plain clients come in by it, and a new one is taken. */
@Timeout(300)
final class TlsIT {
    private static final long RELOAD_SECONDS_MAX = 20;

    @TempDir
    static Path directory;

    private static PemPair pair;
    private static PackagedServer server;

    @BeforeAll
    static void start() throws Exception {
        pair = PemPair.make(directory, "first");
        pair.write(certificate(), key());
        server = PackagedServer.start(directory, "--tls.certificate=" + certificate(), "--tls.key=" + key());
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void exportersSendThroughIt() throws Exception {
        byte[] trusted = pair.certificate().getBytes(StandardCharsets.US_ASCII);
        send(
                "over-grpc",
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint("https://127.0.0.1:" + server.ports().grpc())
                        .setTrustedCertificates(trusted)
                        .build());
        send(
                "over-http",
                OtlpHttpSpanExporter.builder()
                        .setEndpoint("https://127.0.0.1:" + server.ports().http() + "/v1/traces")
                        .setTrustedCertificates(trusted)
                        .build());
        assertThat(get(pair.trust(), server.ports().query(), "/api/spanhouse/v1/services"))
                .contains("over-grpc")
                .contains("over-http");
        assertThat(get(pair.trust(), server.ports().admin(), "/healthz")).isEqualTo("ok\n");
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
        assertThat(get(pair.trust(), server.ports().query(), "/api/spanhouse/v1/status"))
                .contains("\"accepting\":true");
    }

    @Test
    void clientsThatDoNotTrustItStayAway() {
        assertThatThrownBy(() -> get(SSLContext.getDefault(), server.ports().query(), "/"))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aNewPairIsTakenByNewConnections() throws Exception {
        PemPair next = PemPair.make(directory, "second");
        try {
            next.write(certificate(), key());
            for (int port : ports()) {
                Awaitility.await("new certificate on port " + port)
                        .atMost(RELOAD_SECONDS_MAX, TimeUnit.SECONDS)
                        .pollInterval(200, TimeUnit.MILLISECONDS)
                        .until(() -> isOffered(next, port));
            }
        } finally {
            pair.write(certificate(), key());
        }
        for (int port : ports()) {
            Awaitility.await("old certificate on port " + port)
                    .atMost(RELOAD_SECONDS_MAX, TimeUnit.SECONDS)
                    .pollInterval(200, TimeUnit.MILLISECONDS)
                    .until(() -> isOffered(pair, port));
        }
    }

    /** Whether a port shows this certificate to a new connection; one that is not trusted ends the handshake. */
    private static boolean isOffered(PemPair expected, int port) throws IOException {
        try (Socket socket = expected.trust().getSocketFactory().createSocket("127.0.0.1", port)) {
            SSLSocket secure = (SSLSocket) socket;
            secure.startHandshake();
            return secure.getSession().getPeerCertificates()[0].equals(expected.x509());
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

    private static String get(SSLContext trust, int port, String path) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().sslContext(trust).build();
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static List<Integer> ports() {
        Ports ports = server.ports();
        return List.of(ports.grpc(), ports.http(), ports.query(), ports.admin());
    }

    private static Path certificate() {
        return directory.resolve("server.crt");
    }

    private static Path key() {
        return directory.resolve("server.key");
    }
}
