package io.spanhouse.ingest;

import io.spanhouse.ingest.admission.Authenticator;
import io.spanhouse.ingest.admission.ByteRates;
import io.spanhouse.ingest.admission.InflaterPool;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.ingest.admission.Peer;
import io.spanhouse.ingest.admission.PermitHolder;
import io.spanhouse.ingest.admission.RefusalLog;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.Rejection;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.RequestHeaders;
import io.spanhouse.ingest.admission.Sender;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.ingest.scripts.FrameResolution;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every OTLP trace request, shared by the transports: {@link #begin} authenticates from headers alone; the {@link
 * OpenRequest} that it gives collects the body under permits, inflates it, reads it into a batch, hands that to the sink,
 * and has the answer when the sink says that the spans are on disk.
 *
 * <p>Any thread. It has no threads of its own: reading runs on the transport's, the end on the sink's. Whoever makes it
 * closes it, after the transports.
 */
public final class TraceIngest implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TraceIngest.class);

    /**
     * What a request needs on its way.
     *
     * @param sink where batches go
     * @param authenticator who sends
     * @param permits bytes that all requests together may hold
     * @param rates bytes a second by key
     * @param writable whether the disk takes writes; asked for each request
     * @param metrics where to count
     * @param clock the time of day, to tell late and early spans
     * @param frames what trace definitions make of frames
     */
    public record Collaborators(
            SpanSink sink,
            Authenticator authenticator,
            MemoryPermits permits,
            ByteRates rates,
            BooleanSupplier writable,
            IngestMetrics metrics,
            InstantSource clock,
            FrameResolution frames) {
        /** Without trace definitions. */
        public Collaborators(
                SpanSink sink,
                Authenticator authenticator,
                MemoryPermits permits,
                ByteRates rates,
                BooleanSupplier writable,
                IngestMetrics metrics,
                InstantSource clock) {
            this(sink, authenticator, permits, rates, writable, metrics, clock, FrameResolution.NONE);
        }
    }

    private final Collaborators collaborators;
    private final IngestOptions options;
    private final RequestReaders readers;
    private final InflaterPool inflaters;
    private final RefusalLog log = new RefusalLog();
    private final AtomicLong inFlight = new AtomicLong();
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean draining;

    public TraceIngest(Collaborators collaborators, IngestOptions options) {
        this.collaborators = collaborators;
        this.options = options;
        this.readers = new RequestReaders(options, collaborators.clock());
        this.inflaters = new InflaterPool(options.workers());
    }

    /**
     * Lets a request in, judged by its headers; a refusal is already counted. The caller closes what it gets once the answer
     * is on its way.
     */
    public OpenRequest begin(Transport transport, RequestHeaders headers, Peer peer) throws RejectedException {
        String client = headers.first("user-agent");
        inFlight.incrementAndGet();
        try {
            if (draining) {
                throw new RejectedException(RejectionKind.DRAINING, "this server is shutting down");
            }
            Sender sender = collaborators.authenticator().authenticate(headers, peer);
            if (!collaborators.writable().getAsBoolean()) {
                throw new RejectedException(
                        RejectionKind.READ_ONLY, "the disk is full or failing, spans cannot be stored at present");
            }
            collaborators.rates().admit(sender);
            return new OpenRequest(this, transport, sender, new OpenRequest.Origin(peer.address(), client));
        } catch (RejectedException e) {
            finished();
            refused(transport, e.rejection(), peer.address(), client);
            throw e;
        } catch (RuntimeException | Error e) {
            finished();
            LOG.error("letting a request in failed", e);
            RejectedException rejected =
                    new RejectedException(RejectionKind.INTERNAL, "letting the request in failed: " + e);
            refused(transport, rejected.rejection(), peer.address(), client);
            throw rejected;
        }
    }

    /** Counts and notes a refusal that a transport made by itself. */
    public void refused(
            Transport transport, Rejection rejection, @Nullable SocketAddress peer, @Nullable String client) {
        collaborators.metrics().requestRejected(transport, rejection.kind());
        log.note(transport, rejection, peer, client);
    }

    /** What was refused since the start, a line a kind. */
    public List<RefusalLog.Refused> refused() {
        return log.refused();
    }

    /** From now on every request is refused as draining; those in flight go on. */
    public void drain() {
        draining = true;
        if (inFlight.get() == 0) {
            idle.countDown();
        }
    }

    /** Waits until the last request in flight was answered, once draining; false if that took longer. */
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return idle.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Requests between their headers and their answer. */
    public long requestsInFlight() {
        return inFlight.get();
    }

    /** Limits of a request. */
    public IngestOptions options() {
        return options;
    }

    /** A holder of permits for bytes that are not the request's own; closed by whoever asks for it. */
    public PermitHolder newPermits() {
        return collaborators.permits().newHolder();
    }

    /** Notes spans that were refused of a request that was taken. */
    void refusedSpans(Transport transport, WalkResult result, @Nullable SocketAddress peer, @Nullable String client) {
        log.noteSpans(
                transport,
                result.spansRejected() + " spans of a request: " + String.join("; ", result.rejectionMessages()),
                peer,
                client);
    }

    /** Inflaters for the bodies of requests. */
    public InflaterPool inflaters() {
        return inflaters;
    }

    /** Where to count. */
    public IngestMetrics metrics() {
        return collaborators.metrics();
    }

    /** Says who sends. */
    public Authenticator authenticator() {
        return collaborators.authenticator();
    }

    Collaborators collaborators() {
        return collaborators;
    }

    /** Reads OTLP requests of a format. */
    public RequestReader otlp(RequestFormat format) {
        return body -> readers.read(format, body);
    }

    void finished() {
        if (inFlight.decrementAndGet() == 0 && draining) {
            idle.countDown();
        }
    }

    @Override
    public void close() {
        inflaters.close();
    }
}
