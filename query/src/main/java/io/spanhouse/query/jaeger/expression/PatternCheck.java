package io.spanhouse.query.jaeger.expression;

import io.spanhouse.query.http.HttpFailure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what patterns of filters may not have although RE2 has it: anchors, word boundaries, lazy repetitions, folding of
 * case. Whether the rest is an expression, the engine finds out.
 */
final class PatternCheck {
    private static final Map<Character, String> ESCAPES =
            Map.of('A', "anchor", 'z', "anchor", 'b', "word boundary", 'B', "word boundary");

    private final String pattern;
    private final String where;
    private int position;

    private PatternCheck(String pattern, String where) {
        this.pattern = pattern;
        this.where = where;
    }

    /**
     * Looks a pattern through.
     *
     * @throws HttpFailure 400 that names the place
     */
    static void check(String pattern, String where) {
        new PatternCheck(pattern, where).walk();
    }

    private void walk() {
        while (position < pattern.length()) {
            char c = pattern.charAt(position);
            switch (c) {
                case '^', '$' -> throw refused("anchor " + c);
                case '\\' -> escape();
                case '[' -> skipClass();
                case '(' -> group();
                case '*', '+', '?' -> repetition(position + 1);
                case '{' -> counted();
                default -> position++;
            }
        }
    }

    private void escape() {
        if (pattern.startsWith("\\Q", position)) {
            int end = pattern.indexOf("\\E", position + 2);
            position = end < 0 ? pattern.length() : end + 2;
            return;
        }
        @Nullable String what = position + 1 < pattern.length() ? ESCAPES.get(pattern.charAt(position + 1)) : null;
        if (what != null) {
            throw refused(what + " \\" + pattern.charAt(position + 1));
        }
        position += 2;
    }

    /** A bracket that comes first, behind a caret or not, belongs to the class. */
    private void skipClass() {
        position++;
        if (at('^')) {
            position++;
        }
        if (at(']')) {
            position++;
        }
        while (position < pattern.length() && !at(']')) {
            int named = pattern.startsWith("[:", position) ? pattern.indexOf(":]", position + 2) : -1;
            position = named >= 0 ? named + 2 : position + (at('\\') ? 2 : 1);
        }
        position++;
    }

    private void group() {
        position++;
        if (!at('?')) {
            return;
        }
        position++;
        boolean off = false;
        for (int i = position; i < pattern.length() && "imsU-".indexOf(pattern.charAt(i)) >= 0; i++) {
            char flag = pattern.charAt(i);
            off |= flag == '-';
            if (!off && (flag == 'i' || flag == 'U')) {
                position = i;
                throw refused(flag == 'i' ? "flag i, which folds case" : "flag U, which makes repetitions lazy");
            }
        }
    }

    private void repetition(int after) {
        position = after;
        if (at('?')) {
            throw refused("lazy repetition");
        }
    }

    /** What is no count is text. */
    private void counted() {
        int end = position + 1;
        while (end < pattern.length() && "0123456789,".indexOf(pattern.charAt(end)) >= 0) {
            end++;
        }
        boolean counted = end > position + 1 && end < pattern.length() && pattern.charAt(end) == '}';
        if (counted) {
            repetition(end + 1);
        } else {
            position++;
        }
    }

    private boolean at(char c) {
        return position < pattern.length() && pattern.charAt(position) == c;
    }

    private HttpFailure refused(String what) {
        return Refusal.at(
                where,
                "the pattern '" + pattern + "' has at character " + (position + 1) + " a " + what
                        + ", expected none: patterns are found anywhere, case-sensitively");
    }
}
