package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.Transport;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * Counts one HTTP/2 connection that the library ends because of its request headers: too large in all, in one frame or over
 * several, or not to be unpacked. The library tells the reason in words only, and more than once. Floods of such frames are
 * told by {@link CountedRateControl}.
 */
final class SessionFailures {
    private static final Pattern HEADERS = Pattern.compile("invalid_(headers_frame|continuation_frame|hpack_block)\\b");

    private final IngestMetrics metrics;
    private final AtomicBoolean counted = new AtomicBoolean();

    SessionFailures(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    void count(Throwable failure) {
        String why = String.valueOf(failure.getMessage());
        if (HEADERS.matcher(why).find() && counted.compareAndSet(false, true)) {
            metrics.connectionClosed(Transport.HTTP, ConnectionCloseReason.HEADERS);
        }
    }
}
