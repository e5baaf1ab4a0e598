package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.TraceId;
import java.util.function.IntPredicate;

/**
 * What single spans, and lines that are events of spans, say of runs: one fact each, numbered from 0 as they are told. A fact
 * never changes; it dies when its span is gone. The facts of a run are a chain, the newest first. Some 75 bytes a fact and its
 * text. Not thread-safe while it grows.
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
    private static final Kind[] KINDS = Kind.values();
    private static final LogLevel[] LEVELS = LogLevel.values();

    private final IntList run = new IntList();
    private final IntList next = new IntList();
    private final IntList form = new IntList();
    private final IntList generation = new IntList();
    private final IntList text = new IntList();
    private final IntList logId = new IntList();
    private final IntList owner = new IntList();
    private final LongList start = new LongList();
    private final LongList end = new LongList();
    private final LongList traceHigh = new LongList();
    private final LongList traceLow = new LongList();
    private final LongList spanId = new LongList();
    private final ByteList kind = new ByteList();
    private final ByteList flags = new ByteList();
    private final ByteList level = new ByteList();
    private final ByteList partition = new ByteList();
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
        run.add(draft.run);
        next.add(newest);
        form.add(draft.form);
        generation.add((int) draft.generation);
        text.add(draft.text);
        logId.add(draft.logId);
        owner.add(draft.owner);
        start.add(draft.start);
        // An event has no end; its number stands there.
        end.add(draft.kind == Kind.EVENT ? draft.event : draft.end);
        traceHigh.add(draft.traceHigh);
        traceLow.add(draft.traceLow);
        spanId.add(draft.spanId);
        kind.add(draft.kind.ordinal());
        flags.add(draft.flags);
        level.add(draft.level.ordinal());
        partition.add(draft.partition);
        return size() - 1;
    }

    /** Kills facts. */
    void kill(IntPredicate which) {
        for (int fact = 0; fact < size(); fact++) {
            if (!isDead(fact) && which.test(fact)) {
                flags.set(fact, flags.get(fact) | DEAD);
                dead++;
            }
        }
    }

    /** Copies a fact for another table; texts, form and run are to be set. */
    void read(int fact, Draft into) {
        into.generation = generation(fact);
        into.partition = partition(fact);
        into.start = start(fact);
        into.end = end(fact);
        into.event = event(fact);
        into.traceHigh = traceHigh(fact);
        into.traceLow = traceLow(fact);
        into.spanId = spanId(fact);
        into.kind = kind(fact);
        into.level = level(fact);
        into.flags = flags.get(fact);
    }

    boolean isDead(int fact) {
        return has(fact, DEAD);
    }

    boolean has(int fact, int flag) {
        return (flags.get(fact) & flag) != 0;
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

    /** Generations are numbered far below 2^31: one comes every few seconds at most. */
    long generation(int fact) {
        return generation.get(fact);
    }

    int partition(int fact) {
        return partition.get(fact) & 0xFF;
    }

    /** Place of the message of a log, or of what went wrong. */
    int text(int fact) {
        return text.get(fact);
    }

    /** Place of the id that was sent with a log. */
    int logId(int fact) {
        return logId.get(fact);
    }

    int owner(int fact) {
        return owner.get(fact);
    }

    long start(int fact) {
        return start.get(fact);
    }

    long end(int fact) {
        return kind(fact) == Kind.EVENT ? 0 : end.get(fact);
    }

    /** Number of an event in its span, 0 of a span. */
    int event(int fact) {
        return kind(fact) == Kind.EVENT ? (int) end.get(fact) : 0;
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
        return KINDS[kind.get(fact)];
    }

    LogLevel level(int fact) {
        return LEVELS[level.get(fact)];
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
        return 7 * run.bytes() + 5 * start.bytes() + 4 * kind.bytes();
    }
}
