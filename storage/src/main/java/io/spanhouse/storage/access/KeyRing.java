package io.spanhouse.storage.access;

import io.spanhouse.storage.access.AccessDeniedException.Reason;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.StoreClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The keys in force. Looks at the file's time and size whenever somebody asks, which costs one call of the system, and reads it
 * again when they changed, so a revoked key ends at once. A file that cannot be read leaves the keys as they were, and is tried
 * again at most once a second. Thread-safe.
 */
public final class KeyRing {
    private static final long RETRY_INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();
    private static final byte[] NO_HASH = new byte[32];

    private final @Nullable Path file;
    private final @Nullable ClientTrust clients;
    private final StoreClock clock;
    private volatile State state;
    private volatile String problem = "";
    /** When a file that could not be read is tried again. Written under the lock. */
    private volatile long retryNanoTime;

    private KeyRing(@Nullable Path file, @Nullable ClientTrust clients, State state, StoreClock clock) {
        this.file = file;
        this.clients = clients;
        this.state = state;
        this.clock = clock;
        this.retryNanoTime = clock.nanoTime();
    }

    /** No keys: everybody may do everything, in the project {@code default}. For loopback only. */
    public static KeyRing open() {
        return open(null);
    }

    /**
     * No keys, but what clients show of certificates is verified with each request.
     *
     * @param clients whose certificates are taken; null if none is asked for
     */
    public static KeyRing open(@Nullable ClientTrust clients) {
        return new KeyRing(null, clients, State.NONE, StoreClock.SYSTEM);
    }

    /**
     * The keys of a file.
     *
     * @throws IOException if it cannot be read now
     */
    public static KeyRing of(Path file, StoreClock clock) throws IOException {
        return of(file, null, clock);
    }

