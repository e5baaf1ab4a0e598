package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filter language: terms between white space.
 *
 * <pre>
 * filter = { white space } [ term { white space term } ]
 * term   = { "+" | "^" } text [ ":" text ]         each sign once, in either order
 * text   = bare | quoted
 * bare   = [a-zA-Z0-9./_] { [a-zA-Z0-9./_-] }
 * quoted = '"' { any character, '"' and '\' behind a '\' } '"'
 * </pre>
 *
 * <p>What is not of this form is refused with the position, counted from 1. One instance reads one filter.
 */
final class FilterReader {
    /** Longest filter. */
    static final int CHARACTERS_MAX = 8_192;

    /** Most terms of one filter. */
    static final int TERMS_MAX = 32;

    private final String text;
    private int next;

    private FilterReader(String text) {
        this.text = text;
    }

    /** The terms of a filter, none if it is empty. */
    static List<FilterTerm> read(String filter) {
        if (filter.length() > CHARACTERS_MAX) {
            throw HttpFailure.badRequest(
                    "the filter has " + filter.length() + " characters, expected at most " + CHARACTERS_MAX);
        }
        return new FilterReader(filter).terms();
    }

    private List<FilterTerm> terms() {
        List<FilterTerm> terms = new ArrayList<>();
        skipWhiteSpace();
        while (next < text.length()) {
            if (terms.size() == TERMS_MAX) {
                throw wrong("another term", "at most " + TERMS_MAX);
            }
            terms.add(term());
            int end = next;
            skipWhiteSpace();
            if (end == next && next < text.length()) {
                throw wrong(
                        found(), "white space or the end; a text with other than letters, digits and ./_- is quoted");
            }
        }
        return terms;
    }

    private FilterTerm term() {
        int position = next + 1;
        boolean exact = false;
        boolean onRoot = false;
        while (next < text.length() && (text.charAt(next) == '+' || text.charAt(next) == '^')) {
            boolean plus = text.charAt(next) == '+';
            if (plus ? exact : onRoot) {
                throw wrong(found(), "each of + and ^ at most once");
            }
            exact |= plus;
            onRoot |= !plus;
            next++;
        }
        String first = text("a text");
        String second = null;
        if (next < text.length() && text.charAt(next) == ':') {
            next++;
            second = text("a value after the colon");
        }
        return second == null
                ? term(position, exact, onRoot, null, first)
                : term(position, exact, onRoot, first, second);
    }

    private FilterTerm term(int position, boolean exact, boolean onRoot, @Nullable String key, String value) {
        if (value.isEmpty() || key != null && key.isEmpty()) {
            throw HttpFailure.badRequest("the filter has an empty text in the term at position " + position
                    + ", expected at least one character");
        }
        return new FilterTerm(position, exact, onRoot, key, value);
    }

    private String text(String expected) {
        if (next < text.length() && text.charAt(next) == '"') {
            return quoted();
        }
        int start = next;
        while (next < text.length() && isBare(text.charAt(next), next == start)) {
            next++;
        }
        if (next == start) {
            throw wrong(found(), expected + " of letters, digits and ./_-, or quoted");
        }
        return text.substring(start, next);
    }

    private static boolean isBare(char c, boolean first) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '/'
                || c == '_'
                || c == '-' && !first;
    }

    private String quoted() {
        int open = next++;
        StringBuilder read = new StringBuilder();
        while (next < text.length()) {
            char c = text.charAt(next++);
            if (c == '"') {
                return read.toString();
            }
            if (c == '\\') {
                if (next == text.length() || text.charAt(next) != '"' && text.charAt(next) != '\\') {
                    throw wrong(found(), "\" or \\ after a \\");
                }
                c = text.charAt(next++);
            }
            read.append(c);
        }
        next = open;
        throw wrong("a quotation mark that is not closed", "another one");
    }

    private void skipWhiteSpace() {
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
            next++;
        }
    }

    private String found() {
        return next == text.length() ? "the end" : "'" + text.charAt(next) + "'";
    }

    private HttpFailure wrong(String found, String expected) {
        return HttpFailure.badRequest(
                "the filter has " + found + " at position " + (next + 1) + ", expected " + expected);
    }
}
