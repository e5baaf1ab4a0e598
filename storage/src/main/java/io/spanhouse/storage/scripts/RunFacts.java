package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.TraceId;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * What single spans, and lines that are events of spans, say of runs: one fact each, numbered from 0 as they are told. A fact
 * never changes; it dies when its span is gone. The facts of a run are a chain, the newest first. 50 bytes a fact; one with a
 * text, and one that took over {@link #PLAIN_MAX} nanoseconds, takes 21 more and its text. Not thread-safe while it grows.
 */
final class RunFacts {
    /** Longest text that is held; a longer message is read from its span, other texts are cut. */
    static final int TEXT_BYTES_MAX = TextHeap.BYTES_MAX;

    /** After the last fact of a chain. */
    static final int NONE = -1;

    /** What a fact is. */
    enum Kind {
        /** A span that may be the run's own. */
        OWN,
        /** A span that is a log. */
        LOG,
        /** A line that is an event of a span. */
        EVENT,
        /** Another span of the run. */
        PART
    }

    /** The span failed. */
    static final int FAILED = 1;

    /** It took too long. */
    static final int TIMED_OUT = 2;

    /** The text was too long to be held. */
    static final int LONG_TEXT = 4;

    private static final int DEAD = 8;
    private static final int FLAGS = 15;

    /** The fact has a row among the details, whose number stands where its duration would. */
    private static final int DETAILED = 16;

    private static final int KIND_SHIFT = 5;
    private static final Kind[] KINDS = Kind.values();
    private static final LogLevel[] LEVELS = LogLevel.values();

    /** In place of a duration where there is no end. */
    private static final long NO_END = (1L << 40) - 1;

    /** Longest duration that needs no details, some 18 minutes. */
    private static final long PLAIN_MAX = NO_END - 1;

    private final IntList run = new IntList();
    private final IntList next = new IntList();
    private final IntList form = new IntList();
    private final LongList start = new LongList();
    private final LongList traceHigh = new LongList();
    private final LongList traceLow = new LongList();
    private final LongList spanId = new LongList();
    private final ByteList marks = new ByteList();
    /** The duration, or the number of the details: its low bytes and its fifth. */
    private final IntList moreLow = new IntList();

    private final ByteList moreHigh = new ByteList();

    private final LongList detailEnd = new LongList();
    private final IntList detailText = new IntList();
    private final IntList detailLogId = new IntList();
    private final IntList detailOwner = new IntList();
    private final ByteList detailLevel = new ByteList();

    private final FactOrigins origins = new FactOrigins();
    private int dead;

    /** A fact that is to be added. */
    static final class Draft {
        int run;
        int form;
        long generation;
        int partition;
        int text;
        int logId;
        /** Of an event the fact of its span, of anything else {@link #NONE}. */
        int owner = NONE;

        /** Of an event its number in the span. */
        int event;

        long start;
        long end;
        long traceHigh;
        long traceLow;
        long spanId;
        Kind kind = Kind.PART;
        LogLevel level = LogLevel.INFO;
        int flags;
    }

    int size() {
        return run.size();
    }

    /** Facts that are not dead. */
    int alive() {
        return size() - dead;
    }

    /** Adds a fact before those of its run; {@code newest} is the first of these. */
    int add(Draft draft, int newest) {
        int fact = size();
        origins.add(fact, draft.partition, draft.generation);
        run.add(draft.run);
        next.add(newest);
        form.add(draft.form);
        start.add(draft.start);
        traceHigh.add(draft.traceHigh);
        traceLow.add(draft.traceLow);
        spanId.add(draft.spanId);
        long duration = draft.end == 0 ? NO_END : draft.end - draft.start;
        boolean detailed = draft.kind == Kind.LOG
                || draft.kind == Kind.EVENT
                || draft.text != 0
                || draft.end != 0 && (duration < 0 || duration > PLAIN_MAX);
        long more = detailed ? addDetails(draft) : duration;
        moreLow.add((int) more);
        moreHigh.add((int) (more >>> Integer.SIZE));
        marks.add(draft.kind.ordinal() << KIND_SHIFT | (detailed ? DETAILED : 0) | draft.flags & FLAGS);
        return fact;
    }

    private int addDetails(Draft draft) {
        // An event has no end; its number stands there.
        detailEnd.add(draft.kind == Kind.EVENT ? draft.event : draft.end);
        detailText.add(draft.text);
        detailLogId.add(draft.logId);
        detailOwner.add(draft.owner);
        detailLevel.add(draft.level.ordinal());
        return detailEnd.size() - 1;
    }

    /** Kills facts of generations of a partition. */
    void kill(int partition, LongPredicate generations, IntPredicate which) {
        origins.each(size(), (from, to, ofPartition, generation) -> {
            if (ofPartition == partition && generations.test(generation)) {
                for (int fact = from; fact < to; fact++) {
                    if (!isDead(fact) && which.test(fact)) {
                        marks.set(fact, marks.get(fact) | DEAD);
                        dead++;
                    }
                }
            }
        });
    }

    /** Copies a fact for another table; texts, form and run are to be set. */
    void read(int fact, Draft into) {
        into.generation = origins.generation(fact);
        into.partition = origins.partition(fact);
        into.start = start(fact);
        into.end = end(fact);
        into.event = event(fact);
        into.traceHigh = traceHigh(fact);
        into.traceLow = traceLow(fact);
        into.spanId = spanId(fact);
        into.kind = kind(fact);
        into.level = level(fact);
        into.flags = marks.get(fact) & FLAGS;
    }

    boolean isDead(int fact) {
        return has(fact, DEAD);
    }

    boolean has(int fact, int flag) {
        return (marks.get(fact) & flag) != 0;
    }

    int run(int fact) {
        return run.get(fact);
    }

    /** The next older fact of the same run. */
    int next(int fact) {
        return next.get(fact);
    }

    int form(int fact) {
        return form.get(fact);
    }

    /** Place of the message of a log, or of what went wrong. */
    int text(int fact) {
        return has(fact, DETAILED) ? detailText.get(details(fact)) : 0;
    }

    /** Place of the id that was sent with a log. */
    int logId(int fact) {
        return has(fact, DETAILED) ? detailLogId.get(details(fact)) : 0;
    }

    int owner(int fact) {
        return has(fact, DETAILED) ? detailOwner.get(details(fact)) : NONE;
    }

    long start(int fact) {
        return start.get(fact);
    }

    long end(int fact) {
        if (has(fact, DETAILED)) {
            return kind(fact) == Kind.EVENT ? 0 : detailEnd.get(details(fact));
        }
        long duration = (moreHigh.get(fact) & 0xFFL) << Integer.SIZE | moreLow.get(fact) & 0xFFFF_FFFFL;
        return duration == NO_END ? 0 : start(fact) + duration;
    }

    /** Number of an event in its span, 0 of a span. */
    int event(int fact) {
        return kind(fact) == Kind.EVENT ? (int) detailEnd.get(details(fact)) : 0;
    }

    /** The number of the details of a fact that has some. */
    private int details(int fact) {
        return moreLow.get(fact);
    }

    long traceHigh(int fact) {
        return traceHigh.get(fact);
    }

    long traceLow(int fact) {
        return traceLow.get(fact);
    }

    long spanId(int fact) {
        return spanId.get(fact);
    }

    Kind kind(int fact) {
        return KINDS[(marks.get(fact) & 0xFF) >>> KIND_SHIFT];
    }

    LogLevel level(int fact) {
        return has(fact, DETAILED) ? LEVELS[detailLevel.get(details(fact))] : LogLevel.INFO;
    }

    SpanPlace place(int fact) {
        return new SpanPlace(new TraceId(traceHigh(fact), traceLow(fact)), spanId(fact));
    }

    boolean samePlace(int fact, int other) {
        return spanId(fact) == spanId(other)
                && traceLow(fact) == traceLow(other)
                && traceHigh(fact) == traceHigh(other);
    }

    /** The order of facts by when they were, which tells any two apart that are not of equal spans. */
    int compare(int fact, int other) {
        // 0, which is not given, comes last: minus 1 it is the greatest unsigned number.
        int order = Long.compareUnsigned(start(fact) - 1, start(other) - 1);
        order = order != 0 ? order : Long.compareUnsigned(traceHigh(fact), traceHigh(other));
        order = order != 0 ? order : Long.compareUnsigned(traceLow(fact), traceLow(other));
        order = order != 0 ? order : Long.compareUnsigned(spanId(fact), spanId(other));
        order = order != 0 ? order : Integer.compare(event(fact), event(other));
        return order != 0 ? order : Long.compareUnsigned(end(fact), end(other));
    }

    /**
     * Whether a span is rather the run's own than another: the one that starts first; of one that was sent twice that which has
     * ended; of those that start together the longest, which has the others within it.
     */
    boolean isRatherOwn(int fact, int other) {
        int order = Long.compareUnsigned(start(fact) - 1, start(other) - 1);
        if (order != 0) {
            return order < 0;
        }
        if (end(fact) != end(other)) {
            // One that has not ended has end 0, the least.
            return Long.compareUnsigned(end(fact), end(other)) > 0;
        }
        return compare(fact, other) < 0;
    }

    long bytes() {
        return 4 * run.bytes()
                + 4 * start.bytes()
                + 2 * marks.bytes()
                + detailEnd.bytes()
                + 3 * detailText.bytes()
                + detailLevel.bytes()
                + origins.bytes();
    }
}