    /**
     * The keys of a file, and clients' certificates that stand for keys.
     *
     * @param clients whose certificates are taken; null if none is asked for
     * @throws IOException if the file cannot be read now
     */
    public static KeyRing of(Path file, @Nullable ClientTrust clients, StoreClock clock) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        return new KeyRing(file, clients, State.of(stamp, KeyFile.read(file), Map.of(), clock), clock);
    }

    /** Whether keys are asked for. */
    public boolean keyed() {
        return file != null;
    }

    /** The keys as they were read last, by name; none where none are asked for. */
    public List<AccessKey> keys() {
        return state.entries().values().stream()
                .map(Entry::key)
                .sorted(Comparator.comparing(AccessKey::name).thenComparing(AccessKey::id))
                .toList();
    }

    /** Why the file could not be read again; empty if all is well. */
    public String problem() {
        return problem;
    }

    /**
     * Finds out who is calling. A key that is sent counts and not the certificate; both must be good.
     *
     * @param presented the key from {@link Credentials#find}, or null
     * @param peer the caller's address
     * @param session of the connection; null for plain text
     * @throws AccessDeniedException NO_KEY, WRONG_KEY or ADDRESS
     */
    public Caller authenticate(@Nullable String presented, InetAddress peer, @Nullable SSLSession session) {
        ClientCertificate certificate = clients == null ? null : clients.of(session);
        if (file == null) {
            return Caller.ANONYMOUS;
        }
        reloadIfChanged(file);
        return caller((presented == null ? ofCertificate(certificate) : verify(presented)).key(), peer);
    }

    /**
     * A caller who was found before and now shows something that was made for its key, as the key stands now.
     *
     * @param keyId the key's public id
     * @param peer the caller's address
     * @param session of the connection; null for plain text
     * @throws AccessDeniedException WRONG_KEY if the key or the certificate is not in force any more, or ADDRESS
     */
    public Caller renew(String keyId, InetAddress peer, @Nullable SSLSession session) {
        if (clients != null) {
            clients.of(session);
        }
        if (file == null) {
            return Caller.ANONYMOUS;
        }
        reloadIfChanged(file);
        Entry entry = state.entries().get(keyId);
        if (entry == null || !entry.key().validAt(Instant.ofEpochMilli(clock.epochMillis()))) {
            throw new AccessDeniedException(Reason.WRONG_KEY, "the key is not valid");
        }
        return caller(entry.key(), peer);
    }

    private static Caller caller(AccessKey key, InetAddress peer) {
        if (!key.allowsAddress(peer)) {
            throw new AccessDeniedException(Reason.ADDRESS, "key " + key.id() + " may not be used from this address");
        }
        return new Caller(key.id(), key.projects(), key.scopes(), new Visibility(key.services()), true);
    }

    /**
     * Counts one call against the key's rate, if it has one.
     *
     * @throws AccessDeniedException RATE with the time to wait
     */
    public void countCall(Caller caller) {
        Entry entry = state.entries().get(caller.keyId());
        if (entry == null || entry.limiter() == null) {
            return;
        }
        Duration wait = entry.limiter().take();
        if (!wait.isZero()) {
            throw new AccessDeniedException(
                    Reason.RATE, "key " + caller.keyId() + " is used more often than its rate allows", wait);
        }
    }

    /** The first of its names that the file has. */
    private Entry ofCertificate(@Nullable ClientCertificate certificate) {
        if (certificate == null) {
            throw new AccessDeniedException(
                    Reason.NO_KEY, "no key was sent, expected one in Authorization or X-Api-Key");
        }
        Instant now = Instant.ofEpochMilli(clock.epochMillis());
        for (String name : certificate.names()) {
            Entry entry = state.certificates().get(name);
            if (entry != null && entry.key().validAt(now)) {
                return entry;
            }
        }
        throw new AccessDeniedException(
                Reason.NO_KEY,
                "no key was sent, and none is in force for a client certificate with the names " + certificate.names());
    }

    private Entry verify(String presented) {
        State current = state;
        int idEnd = Secrets.PREFIX.length() + Secrets.ID_HEX_LENGTH;
        boolean formed = presented.startsWith(Secrets.PREFIX)
                && presented.length() > idEnd + 1
                && presented.charAt(idEnd) == '_';
        String id = formed ? presented.substring(Secrets.PREFIX.length(), idEnd) : "";
        String secret = formed ? presented.substring(idEnd + 1) : presented;
        Entry entry = current.entries().get(id);
        byte[] pepper = current.pepper().length == 0 ? NO_HASH : current.pepper();
        // An unknown id costs the same comparison, so that time does not tell which ids exist.
        byte[] expected = entry == null || !entry.secret() ? NO_HASH : entry.secretHash();
        boolean same = MessageDigest.isEqual(expected, Secrets.hash(pepper, secret));
        if (entry == null
                || !entry.secret()
                || !same
                || !entry.key().validAt(Instant.ofEpochMilli(clock.epochMillis()))) {
            throw new AccessDeniedException(Reason.WRONG_KEY, "the key is not valid");
        }
        return entry;
    }

    private void reloadIfChanged(Path watched) {
        FileStamp stamp;
        try {
            stamp = FileStamp.of(watched);
        } catch (IOException e) {
            problem = "keys were not read again: " + e.getMessage();
            return;
        }
        if (stamp.equals(state.stamp()) && problem.isEmpty()) {
            return;
        }
        synchronized (this) {
            if (stamp.equals(state.stamp())) {
                problem = "";
            } else if (problem.isEmpty() || clock.nanoTime() - retryNanoTime >= 0) {
                reload(watched, stamp);
            }
        }
    }

    /** Called under the lock, so that many callers at once read the file once. */
    private void reload(Path watched, FileStamp stamp) {
        try {
            State before = state;
            state = State.of(stamp, KeyFile.read(watched), before.entries(), clock);
            problem = "";
        } catch (IOException e) {
            problem = "keys were not read again: " + e.getMessage();
            retryNanoTime = clock.nanoTime() + RETRY_INTERVAL_NANOS;
        }
    }

    private record Entry(
            AccessKey key, byte[] secretHash, @Nullable RateLimiter limiter) {
        /** Whether a secret is to be shown for it. */
        boolean secret() {
            return secretHash.length > 0;
        }
    }

    /**
     * What was read last.
     *
     * @param entries by id
     * @param certificates those not revoked, by the certificate that stands for them
     */
    private record State(FileStamp stamp, byte[] pepper, Map<String, Entry> entries, Map<String, Entry> certificates) {
        static final State NONE = new State(FileStamp.NONE, new byte[0], Map.of(), Map.of());

        static State of(FileStamp stamp, KeyFile.Content content, Map<String, Entry> before, StoreClock clock) {
            Map<String, Entry> entries = new HashMap<>();
            Map<String, Entry> certificates = new HashMap<>();
            for (AccessKey key : content.keys()) {
                Entry known = before.get(key.id());
                AccessKey.Rate rate = key.rate();
                RateLimiter limiter = rate == null ? null : new RateLimiter(rate, clock);
                if (known != null && rate != null && rate.equals(known.key().rate())) {
                    limiter = known.limiter();
                }
                String hash = key.secretHash();
                Entry entry = new Entry(
                        key, hash == null ? new byte[0] : Base64.getDecoder().decode(hash), limiter);
                entries.put(key.id(), entry);
                String certificate = key.certificate();
                if (certificate != null && key.revoked() == null) {
                    certificates.put(certificate, entry);
                }
            }
            return new State(stamp, content.pepper(), Map.copyOf(entries), Map.copyOf(certificates));
        }
    }
}
