package io.spanhouse.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryServer;
import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ReloadingKeyManager;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both protocols under TLS, with a certificate that the runtime's own keytool makes. */
final class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path directory;

    private KeyStore certificate() throws Exception {
        Path file = directory.resolve("a.p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        write("a.crt", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        write("a.key", "PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded());
        return keys;
    }

    private void write(String file, String kind, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(bytes);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    private static SSLContext trusting(KeyStore keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("a", keys.getCertificate("a"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Test
    void bothProtocols() throws Exception {
        KeyStore keys = certificate();
        ReloadingKeyManager manager =
                new ReloadingKeyManager(directory.resolve("a.crt"), directory.resolve("a.key"), StoreClock.SYSTEM);
        QueryOptions options = QueryOptions.defaults().at(new QueryOptions.Listener("127.0.0.1", 0, manager, 16));
        try (QueryServer server = QueryServer.main(
                options,
                new QueryServer.Source(new MemoryTraceStore(), KeyRing.open(), QueryMetrics.NONE, Running.NO_DOCUMENTS),
                List.of())) {
            server.start();
            URI uri = URI.create("https://localhost:" + server.port() + "/api/spanhouse/v1/status");
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpClient client = HttpClient.newBuilder()
                        .version(version)
                        .sslContext(trusting(keys))
                        .build();
                HttpResponse<String> response =
                        client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
                assertThat(response.version()).isEqualTo(version);
                assertThat(response.statusCode()).isEqualTo(200);
            }
        }
    }
}
