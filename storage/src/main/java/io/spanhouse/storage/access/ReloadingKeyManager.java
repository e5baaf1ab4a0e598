package io.spanhouse.storage.access;

import io.spanhouse.storage.model.StoreClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A listener's certificate from PEM files, read again when they change, without dropping a connection: a new handshake takes
 * the new pair. A pair that cannot be read or does not fit together leaves the old one in place and raises {@link #problem}.
 * Thread-safe.
 */
public final class ReloadingKeyManager extends X509ExtendedKeyManager {
    private static final String ALIAS = "listener";
    private static final long LOOK_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path certificateFile;
    private final Path keyFile;
    private final StoreClock clock;
    private final AtomicLong nextLookNanoTime;
    private volatile Pair pair;
    private volatile String problem = "";

    /**
     * Reads the pair for the first time.
     *
     * @throws IOException if a file cannot be read or the key does not fit the certificate
     */
    public ReloadingKeyManager(Path certificateFile, Path keyFile, StoreClock clock) throws IOException {
        this.certificateFile = certificateFile;
        this.keyFile = keyFile;
        this.clock = clock;
        this.nextLookNanoTime = new AtomicLong(clock.nanoTime() + LOOK_INTERVAL_NANOS);
        this.pair = read();
    }

    /** Why a changed pair was not taken; empty if all is well. */
    public String problem() {
        return problem;
    }

    /** When the certificate in use ends. */
    public Instant notAfter() {
        return pair.chain()[0].getNotAfter().toInstant();
    }

    private Pair current() {
        long now = clock.nanoTime();
        long due = nextLookNanoTime.get();
        if (now - due >= 0 && nextLookNanoTime.compareAndSet(due, now + LOOK_INTERVAL_NANOS)) {
            try {
                if (!Files.getLastModifiedTime(certificateFile).equals(pair.certificateTime())
                        || !Files.getLastModifiedTime(keyFile).equals(pair.keyTime())) {
                    pair = read();
                }
                problem = "";
            } catch (IOException e) {
                problem = "certificate was not read again: " + e.getMessage();
            }
        }
        return pair;
    }

    private Pair read() throws IOException {
        FileTime certificateTime = Files.getLastModifiedTime(certificateFile);
        FileTime keyTime = Files.getLastModifiedTime(keyFile);
        try {
            X509Certificate[] chain = PemFiles.certificates(certificateFile);
            PrivateKey key = PemFiles.privateKey(keyFile);
            PemFiles.requirePair(key, chain[0]);
            return new Pair(key, chain, certificateTime, keyTime);
        } catch (GeneralSecurityException e) {
            throw new IOException(certificateFile + " and " + keyFile + " are no pair: " + e.getMessage(), e);
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        return chooseServerAlias(keyType, issuers, null);
    }

    @Override
    @SuppressWarnings("NullAway") // The interface asks for null where no key fits.
    public String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        String algorithm = current().key().getAlgorithm();
        return keyType.startsWith(algorithm) || keyType.startsWith("Ed") && algorithm.startsWith("Ed") ? ALIAS : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return pair.chain().clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return pair.key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    @SuppressWarnings("NullAway") // A listener never acts as a client.
    public String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    private record Pair(PrivateKey key, X509Certificate[] chain, FileTime certificateTime, FileTime keyTime) {}
}
