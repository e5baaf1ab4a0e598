package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.SpanMark;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was out of the ordinary about a span that was taken. A closed set: the label of a counter. All but the times mean
 * that what is stored differs from what was sent; these are marked on the span and told to the client.
 */
public enum SpanRepair {
    /** A value was nested too deep; the deeper part became empty. */
    DEPTH(SpanMark.DEPTH_CUT),
    /** The parent id had a wrong length or was the span's own, and was dropped. */
    PARENT_ID(SpanMark.PARENT_ID_DROPPED),
    /** A link's id had a wrong length and was dropped. */
    LINK_ID(SpanMark.LINK_ID_DROPPED),
    /** Text was not valid UTF-8 (or, in JSON, a lone surrogate); the bad part became U+FFFD. */
    UTF8(SpanMark.UTF8_REPAIRED),
    /** There were too many attributes; the rest went into the dropped count. */
    ATTR_COUNT(SpanMark.ATTRIBUTES_CUT),
    /** A value or text was too long and was cut. */
    ATTR_BYTES(SpanMark.VALUE_CUT),
    /** A string index, which traces do not have, was sent; it counts as empty. */
    STRINDEX(SpanMark.STRING_INDEX_IGNORED),
    /** There were too many events; the rest went into the dropped count. */
    EVENT_COUNT(SpanMark.EVENTS_CUT),
    /** There were too many links; the rest went into the dropped count. */
    LINK_COUNT(SpanMark.LINKS_CUT),
    /** The start is not given or before the retention time; stored as sent. */
    TIME_PAST(null),
    /** The start is more than an hour ahead of the receiver's clock; stored as sent. */
    TIME_FUTURE(null);

    private static final SpanRepair[] ALL = values();

    private final String label = name().toLowerCase(Locale.ROOT);
    private final @Nullable SpanMark mark;

    SpanRepair(@Nullable SpanMark mark) {
        this.mark = mark;
    }

    /** The reason as metrics and messages show it. */
    public String label() {
        return label;
    }

    /** Whether the stored span differs from what was sent. */
    public boolean altersSpan() {
        return mark != null;
    }

    /** This repair's bit in a set of repairs. */
    int bit() {
        return 1 << ordinal();
    }

    /** The marks of a set of repairs. */
    static int markBits(int repairs) {
        int marks = 0;
        if (repairs != 0) {
            for (SpanRepair repair : ALL) {
                if ((repairs & repair.bit()) != 0) {
                    marks |= repair.markBit();
                }
            }
        }
        return marks;
    }

    /** The bit of the span's mark; 0 if it gets none. */
    int markBit() {
        return mark == null ? 0 : mark.bit();
    }
}
