package io.spanhouse.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.spanhouse.storage.testing.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a listener shows while its files change. */
class ReloadingKeyManagerTest {
    private final TestingClock clock = new TestingClock(System.currentTimeMillis());
    private final TestAuthority authority = new TestAuthority("authority");
    private final TestAuthority.Pair one = authority.issue("one", "DNS:one");
    private final TestAuthority.Pair two =
            authority.issue("two", "RSA", Instant.now().plus(Duration.ofDays(30)), "DNS:two");

    @TempDir
    private Path directory;

    private Path live;
    private Path liveKey;
    private long written;

    @BeforeEach
    void begin() throws IOException {
        live = directory.resolve("live.crt");
        liveKey = directory.resolve("live.key");
        put(one.certificatePem(), one.keyPem());
    }

    private void put(String certificate, String key) throws IOException {
        Files.writeString(live, certificate);
        Files.writeString(liveKey, key);
        FileTime time = FileTime.fromMillis(1_000 * ++written);
        Files.setLastModifiedTime(live, time);
        Files.setLastModifiedTime(liveKey, time);
        clock.advance(Duration.ofSeconds(1));
    }

    private static X509Certificate shown(ReloadingKeyManager manager, String keyType) {
        String alias = manager.chooseEngineServerAlias(keyType, null, null);
        assertThat(alias).isNotNull();
        return manager.getCertificateChain(alias)[0];
    }

    @Test
    void takesANewPairAndKeepsTheOldOneWhenTheNewIsWrong() throws Exception {
        ReloadingKeyManager manager = new ReloadingKeyManager(live, liveKey, clock);
        assertThat(shown(manager, "EC")).isEqualTo(one.x509());
        put(two.certificatePem(), two.keyPem());
        assertThat(shown(manager, "RSA")).isEqualTo(two.x509());
        assertThat(manager.notAfter()).isEqualTo(two.x509().getNotAfter().toInstant());
        put(two.certificatePem(), one.keyPem());
        assertThat(manager.problem()).contains("no pair");
        assertThat(shown(manager, "RSA")).isEqualTo(two.x509());
        put(two.certificatePem(), two.keyPem());
        assertThat(manager.problem()).isEmpty();
    }

    @Test
    void aHandshakeThatHasBegunGetsBothPartsOfOnePair() throws Exception {
        ReloadingKeyManager manager = new ReloadingKeyManager(live, liveKey, clock);
        String begun = manager.chooseEngineServerAlias("EC", null, null);
        put(two.certificatePem(), two.keyPem());
        assertThat(shown(manager, "RSA")).isEqualTo(two.x509());
        assertThat(manager.getCertificateChain(begun)).containsExactly(one.x509());
        assertThat(manager.getPrivateKey(begun)).isEqualTo(one.key());
    }

    @Test
    void oneThatHasEndedIsNotTakenForOneThatHasNot() throws Exception {
        ReloadingKeyManager manager = new ReloadingKeyManager(live, liveKey, clock);
        TestAuthority.Pair ended = authority.issueEnded("ended", "DNS:ended");
        put(ended.certificatePem(), ended.keyPem());
        assertThat(manager.problem()).contains("ended at");
        assertThat(shown(manager, "EC")).isEqualTo(one.x509());
        clock.advance(Duration.ofDays(2));
        assertThat(manager.problem()).isEmpty();
        assertThat(shown(manager, "EC")).isEqualTo(ended.x509());
        AccessFiles files = new AccessFiles(KeyRing.open(), manager, null);
        assertThat(files.problems(Instant.ofEpochMilli(clock.epochMillis())))
                .singleElement()
                .asString()
                .contains("the listeners' certificate ended at");
    }

    @Test
    void refusesToStartWithAPairThatDoesNotFit() throws Exception {
        put(one.certificatePem(), two.keyPem());
        assertThatIOException().isThrownBy(() -> new ReloadingKeyManager(live, liveKey, clock));
    }
}
