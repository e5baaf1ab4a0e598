package io.spanhouse.storage.access;

import io.spanhouse.storage.model.StoreClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
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
 * the new pair. A pair that cannot be read, does not fit together or has ended leaves the old one in place and raises {@link
 * #problem}.
 * Thread-safe.
 */
public final class ReloadingKeyManager extends X509ExtendedKeyManager {
    private static final long LOOK_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

    private final Path certificateFile;
    private final Path keyFile;
    private final StoreClock clock;
    private final AtomicLong nextLookNanoTime;
    private final AtomicLong pairs = new AtomicLong();
    private volatile Pair pair;
    /** A handshake that began with it may still ask for its parts. */
    private volatile @Nullable Pair before;

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
        current();
        return problem;
    }

    /** When the certificate in use ends. */
    public Instant notAfter() {
        return current().chain()[0].getNotAfter().toInstant();
    }

    private Pair current() {
        long now = clock.nanoTime();
        long due = nextLookNanoTime.get();
        if (now - due >= 0 && nextLookNanoTime.compareAndSet(due, now + LOOK_INTERVAL_NANOS)) {
            try {
                Pair old = pair;
                if (!FileStamp.of(certificateFile).equals(old.certificateStamp())
                        || !FileStamp.of(keyFile).equals(old.keyStamp())) {
                    Pair next = read();
                    requireLasting(next, old);
                    before = old;
                    pair = next;
                }
                problem = "";
            } catch (IOException e) {
                problem = "certificate was not read again: " + e.getMessage();
            }
        }
        return pair;
    }

    /** A certificate that has ended is no better than the one that is in place, unless that has ended, too. */
    private void requireLasting(Pair next, Pair old) throws IOException {
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        Instant end = endOf(next);
        if (now.isAfter(end) && !now.isAfter(endOf(old))) {
            throw new IOException(certificateFile + " ended at " + end);
        }
    }

    private static Instant endOf(Pair pair) {
        return pair.chain()[0].getNotAfter().toInstant();
    }

    private Pair read() throws IOException {
        FileStamp certificateStamp = FileStamp.of(certificateFile);
        FileStamp keyStamp = FileStamp.of(keyFile);
        try {
            X509Certificate[] chain = PemFiles.certificates(certificateFile);
            PrivateKey key = PemFiles.privateKey(keyFile);
            PemFiles.requirePair(key, chain[0]);
            return new Pair("listener-" + pairs.incrementAndGet(), key, chain, certificateStamp, keyStamp);
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
        Pair chosen = current();
        String algorithm = chosen.key().getAlgorithm();
        boolean fits = keyType.startsWith(algorithm) || keyType.startsWith("Ed") && algorithm.startsWith("Ed");
        return fits ? chosen.alias() : null;
    }

    /** A handshake asks for chain and key one after the other, and files may change in between. */
    private Pair named(String alias) {
        Pair old = before;
        return old != null && old.alias().equals(alias) ? old : pair;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return named(alias).chain().clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[] {current().alias()};
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

    /** One certificate with its key, under a name that no other pair ever has. */
    private record Pair(
            String alias, PrivateKey key, X509Certificate[] chain, FileStamp certificateStamp, FileStamp keyStamp) {}
}
