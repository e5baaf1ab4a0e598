package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import java.time.InstantSource;

/**
 * What both readers of requests have in common: the batch that grows, the limits, and the judgement of each span when it
 * ends. A reader puts plain fields straight into {@link #builder}; what is judged (ids, start, status, counts) comes
 * through here. Nothing is decided before the end of a span, because fields may come in any order and more than once.
 *
 * <p>Not thread-safe; used again for the next request.
 */
final class SpanIntake {
    /**
     * Most events and most links of one request, beside the limits of each span. An empty one has two bytes on the wire
     * and 20 or 44 in the batch: without these bounds a request could take many times its own size.
     */
    static final int REQUEST_EVENTS_MAX = 1 << 20;

    static final int REQUEST_LINKS_MAX = 1 << 20;

    /** The batch's size is looked at once in so many spans; one span has no more than its bytes on the wire give it. */
    private static final int ROWS_BETWEEN_LOOKS = 64;

    private static final int EXPECTED_ROWS_MAX = 8192;
    /** Below the usual, so that columns have room for all spans: growing copies each of them. */
    private static final int SPAN_BYTES = 384;

    private static final long UINT32_MAX = 0xFFFFFFFFL;

    final SpanBatchBuilder builder = new SpanBatchBuilder();
    final SpanIds ids = new SpanIds();
    final CleanText text = new CleanText();
    final Limits limits;

    /** Set of {@link SpanRepair} of the open span, resource or scope; whoever opens one clears it. */
    int repairs;

    long startNanos;
    int statusCode;
    int statusMessage;
    boolean statusPresent;
    int droppedAttributes;
    int droppedEvents;
    int droppedLinks;

    private final InstantSource clock;
    private final long batchBytesMax;
    private final WalkTally tally;
    private boolean anyRepairs;
    private int attributes;
    private int events;
    private int eventsTaken;
    private int eventsLeft;
    private int links;
    private int linksTaken;
    private int linksLeft;
    private int resourceSpansIndex;
    private int scopeSpansIndex;
    private int spanIndex;

    SpanIntake(WalkOptions options, InstantSource clock) {
        this.limits = options.limits();
        this.batchBytesMax = options.batchBytesMax();
        this.clock = clock;
        this.tally = new WalkTally(options);
    }

    /** Starts a request of so many bytes. */
    void begin(int bytes) {
        builder.expectRows(Math.min(EXPECTED_ROWS_MAX, bytes / SPAN_BYTES));
        tally.begin(clock.instant());
        anyRepairs = false;
        resourceSpansIndex = -1;
        eventsLeft = REQUEST_EVENTS_MAX;
        linksLeft = REQUEST_LINKS_MAX;
    }

    /** Counts an element of {@code resource_spans}, for messages. */
    void startResourceSpans() {
        resourceSpansIndex++;
        scopeSpansIndex = -1;
    }

    /** Counts an element of {@code scope_spans}, for messages. */
    void startScopeSpans() {
        scopeSpansIndex++;
        spanIndex = -1;
    }

    /** The code of a text, made clean. */
    int text(byte[] array, int offset, int length) {
        repairs |= text.clean(array, offset, length, limits.valueBytesMax());
        return builder.string(text.array, text.offset, text.length);
    }

    void startSpan() {
        spanIndex++;
        builder.startSpan();
        ids.clear();
        repairs = 0;
        startNanos = 0;
        statusCode = 0;
        statusMessage = 0;
        statusPresent = false;
        droppedAttributes = 0;
        droppedEvents = 0;
        droppedLinks = 0;
        attributes = 0;
        events = 0;
        eventsTaken = 0;
        links = 0;
        linksTaken = 0;
    }

    /** Counts an attribute of the span; false if it is over the limit and only to be checked. */
    boolean takesAttribute() {
        return attributes++ < limits.attributesMax();
    }

    /** Counts an event of the span; false if it is over a limit and only to be checked. */
    boolean takesEvent() {
        events++;
        boolean takes = eventsTaken < limits.eventsMax() && eventsLeft > 0;
        if (takes) {
            eventsTaken++;
            eventsLeft--;
        }
        return takes;
    }

