package io.spanhouse.query.http;

import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tickets for downloads, and what became of them. A ticket is good once and for {@link #TICKET_SECONDS} seconds, stands for one
 * request of one key in one project, and is known here by its digest alone, so that no dump or log of this process shows one that
 * works. Bounded: {@link #TICKETS_MAX} a key, {@link #KEPT_MAX} downloads in all, each forgotten {@link #KEPT_SECONDS} seconds after
 * it was made; one that still runs then goes on and is only not told of any more. Thread-safe.
 */
public final class Downloads {
    /** How long a ticket may be presented. */
    public static final int TICKET_SECONDS = 60;

    /** How long one may ask how a download is. */
    public static final int KEPT_SECONDS = 3_600;

    /** Most downloads that are remembered; the oldest whose ticket is gone makes room. */
    public static final int KEPT_MAX = 1_000;

    /** Most tickets of one key that may be presented. */
    public static final int TICKETS_MAX = 64;

    /** Most bytes of requests that are remembered. */
    static final int REQUEST_BYTES_MAX = 8 << 20;

    private static final long TICKET_NANOS = Duration.ofSeconds(TICKET_SECONDS).toNanos();
    private static final long KEPT_NANOS = Duration.ofSeconds(KEPT_SECONDS).toNanos();
    private static final int ID_BYTES = 8;
    private static final int TICKET_BYTES = 32;

    private final StoreClock clock;
    private final SecureRandom random = new SecureRandom();

    /** By id, the oldest first. Guarded by this. */
    private final Map<String, Kept> kept = new LinkedHashMap<>();

    private long requestBytes;

    Downloads(StoreClock clock) {
        this.clock = clock;
    }

    /** Its digest is null once the ticket was presented or expired. */
    private static final class Kept {
        private final Download download;
        private final long madeNanoTime;
        private byte @Nullable [] digest;

        Kept(Download download, long madeNanoTime, byte[] digest) {
            this.download = download;
            this.madeNanoTime = madeNanoTime;
            this.digest = digest;
        }

        String keyId() {
            return download.source().keyId();
        }
    }

    /**
     * A ticket.
     *
     * @param id names the download; nothing can be fetched by it
     * @param ticket a secret
     * @param expiresMillis until when it may be presented, milliseconds since 1970
     */
    public record Issued(String id, String ticket, long expiresMillis) {}

    /**
     * Makes a ticket.
     *
     * @throws StoreException OVERLOADED if there are too many
     */
    synchronized Issued issue(Download.Source source) {
        long now = clock.nanoTime();
        tidy(now);
        long waiting = kept.values().stream()
                .filter(one -> one.digest != null && one.keyId().equals(source.keyId()))
                .count();
        if (waiting == TICKETS_MAX) {
            throw overloaded(waiting + " tickets of this key wait to be used");
        }
        if (kept.size() == KEPT_MAX) {
            makeRoom();
        }
        if (requestBytes + source.body().length > REQUEST_BYTES_MAX) {
            throw overloaded(requestBytes + " bytes of requests are remembered for downloads");
        }
        String id = drawn(ID_BYTES);
        String ticket = drawn(TICKET_BYTES);
        kept.put(id, new Kept(new Download(source), now, digest(ticket)));
        requestBytes += source.body().length;
        return new Issued(id, ticket, clock.epochMillis() + TICKET_SECONDS * 1_000L);
    }

    /**
     * Takes a ticket; it is of no use any more.
     *
     * @throws AccessDeniedException WRONG_KEY if it is none, was presented before, or expired; which of them is not told
     */
    synchronized Download redeem(String id, String ticket) {
        tidy(clock.nanoTime());
        Kept found = kept.get(id);
        if (found == null || found.digest == null || !MessageDigest.isEqual(found.digest, digest(ticket))) {
            throw new AccessDeniedException(
                    AccessDeniedException.Reason.WRONG_KEY,
                    "the ticket is not valid: one is good once, and for " + TICKET_SECONDS + " s");
        }
        found.digest = null;
        return found.download;
    }

    /** How a download of a key in a project is; null if there is none. */
    synchronized Download.@Nullable Progress find(String id, String keyId, String project) {
        tidy(clock.nanoTime());
        Kept found = kept.get(id);
        if (found == null
                || !found.keyId().equals(keyId)
                || !found.download.source().project().equals(project)) {
            return null;
        }
        return found.download.progress();
    }

    private void tidy(long now) {
        Iterator<Kept> oldestFirst = kept.values().iterator();
        while (oldestFirst.hasNext()) {
            Kept one = oldestFirst.next();
            long age = now - one.madeNanoTime;
            if (age < TICKET_NANOS) {
                return;
            }
            if (one.digest != null) {
                one.digest = null;
                one.download.expire();
            }
            if (age >= KEPT_NANOS) {
                oldestFirst.remove();
                requestBytes -= one.download.source().body().length;
            }
        }
    }

    private void makeRoom() {
        for (Kept one : kept.values()) {
            if (one.digest == null) {
                kept.values().remove(one);
                requestBytes -= one.download.source().body().length;
                return;
            }
        }
        throw overloaded(kept.size() + " tickets wait to be used");
    }

    private static StoreException overloaded(String what) {
        return new StoreException(FailureKind.OVERLOADED, what + ", and no more may");
    }

    private String drawn(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    private static byte[] digest(String ticket) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
