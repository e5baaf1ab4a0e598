package io.spanhouse.query.syncano;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pages by number: some behind {@code last_pk}, or before it with {@code direction=0}, the greatest number first unless {@code
 * ordering=asc}.
 *
 * @param objects on this page, in order
 * @param next address of the next page, null on the last
 * @param prev address of the page before, null on the first
 */
record Page<T>(
        List<T> objects, @Nullable String next, @Nullable String prev) {
    static final int SIZE_MAX = 100;

    /** The page of some objects that a request asks for; addresses are relative to {@code path}. */
    static <T> Page<T> of(Exchange exchange, String path, List<T> all, ToLongFunction<T> number) {
        int size = exchange.query("page_size", SIZE_MAX, 1, SIZE_MAX);
        boolean ascending = ascending(exchange.query("ordering"));
        boolean backwards = exchange.query("direction", 1, 0, 1) == 0;
        String lastText = exchange.query("last_pk");
        List<T> sorted = new ArrayList<>(all);
        sorted.sort((one, other) -> Long.compare(number.applyAsLong(one), number.applyAsLong(other)));
        if (!ascending) {
            Collections.reverse(sorted);
        }
        int from = 0;
        int end = Math.min(size, sorted.size());
        if (lastText != null) {
            long last = last(lastText);
            int behind = 0;
            int before = 0;
            for (T object : sorted) {
                int order = Long.compare(number.applyAsLong(object), last) * (ascending ? 1 : -1);
                before += order < 0 ? 1 : 0;
                behind += order <= 0 ? 1 : 0;
            }
            from = backwards ? Math.max(0, before - size) : behind;
            end = backwards ? before : Math.min(sorted.size(), behind + size);
        }
        List<T> page = sorted.subList(from, end);
        boolean more = !page.isEmpty() && end < sorted.size();
        boolean earlier = !page.isEmpty() && from > 0;
        return new Page<>(
                List.copyOf(page),
                more ? address(exchange, path, 1, number.applyAsLong(page.get(page.size() - 1))) : null,
                earlier ? address(exchange, path, 0, number.applyAsLong(page.get(0))) : null);
    }

    private static boolean ascending(@Nullable String ordering) {
        if (ordering == null || ordering.equals("desc")) {
            return false;
        }
        if (ordering.equals("asc")) {
            return true;
        }
        throw HttpFailure.badRequest("the parameter ordering is '" + ordering + "', expected asc or desc");
    }

    private static long last(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw HttpFailure.badRequest("the parameter last_pk is '" + text + "', expected a whole number");
        }
        return Long.parseLong(text);
    }

    private static String address(Exchange exchange, String path, int direction, long last) {
        TreeMap<String, String> parameters = new TreeMap<>();
        for (String kept : List.of("ordering", "page_size")) {
            String value = exchange.query(kept);
            if (value != null) {
                parameters.put(kept, value);
            }
        }
        parameters.put("direction", Integer.toString(direction));
        parameters.put("last_pk", Long.toString(last));
        StringBuilder address = new StringBuilder(path);
        char separator = '?';
        for (String name : parameters.keySet()) {
            address.append(separator).append(name).append('=').append(parameters.get(name));
            separator = '&';
        }
        return address.toString();
    }
}