    /** Counts a link of the span; false if it is over a limit and only to be checked. */
    boolean takesLink() {
        links++;
        boolean takes = linksTaken < limits.linksMax() && linksLeft > 0;
        if (takes) {
            linksTaken++;
            linksLeft--;
        }
        return takes;
    }

    /**
     * The dropped count of a list of which {@code found} came and the first {@code most} at most were taken: never less
     * than sent, and not past an unsigned 32-bit number. Notes the repair.
     */
    int dropped(int sent, int found, int most, SpanRepair repair) {
        if (found <= most) {
            return sent;
        }
        repairs |= repair.bit();
        return (int) Math.min(UINT32_MAX, Integer.toUnsignedLong(sent) + (found - most));
    }

    /** Judges the span and takes or refuses it. */
    void endSpan() throws MalformedRequestException {
        SpanRejection problem = ids.problem();
        if (problem == null && tally.refusesStart(startNanos)) {
            problem = SpanRejection.TOO_OLD;
        }
        if (problem != null) {
            builder.abandonSpan();
            refuse(problem);
            return;
        }
        if (ids.parentIsBad()) {
            repairs |= SpanRepair.PARENT_ID.bit();
        }
        builder.traceId(ids.traceIdHigh, ids.traceIdLow)
                .spanId(ids.spanId)
                .parentSpanId(ids.parent())
                .startNanos(startNanos)
                .droppedAttributes(
                        dropped(droppedAttributes, attributes, limits.attributesMax(), SpanRepair.ATTR_COUNT))
                .droppedEvents(dropped(droppedEvents, events, eventsTaken, SpanRepair.EVENT_COUNT))
                .droppedLinks(dropped(droppedLinks, links, linksTaken, SpanRepair.LINK_COUNT));
        builder.marks(marks());
        if (statusPresent) {
            builder.status(statusCode, statusMessage);
        }
        builder.endSpan();
        tally.countStart(startNanos);
        if (builder.rowCount() % ROWS_BETWEEN_LOOKS == 0 && builder.retainedBytes() > batchBytesMax) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.TOO_LARGE,
                    "the first " + builder.rowCount() + " spans take " + builder.retainedBytes()
                            + " bytes in memory, at most " + batchBytesMax
                            + " are taken for those of one request; send smaller batches");
        }
    }

    /** The marks of the repairs so far, which the caller puts on spans. */
    int marks() {
        anyRepairs |= repairs != 0;
        return SpanRepair.markBits(repairs);
    }

    /** The result of the request. */
    WalkResult finish() {
        SpanBatch batch = builder.build();
        return tally.result(tally.spansRejected() == 0 ? batch : withoutLeftovers(batch), anyRepairs);
    }

    /** Forgets what a request that did not decode left behind, and large buffers. */
    void reset() {
        if (builder.rowCount() > 0 || builder.byteCount() > 0) {
            builder.build();
        }
        text.close();
    }

    private void refuse(SpanRejection problem) {
        if (tally.reject(problem)) {
            tally.explain("resource_spans[" + resourceSpansIndex + "].scope_spans[" + scopeSpansIndex + "].spans["
                    + spanIndex + "]: " + describe(problem));
        }
    }

    private String describe(SpanRejection problem) {
        switch (problem) {
            case TRACE_ID:
            case SPAN_ID:
                return ids.describe(problem);
            case TOO_OLD:
                return "start " + Long.toUnsignedString(startNanos) + " ns is older than this server takes";
        }
        throw new IllegalStateException("no words for " + problem);
    }

    /** The same rows without the strings and values that only refused spans had. */
    private static SpanBatch withoutLeftovers(SpanBatch batch) {
        SpanBatchBuilder clean = new SpanBatchBuilder();
        SpanCopier copier = new SpanCopier(batch, clean);
        for (int row = 0; row < batch.rowCount(); row++) {
            copier.copy(row);
        }
        return clean.build();
    }
}
