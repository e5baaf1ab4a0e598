package io.spanhouse.query.tempo;

import io.spanhouse.query.http.HttpFailure;
import java.util.Map;

/** Words {@code key=value} between spaces; a value in double quotes has spaces, and backslashes before quotes. */
final class LogfmtReader {
    private final String text;
    private int next;

    LogfmtReader(String text) {
        this.text = text;
    }

    /** Words that are read as these tags. */
    static String text(Map<String, String> tags) {
        StringBuilder text = new StringBuilder();
        tags.forEach((key, value) -> text.append(key)
                .append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                .append("\" "));
        return text.toString();
    }

    void into(Map<String, String> tags) {
        while (skipSpaces()) {
            int start = next;
            while (next < text.length() && text.charAt(next) > ' ' && text.charAt(next) != '=') {
                next++;
            }
            String key = text.substring(start, next);
            if (key.isEmpty() || key.indexOf('"') >= 0 || next == text.length() || text.charAt(next) != '=') {
                throw HttpFailure.badRequest("invalid tags: at position " + (start + 1) + " found '"
                        + text.substring(start, Math.min(text.length(), next + 1)) + "', expected key=value");
            }
            next++;
            String value = next < text.length() && text.charAt(next) == '"' ? quoted() : bare();
            if (tags.putIfAbsent(key, value) != null) {
                throw HttpFailure.badRequest("invalid tags: tag " + key + " has been set twice");
            }
        }
    }

    private boolean skipSpaces() {
        while (next < text.length() && text.charAt(next) <= ' ') {
            next++;
        }
        return next < text.length();
    }

    private String bare() {
        int start = next;
        while (next < text.length() && text.charAt(next) > ' ') {
            next++;
        }
        return text.substring(start, next);
    }

    private String quoted() {
        int open = next++;
        StringBuilder value = new StringBuilder();
        while (next < text.length() && text.charAt(next) != '"') {
            if (text.charAt(next) == '\\' && next + 1 < text.length()) {
                next++;
            }
            value.append(text.charAt(next++));
        }
        if (next == text.length()) {
            throw HttpFailure.badRequest(
                    "invalid tags: the quote at position " + (open + 1) + " is not closed, expected another one");
        }
        next++;
        return value.toString();
    }
}
