package io.spanhouse.storage.access;

import io.spanhouse.storage.access.AccessDeniedException.Reason;
import io.spanhouse.storage.model.StoreClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose certificates clients may show: the authorities of a PEM file, read again when it changes, without dropping a
 * connection. A file that cannot be read leaves the old authorities in place and raises {@link #problem}.
 *
 * <p>A certificate is verified in the handshake, and again with the first request of its session after the file changed: a
 * session that is resumed, or a connection that stays open for days, would otherwise outlive the trust in it. Whether it has
 * ended is looked at with each request. Costs a call of the system a second and a look-up in the session a request.
 * Thread-safe.
 */
public final class ClientTrust extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(ClientTrust.class);
    private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String SESSION_VALUE = ClientTrust.class.getName();
    /** The kind of key exchange; only clients' own checks of servers depend on it. */
    private static final String ANY_EXCHANGE = "UNKNOWN";

    private static final int NAME_CHARACTERS_MAX = 256;

    private final Path file;
    private final StoreClock clock;
    private final AtomicLong nextLookNanoTime;
    private final AtomicLong nextLineNanoTime;
    private final AtomicLong refused = new AtomicLong();
    private volatile Authorities authorities;
    private volatile String problem = "";

    /**
     * Reads the authorities for the first time.
     *
     * @throws IOException if the file cannot be read or holds no certificate
     */
    public ClientTrust(Path file, StoreClock clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.nextLookNanoTime = new AtomicLong(clock.nanoTime() + INTERVAL_NANOS);
        this.nextLineNanoTime = new AtomicLong(clock.nanoTime());
        this.authorities = Authorities.read(file);
    }

    /** Why a changed file was not taken; empty if all is well. */
    public String problem() {
        current();
        return problem;
    }

    /** When the first of the authorities ends. */
    public Instant notAfter() {
        return current().notAfter();
    }

    /** Certificates that were refused in handshakes. */
    public long refused() {
        return refused.get();
    }

    /**
     * The certificate that a session's client showed, verified.
     *
     * @return null if it showed none, or the connection is not secure
     * @throws AccessDeniedException WRONG_KEY if it has ended, or none of the present authorities stands for it
     */
    @Nullable
    ClientCertificate of(@Nullable SSLSession session) {
        if (session == null) {
            return null;
        }
        Authorities now = current();
        Verified verified = session.getValue(SESSION_VALUE) instanceof Verified known
                        && known.by().equals(now)
                ? known
                : verify(session, now);
        if (verified == null) {
            return null;
        }
        ClientCertificate certificate = verified.certificate();
        if (Instant.ofEpochMilli(clock.epochMillis()).isAfter(certificate.notAfter())) {
            throw new AccessDeniedException(
                    Reason.WRONG_KEY, "the client certificate ended at " + certificate.notAfter());
        }
        return certificate;
    }

    private static @Nullable Verified verify(SSLSession session, Authorities now) {
        X509Certificate[] chain;
        try {
            // One of the two libraries that make sessions gives an array of a wider type.
            Certificate[] shown = session.getPeerCertificates();
            chain = Arrays.copyOf(shown, shown.length, X509Certificate[].class);
        } catch (SSLPeerUnverifiedException e) {
            return null; // None was shown.
        }
        try {
            now.trust().checkClientTrusted(chain, ANY_EXCHANGE);
            Verified verified = new Verified(now, ClientCertificate.of(chain[0]));
            session.putValue(SESSION_VALUE, verified);
            return verified;
        } catch (CertificateException e) {
            throw new AccessDeniedException(
                    Reason.WRONG_KEY, "the client certificate is not trusted any more: " + e.getMessage());
        }
    }

    private Authorities current() {
        long now = clock.nanoTime();
        long due = nextLookNanoTime.get();
        if (now - due >= 0 && nextLookNanoTime.compareAndSet(due, now + INTERVAL_NANOS)) {
            try {
                if (!FileStamp.of(file).equals(authorities.stamp())) {
                    authorities = Authorities.read(file);
                }
                problem = "";
            } catch (IOException e) {
                problem = "authorities of clients were not read again: " + e.getMessage();
            }
        }
        return authorities;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            // One that is itself in the file would be trusted by the platform for ever.
            chain[0].checkValidity(Date.from(Instant.ofEpochMilli(clock.epochMillis())));
            current().trust().checkClientTrusted(chain, ANY_EXCHANGE);
        } catch (CertificateException e) {
            refused.incrementAndGet();
            long now = clock.nanoTime();
            long due = nextLineNanoTime.get();
            if (now - due >= 0 && nextLineNanoTime.compareAndSet(due, now + INTERVAL_NANOS)) {
                String name = chain[0].getSubjectX500Principal().getName();
                LOG.warn(
                        "refused the client certificate of {}: {}",
                        name.substring(0, Math.min(name.length(), NAME_CHARACTERS_MAX)),
                        e.getMessage());
            }
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange) throws CertificateException {
        throw new CertificateException("a listener never acts as a client");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, exchange);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String exchange, SSLEngine engine)
            throws CertificateException {
        checkServerTrusted(chain, exchange);
    }

    /**
     * None are named to clients, which then show what they have: one of the two libraries that ask here asks only once, so
     * clients of an authority that comes later would not show theirs.
     */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    /** What a session keeps, so that its certificate is looked at once. */
    private record Verified(Authorities by, ClientCertificate certificate) {}

    private record Authorities(X509TrustManager trust, Instant notAfter, FileStamp stamp) {
        static Authorities read(Path file) throws IOException {
            FileStamp stamp = FileStamp.of(file);
            try {
                KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
                trusted.load(null, null);
                Instant notAfter = Instant.MAX;
                int number = 0;
                for (X509Certificate authority : PemFiles.certificates(file)) {
                    trusted.setCertificateEntry(Integer.toString(number++), authority);
                    Instant end = authority.getNotAfter().toInstant();
                    notAfter = end.isBefore(notAfter) ? end : notAfter;
                }
                TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
                factory.init(trusted);
                for (TrustManager manager : factory.getTrustManagers()) {
                    if (manager instanceof X509TrustManager found) {
                        return new Authorities(found, notAfter, stamp);
                    }
                }
                throw new IOException("this runtime verifies no certificates");
            } catch (GeneralSecurityException e) {
                throw new IOException(file + " is no file of authorities: " + e.getMessage(), e);
            }
        }
    }
}
