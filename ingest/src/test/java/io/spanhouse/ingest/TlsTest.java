package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestCertificates;
import io.spanhouse.ingest.testing.TestServers;
import io.spanhouse.storage.access.ReloadingKeyManager;
import io.spanhouse.storage.model.StoreClock;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both listeners with TLS, and with a certificate that changes while they run. */
class TlsTest {
    @TempDir
    private Path directory;

    private TestCertificates certificates;
    private TestServers servers;

    @BeforeEach
    void start() throws Exception {
        certificates = new TestCertificates(directory);
        certificates.renew("one", "EC");
        ReloadingKeyManager keys =
                new ReloadingKeyManager(certificates.certificate(), certificates.key(), StoreClock.SYSTEM);
        servers = new TestServers(TestServers.Setup.DEFAULT.withListener(
                ListenerOptions.plain("127.0.0.1", 0).withTls(keys)));
    }

    @AfterEach
    void stop() throws Exception {
        servers.close();
    }

    private ManagedChannel channel() throws Exception {
        return NettyChannelBuilder.forAddress(
                        "127.0.0.1",
                        servers.grpc.port(),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(certificates.trust())
                                .build())
                .build();
    }

    @Test
    void overGrpc() throws Exception {
        ManagedChannel channel = channel();
        try {
            assertThat(TraceServiceGrpc.newBlockingStub(channel)
                            .export(Requests.spans(5))
                            .hasPartialSuccess())
                    .isFalse();
        } finally {
            channel.shutdownNow();
        }
        assertThat(servers.sink.spans()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void overHttp(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(version)
                .sslContext(certificates.context())
                .build();
        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + servers.http.port() + "/v1/traces"))
                        .header("Content-Type", "application/x-protobuf")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(
                                Requests.spans(5).toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(version);
        assertThat(servers.sink.spans()).isEqualTo(5);
    }

    @Test
    void aNewCertificateIsTakenAndOpenConnectionsStay() throws Exception {
        ManagedChannel open = channel();
        try {
            TraceServiceGrpc.TraceServiceBlockingStub stub = TraceServiceGrpc.newBlockingStub(open);
            stub.export(Requests.spans(1));
            assertThat(servedName(servers.grpc.port())).isEqualTo("CN=one");
            assertThat(servedName(servers.http.port())).isEqualTo("CN=one");
            certificates.renew("two", "RSA");
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
                (SSLSocket) certificates.context().getSocketFactory().createSocket("127.0.0.1", port)) {
            javax.net.ssl.SSLParameters parameters = socket.getSSLParameters();
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
}
