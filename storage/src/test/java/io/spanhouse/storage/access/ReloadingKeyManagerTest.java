package io.spanhouse.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are made by the runtime's own keytool. */
class ReloadingKeyManagerTest {
    private final TestingClock clock = new TestingClock();

    @TempDir
    private Path directory;

    private Path certificate(String name, String algorithm) throws Exception {
        Path store = directory.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        java.security.KeyStore keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        write(name + ".crt", "CERTIFICATE", keys.getCertificate("a").getEncoded());
        write(
                name + ".key",
                "PRIVATE KEY",
                keys.getKey("a", "changeit".toCharArray()).getEncoded());
        return directory.resolve(name + ".crt");
    }

    private void write(String file, String kind, byte[] bytes) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(bytes);
        Files.writeString(
                directory.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }

    @Test
    void takesANewPairAndKeepsTheOldOneWhenTheNewIsWrong() throws Exception {
        certificate("one", "EC");
        certificate("two", "RSA");
        Path live = directory.resolve("live.crt");
        Path liveKey = directory.resolve("live.key");
        copy("one", live, liveKey, 1_000);
        ReloadingKeyManager manager = new ReloadingKeyManager(live, liveKey, clock);
        assertThat(subject(manager)).isEqualTo("CN=one");
        copy("two", live, liveKey, 2_000);
        clock.advance(Duration.ofSeconds(1));
        assertThat(manager.chooseEngineServerAlias("RSA", null, null)).isNotNull();
        assertThat(subject(manager)).isEqualTo("CN=two");
        Files.copy(directory.resolve("one.key"), liveKey, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(liveKey, FileTime.fromMillis(3_000));
        clock.advance(Duration.ofSeconds(1));
        assertThat(manager.chooseEngineServerAlias("RSA", null, null)).isNotNull();
        assertThat(subject(manager)).isEqualTo("CN=two");
        assertThat(manager.problem()).contains("no pair");
    }

    @Test
    void refusesToStartWithAPairThatDoesNotFit() throws Exception {
        certificate("one", "EC");
        certificate("two", "EC");
        assertThatIOException()
                .isThrownBy(() ->
                        new ReloadingKeyManager(directory.resolve("one.crt"), directory.resolve("two.key"), clock));
    }

    private static String subject(ReloadingKeyManager manager) {
        return manager.getCertificateChain("listener")[0]
                .getSubjectX500Principal()
                .getName();
    }

    private void copy(String name, Path certificate, Path key, long time) throws IOException {
        Files.copy(directory.resolve(name + ".crt"), certificate, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(directory.resolve(name + ".key"), key, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(certificate, FileTime.fromMillis(time));
        Files.setLastModifiedTime(key, FileTime.fromMillis(time));
    }
}
