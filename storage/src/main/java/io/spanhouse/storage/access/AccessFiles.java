package io.spanhouse.storage.access;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files that say who may come and by what the server is known, each read again when it changes.
 *
 * @param keys who may do what
 * @param certificate what listeners show; null: they speak plain text
 * @param clients whose certificates clients may show; null: none are asked for
 */
public record AccessFiles(
        KeyRing keys,
        @Nullable ReloadingKeyManager certificate,
        @Nullable ClientTrust clients) {
    private static final Duration WARNING = Duration.ofDays(7);

    /** Without certificates. */
    public static AccessFiles of(KeyRing keys) {
        return new AccessFiles(keys, null, null);
    }

    /**
     * How a listener is to speak.
     *
     * @return null for plain text
     */
    public @Nullable ListenerTls tls(boolean clientsRequired) {
        return certificate == null ? null : new ListenerTls(certificate, clients, clientsRequired);
    }

    /** What is wrong with them at this time, a sentence each. */
    public List<String> problems(Instant now) {
        List<String> found = new ArrayList<>();
        found.add(keys.problem());
        if (certificate != null) {
            found.add(certificate.problem());
            found.add(end("the listeners' certificate", certificate.notAfter(), now));
        }
        if (clients != null) {
            found.add(clients.problem());
            found.add(end("an authority of clients", clients.notAfter(), now));
        }
        found.removeIf(String::isEmpty);
        return found;
    }

    private static String end(String what, Instant notAfter, Instant now) {
        if (now.isAfter(notAfter)) {
            return what + " ended at " + notAfter;
        }
        return now.plus(WARNING).isAfter(notAfter) ? what + " ends at " + notAfter : "";
    }
}
