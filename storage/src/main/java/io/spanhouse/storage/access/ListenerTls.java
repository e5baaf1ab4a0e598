package io.spanhouse.storage.access;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * How one listener speaks TLS.
 *
 * @param certificate what it shows
 * @param clients whose certificates it takes; null: it asks for none
 * @param clientsRequired whether a connection without a certificate is refused; without effect where none is asked for
 */
public record ListenerTls(
        X509ExtendedKeyManager certificate, @Nullable ClientTrust clients, boolean clientsRequired) {
    /** TLS without certificates of clients. */
    public static ListenerTls of(X509ExtendedKeyManager certificate) {
        return new ListenerTls(certificate, null, false);
    }

    /** Versions that are spoken, the preferred one first. */
    public static String[] versions() {
        return new String[] {"TLSv1.3", "TLSv1.2"};
    }

    /** A client must show a certificate. */
    public boolean needsClient() {
        return clients != null && clientsRequired;
    }

    /** A client may show a certificate, and need not. */
    public boolean wantsClient() {
        return clients != null && !clientsRequired;
    }

    /** For listeners that want the platform's own kind. A certificate that changes later shows in it. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {certificate}, clients == null ? null : new TrustManager[] {clients}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
    }
}
