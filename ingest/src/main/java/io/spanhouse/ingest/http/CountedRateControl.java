package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.Transport;
import java.time.Duration;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.WindowRateControl;

/**
 * Bounds the frames of an HTTP/2 connection that cost the server and gain the client nothing: resets, pings, settings,
 * priorities, empty frames. One too many in a second ends the connection with ENHANCE_YOUR_CALM; here it is counted too. What
 * it is counted as does not hang on the one frame that was too many: resets that a client provokes come one by one with the
 * frames that provoke them.
 */
final class CountedRateControl implements RateControl {
    private static final int EVENTS_PER_SECOND_MAX = 128;

    /** A flood is one of resets if no fewer than one frame in so many is one. */
    private static final int RESETS_OF_EVENTS = 4;

    private final RateControl rate = new WindowRateControl(EVENTS_PER_SECOND_MAX, Duration.ofSeconds(1));
    private final IngestMetrics metrics;
    private long events;
    private long resets;
    private boolean counted;

    private CountedRateControl(IngestMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public boolean onEvent(Object event) {
        events++;
        resets += event instanceof ResetFrame ? 1 : 0;
        boolean allowed = rate.onEvent(event);
        if (!allowed && !counted) {
            counted = true;
            metrics.connectionClosed(
                    Transport.HTTP,
                    resets * RESETS_OF_EVENTS >= events
                            ? ConnectionCloseReason.RST_FLOOD
                            : ConnectionCloseReason.PING_FLOOD);
        }
        return allowed;
    }

    record Factory(IngestMetrics metrics) implements RateControl.Factory {
        @Override
        public RateControl newRateControl(EndPoint endPoint) {
            return new CountedRateControl(metrics);
        }
    }
}
