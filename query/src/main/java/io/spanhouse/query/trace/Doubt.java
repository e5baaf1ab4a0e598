package io.spanhouse.query.trace;

import java.util.Locale;

/** What contradicts itself, or is missing, about a span of a {@link TraceTree}. Bits are part of answers and keep their meaning. */
public enum Doubt {
    /** It has a parent id, and no such span has come. */
    ORPHAN,
    /** Parents went round in a circle, which was cut at this span, the earliest. */
    CIRCLE,
    /** It starts before its parent, so their clocks differ. */
    STARTS_BEFORE_PARENT,
    /** It ends after its parent: it went on by itself, or their clocks differ. */
    ENDS_AFTER_PARENT,
    /** No start was given. */
    WITHOUT_START,
    /** No end was given. */
    WITHOUT_END,
    /** It ends before it starts. */
    ENDS_BEFORE_START,
    /** Another span of the trace has the same id. */
    SHARED_ID,
    /** Something of it was cut or repaired when it was taken in. */
    ALTERED;

    /** Doubts of spans whose times make no stretch. */
    static final int UNTIMED = WITHOUT_START.bit() | WITHOUT_END.bit() | ENDS_BEFORE_START.bit();

    /** This doubt's bit. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Whether a span's doubts have this one. */
    public boolean in(int doubts) {
        return (doubts & bit()) != 0;
    }

    /** The name in answers. */
    public String text() {
        String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
        StringBuilder text = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            text.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return text.toString();
    }
}
