package io.spanhouse.query.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path with places for parameters, such as {@code /api/v0/traces/{traceId}}. Matched on the path as sent, segment by
 * segment, and only then decoded: an escaped slash stays inside its parameter and cannot make another path. A last parameter
 * such as <code>{path...}</code> takes all segments that are left, one at least.
 */
public final class PathTemplate {
    private static final String REST = "...}";

    private final String text;
    private final List<String> segments;
    private final boolean rest;

    private PathTemplate(String text) {
        this.text = text;
        this.segments = split(text);
        this.rest = text.endsWith(REST);
    }

    /** Reads a template. */
    public static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException("path is '" + text + "', expected it to start with /");
        }
        return new PathTemplate(text);
    }

    /** The template as written. */
    public String text() {
        return text;
    }

    /** The parameters of a path, still encoded; null if the path is not of this template. */
    @Nullable
    Map<String, String> match(String rawPath) {
        List<String> sent = split(rawPath);
        if (rest && sent.size() > segments.size()) {
            int last = segments.size() - 1;
            String left = String.join("/", sent.subList(last, sent.size()));
            sent = new ArrayList<>(sent.subList(0, last));
            sent.add(left);
        }
        if (sent.size() != segments.size()) {
            return null;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{") && !sent.get(i).isEmpty()) {
                parameters.put(name(segment), sent.get(i));
            } else if (!segment.equals(sent.get(i))) {
                return null;
            }
        }
        return parameters;
    }

    private static String name(String segment) {
        int end = segment.length() - (segment.endsWith(REST) ? REST.length() : 1);
        return segment.substring(1, end);
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        int slash = path.indexOf('/', start);
        while (slash >= 0) {
            segments.add(path.substring(start, slash));
            start = slash + 1;
            slash = path.indexOf('/', start);
        }
        segments.add(path.substring(Math.min(start, path.length())));
        return segments;
    }

    @Override
    public String toString() {
        return text;
    }
}
