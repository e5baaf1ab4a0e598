package io.spanhouse.ingest.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for 127.0.0.1, made by the runtime's own keytool, one at a time in force. */
public final class TestCertificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final KeyStore trusted;

    public TestCertificates(Path directory) throws IOException, GeneralSecurityException {
        this.directory = directory;
        trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
    }

    /** The certificate in force. */
    public Path certificate() {
        return directory.resolve("live.crt");
    }

    /** Its key. */
    public Path key() {
        return directory.resolve("live.key");
    }

    /** Makes a new pair, trusts it, and puts it in force. */
    public void renew(String name, String algorithm)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve(name + ".p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + Files.readString(directory.resolve(name + ".log")));
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        trusted.setCertificateEntry(name, keys.getCertificate("a"));
        FileTime time = FileTime.fromMillis(1_700_000_000_000L + 10_000L * trusted.size());
        write("CERTIFICATE", keys.getCertificate("a").getEncoded(), certificate(), time);
        write("PRIVATE KEY", keys.getKey("a", PASSWORD).getEncoded(), key(), time);
    }

    private void write(String kind, byte[] bytes, Path file, FileTime time) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(bytes);
        Path next = directory.resolve("next");
        Files.writeString(next, "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
        Files.setLastModifiedTime(next, time);
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Trust in all certificates made so far. */
    public TrustManager[] trust() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    /** The same for clients that want a context. */
    public SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(), null);
        return context;
    }
}
