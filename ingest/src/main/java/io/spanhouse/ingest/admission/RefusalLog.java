package io.spanhouse.ingest.admission;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log line a second for each kind of refusal, with how many it stands for: an operator learns what is wrong, and nobody
 * can fill the disk with lines. Remembers how often each kind was and the last of it. Any thread.
 */
public final class RefusalLog {
    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
    private static final long LINE_EVERY_NANOS = 1_000_000_000L;
    private static final int TEXT_CHARS_MAX = 256;

    private final AtomicLong[] nextLineNanos;
    private final AtomicLongArray unsaid;
    private final AtomicLongArray counts;
    private final AtomicReferenceArray<@Nullable Last> lasts;

    /** Behind the kinds of refused requests: refused spans of requests that were taken. */
    private final int spans = RejectionKind.values().length;

    public RefusalLog() {
        int kinds = spans + 1;
        unsaid = new AtomicLongArray(kinds);
        counts = new AtomicLongArray(kinds);
        lasts = new AtomicReferenceArray<>(kinds);
        nextLineNanos = new AtomicLong[kinds];
        for (int i = 0; i < kinds; i++) {
            nextLineNanos[i] = new AtomicLong(System.nanoTime());
        }
    }

    /**
     * Refusals of one kind.
     *
     * @param reason as the counters name it; {@code spans} for spans of requests that were taken
     * @param count requests that it happened to, since the start
     * @param lastMillis when it did last, milliseconds since 1970
     * @param transport how that came
     * @param client what its client calls itself, empty if it does not say
     * @param message what it was told
     */
    public record Refused(
            String reason, long count, long lastMillis, String transport, String client, String message) {}

    private record Last(
            long millis, Transport transport, @Nullable String client, String message) {}

    /** What was refused since the start, a line a kind. */
    public List<Refused> refused() {
        List<Refused> refused = new ArrayList<>();
        for (int kind = 0; kind <= spans; kind++) {
            Last last = lasts.get(kind);
            if (last != null) {
                refused.add(new Refused(
                        kind == spans
                                ? "spans"
                                : RejectionKind.values()[kind].name().toLowerCase(Locale.ROOT),
                        counts.get(kind),
                        last.millis(),
                        last.transport().label(),
                        last.client() == null ? "" : printable(last.client()),
                        printable(last.message())));
            }
        }
        return refused;
    }

    /**
     * Notes one refusal.
     *
     * @param client what the client calls itself, null if it does not say
     */
    public void note(Transport transport, Rejection rejection, @Nullable SocketAddress peer, @Nullable String client) {
        note(
                rejection.kind().ordinal(),
                "a request",
                transport,
                rejection.kind().reason(),
                rejection.message(),
                new Sending(peer, client));
    }

    /**
     * Notes spans that were refused of a request that was taken: not every client shows what it is told of them.
     *
     * @param message how many, and why
     */
    public void noteSpans(Transport transport, String message, @Nullable SocketAddress peer, @Nullable String client) {
        note(spans, "spans", transport, "partial success", message, new Sending(peer, client));
    }

    private record Sending(
            @Nullable SocketAddress peer, @Nullable String client) {}

    private void note(int kind, String what, Transport transport, String reason, String message, Sending from) {
        counts.incrementAndGet(kind);
        lasts.set(kind, new Last(System.currentTimeMillis(), transport, from.client(), message));
        AtomicLong next = nextLineNanos[kind];
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + LINE_EVERY_NANOS)) {
            unsaid.incrementAndGet(kind);
            return;
        }
        long others = unsaid.getAndSet(kind, 0);
        LOG.warn(
                "refused {} over {} from {}, client {} ({}): {}{}",
                what,
                transport.label(),
                from.peer() == null ? "an unknown peer" : from.peer(),
                from.client() == null ? "unknown" : printable(from.client()),
                reason,
                printable(message),
                others == 0 ? "" : "; and " + others + " more like this since the last line");
    }

    /** What clients write must not forge lines or fill them. */
    static String printable(String text) {
        StringBuilder clean = new StringBuilder(Math.min(text.length(), TEXT_CHARS_MAX));
        for (int i = 0; i < text.length() && i < TEXT_CHARS_MAX; i++) {
            char character = text.charAt(i);
            boolean plain = character >= ' ' && character < 0x7f || Character.isLetterOrDigit(character);
            clean.append(plain ? character : '?');
        }
        return text.length() > TEXT_CHARS_MAX ? clean.append("...").toString() : clean.toString();
    }
}
