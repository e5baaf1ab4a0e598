package io.spanhouse.ingest.otlp;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the {@code resource} of one {@code ResourceSpans} after another, or the {@code scope} of {@code ScopeSpans}.
 * Bytes that were one before in this request are not parsed again. Where the field comes more than once, its contents
 * add up as protobuf says. Not thread-safe.
 */
abstract class EnvelopeReader {
    /** So many different ones are kept in mind; then all are forgotten, which only costs repeated work. */
    static final int KNOWN_MAX = 4096;

    final WireReader in;
    final SpanIntake intake;
    final PairReader pairs;
    private final RawBytesCache known = new RawBytesCache();
    private final List<EnvelopeDraft> drafts = new ArrayList<>();
    private EnvelopeDraft draft = new EnvelopeDraft();

    EnvelopeReader(WireReader in, SpanIntake intake, PairReader pairs) {
        this.in = in;
        this.intake = intake;
        this.pairs = pairs;
    }

    /** Reads one field up to the limit of the wire reader. */
    abstract void field(int tag, EnvelopeDraft into) throws MalformedRequestException;

    /** Starts without a resource or scope. */
    final void start() {
        if (draft.present) {
            draft = new EnvelopeDraft();
        } else {
            draft.clear();
        }
    }

    /** Reads the message, whose length is next. */
    final void read() throws MalformedRequestException {
        int length = in.length();
        int from = in.position;
        if (draft.present) {
            draft = draft.copy();
            parse(from + length);
            return;
        }
        int index = known.find(in.bytes, from, length);
        if (index >= 0) {
            draft = drafts.get(index);
            in.position = from + length;
            return;
        }
        parse(from + length);
        if (drafts.size() == KNOWN_MAX) {
            known.clear();
            drafts.clear();
        }
        known.put(drafts.size());
        drafts.add(draft);
    }

    /** What was read since {@link #start()}. */
    final EnvelopeDraft draft() {
        return draft;
    }

    /** Forgets the request. */
    final void close() {
        known.clear();
        drafts.clear();
        draft = new EnvelopeDraft();
    }

    /** Reads one attribute. */
    final void attribute(EnvelopeDraft into) throws MalformedRequestException {
        if (into.takesAttribute(intake.limits.attributesMax())) {
            into.attribute(pairs.read());
        } else {
            pairs.check();
        }
    }

    /** Reads a text and gives its code. */
    final int text() throws MalformedRequestException {
        int length = in.length();
        int code = intake.text(in.bytes, in.position, length);
        in.position += length;
        return code;
    }

    private void parse(int end) throws MalformedRequestException {
        int outer = in.limit;
        in.limit = end;
        draft.present = true;
        intake.repairs = 0;
        while (in.more()) {
            field(in.tag(), draft);
        }
        draft.repairs |= intake.repairs;
        in.limit = outer;
    }
}
