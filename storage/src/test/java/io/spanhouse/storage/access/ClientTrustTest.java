package io.spanhouse.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.spanhouse.storage.access.AccessDeniedException.Reason;
import io.spanhouse.storage.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients' certificates: whose are taken, how long, and which keys they stand for. Sessions are real, without a network. */
class ClientTrustTest {
    private final TestingClock clock = new TestingClock(System.currentTimeMillis());
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final TestAuthority authority = new TestAuthority("authority");
    private final TestAuthority.Pair server = authority.issue("server", "DNS:server");
    private final TestAuthority.Pair client = authority.issue("client", "DNS:Collector.Example", "URI:spiffe://shop/a");

    @TempDir
    private Path directory;

    private Path file;
    private long written;

    @BeforeEach
    void begin() throws IOException {
        file = directory.resolve("authorities.pem");
        put(authority.pem());
    }

    private void put(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000 * ++written));
        clock.advance(Duration.ofSeconds(1));
    }

    /** What the server's side of a handshake comes to. */
    private SSLSession session(ClientTrust trust, TestAuthority.@Nullable Pair shown) throws Exception {
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        server.write(certificate, key);
        SSLContext ofServer = new ListenerTls(new ReloadingKeyManager(certificate, key, clock), trust, false).context();
        SSLEngine listening = ofServer.createSSLEngine();
        listening.setUseClientMode(false);
        listening.setWantClientAuth(true);
        SSLEngine calling = authority.context(shown).createSSLEngine();
        calling.setUseClientMode(true);
        Handshake.run(calling, listening);
        return listening.getSession();
    }

    @Test
    void namesAreThoseOfTheCertificate() throws Exception {
        ClientTrust trust = new ClientTrust(file, clock);
        ClientCertificate found = trust.of(session(trust, client));
        assertThat(found).isNotNull();
        assertThat(found.names()).containsExactly("DNS:collector.example", "URI:spiffe://shop/a");
        assertThat(trust.of(session(trust, null))).isNull();
        assertThat(trust.of(null)).isNull();
    }

    @Test
    void othersAreRefusedInTheHandshake() throws Exception {
        ClientTrust trust = new ClientTrust(file, clock);
        X509Certificate stranger =
                new TestAuthority("authority").issue("client", "DNS:a").x509();
        X509Certificate ended = authority.issueEnded("client", "DNS:a").x509();
        for (X509Certificate wrong : List.of(stranger, ended)) {
            assertThatExceptionOfType(CertificateException.class)
                    .isThrownBy(() -> trust.checkClientTrusted(new X509Certificate[] {wrong}, "EC"));
        }
        assertThat(trust.refused()).isEqualTo(2);
        trust.checkClientTrusted(new X509Certificate[] {client.x509()}, "EC");
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkServerTrusted(new X509Certificate[] {client.x509()}, "EC"));
    }

    /** The platform trusts a certificate that is itself in the file whatever its dates. */
    @Test
    void oneThatIsInTheFileEndsToo() throws Exception {
        X509Certificate ended = authority.issueEnded("client", "DNS:a").x509();
        put(authority.issueEnded("client", "DNS:a").certificatePem());
        ClientTrust trust = new ClientTrust(file, clock);
        assertThatExceptionOfType(CertificateException.class)
                .isThrownBy(() -> trust.checkClientTrusted(new X509Certificate[] {ended}, "EC"));
    }

    @Test
    void aSessionDoesNotOutliveTheTrustInIt() throws Exception {
        ClientTrust trust = new ClientTrust(file, clock);
        SSLSession session = session(trust, client);
        assertThat(trust.of(session)).isNotNull();
        TestAuthority other = new TestAuthority("other");
        put(authority.pem() + other.pem());
        assertThat(trust.of(session)).isNotNull();
        put("no authority");
        assertThat(trust.of(session)).isNotNull();
        assertThat(trust.problem()).contains("not read again").contains("authorities.pem");
        put(other.pem());
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> trust.of(session))
                .withMessageContaining("not trusted any more");
        assertThat(trust.problem()).isEmpty();
        put(authority.pem());
        assertThat(trust.of(session)).isNotNull();
        clock.advance(Duration.ofDays(2));
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> trust.of(session))
                .withMessageContaining("ended at");
        assertThat(new AccessFiles(KeyRing.open(), null, trust).problems(Instant.ofEpochMilli(clock.epochMillis())))
                .singleElement()
                .asString()
                .contains("an authority of clients ended at");
    }

    @Test
    void aFileWithoutCertificatesIsNone() throws IOException {
        put("");
        assertThatIOException().isThrownBy(() -> new ClientTrust(file, clock)).withMessageContaining("no certificate");
    }

    @Test
    void aCertificateStandsForAKey() throws Exception {
        Path keys = directory.resolve("keys.json");
        KeyAdministration administration = new KeyAdministration(keys, Clock.systemUTC());
        KeyAdministration.NewKey wanted = new KeyAdministration.NewKey(
                "collector",
                List.of("shop"),
                Set.of(Scope.INGEST),
                null,
                List.of(),
                "dns:collector.EXAMPLE",
                null,
                null);
        String id = administration.create(wanted);
        assertThatIOException().isThrownBy(() -> administration.create(wanted)).withMessageContaining(id);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> ClientCertificate.name("CN=client"));
        ClientTrust trust = new ClientTrust(file, clock);
        KeyRing ring = KeyRing.of(keys, trust, clock);
        SSLSession session = session(trust, client);
        Caller caller = ring.authenticate(null, loopback, session);
        assertThat(caller.keyId()).isEqualTo(id);
        assertThat(caller.project(null)).isEqualTo("shop");
        // Its id is no secret.
        assertThat(refusal(ring, "sph_" + id + "_", session)).isEqualTo(Reason.WRONG_KEY);
        assertThat(refusal(ring, "sph_" + id + "_x", session)).isEqualTo(Reason.WRONG_KEY);
        assertThat(refusal(ring, null, session(trust, null))).isEqualTo(Reason.NO_KEY);
        SSLSession nameless = session(trust, authority.issue("collector.example"));
        assertThat(refusal(ring, null, nameless)).isEqualTo(Reason.NO_KEY);
        assertThat(administration.revoke(id)).isTrue();
        assertThat(refusal(ring, null, session)).isEqualTo(Reason.NO_KEY);
        String next = administration.create(wanted);
        assertThat(ring.authenticate(null, loopback, session).keyId()).isEqualTo(next);
    }

    private Reason refusal(KeyRing ring, @Nullable String key, SSLSession session) {
        try {
            ring.authenticate(key, loopback, session);
        } catch (AccessDeniedException e) {
            return e.reason();
        }
        throw new AssertionError("was let in");
    }

    /** Two engines that speak to each other through memory. */
    private static final class Handshake {
        private static final int STEPS_MAX = 100;

        static void run(SSLEngine calling, SSLEngine listening) throws Exception {
            ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
            ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
            for (int i = 0; i < STEPS_MAX; i++) {
                step(calling, toServer, toClient);
                step(listening, toClient, toServer);
            }
            assertThat(listening.getHandshakeStatus()).isEqualTo(SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING);
        }

        private static void step(SSLEngine engine, ByteBuffer out, ByteBuffer in) throws Exception {
            ByteBuffer plain = ByteBuffer.allocate(1 << 16);
            engine.wrap(ByteBuffer.allocate(0), out);
            in.flip();
            if (in.hasRemaining()) {
                engine.unwrap(in, plain);
            }
            in.compact();
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
            }
        }
    }
}
