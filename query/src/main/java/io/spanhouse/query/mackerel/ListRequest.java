package io.spanhouse.query.mackerel;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of a list, read and checked. Members that are null count as absent, unknown ones are ignored.
 *
 * @param serviceNamespace null for not given; empty for spans without a namespace
 * @param fromSeconds first second, since 1970
 * @param toSeconds last second, since 1970
 * @param statusCode number of the status; null for any
 * @param attributes what must hold on the span
 */
record ListRequest(
        String serviceName,
        @Nullable String serviceNamespace,
        long fromSeconds,
        long toSeconds,
        @Nullable String environment,
        @Nullable TraceId traceId,
        @Nullable String spanName,
        @Nullable String version,
        @Nullable Long statusCode,
        @Nullable String issueFingerprint,
        @Nullable Long minLatencyMillis,
        @Nullable Long maxLatencyMillis,
        List<SpanCondition> attributes,
        int page,
        int perPage,
        TraceOrder order) {
    /** Most rows of a page. */
    static final int PER_PAGE_MAX = 100;

    /** Deepest row that a page may end with; further on a narrower time range finds it. */
    static final int ROWS_DEEP_MAX = 10_000;

    private static final int PER_PAGE = 20;

    /** Reads a body. */
    static ListRequest read(byte[] bytes) {
        JsonInput body = JsonInput.body(bytes);
        JsonInput name = body.required("serviceName");
        if (name.text().isEmpty()) {
            throw name.unexpected("the name of a service");
        }
        long from = body.required("from").whole();
        long to = body.required("to").whole();
        if (from > to) {
            throw body.member("from").unexpected("at most the value of to, " + to);
        }
        Long minLatency = latency(body.member("minLatencyMillis"));
        Long maxLatency = latency(body.member("maxLatencyMillis"));
        if (minLatency != null && maxLatency != null && minLatency > maxLatency) {
            throw body.member("minLatencyMillis").unexpected("at most the value of maxLatencyMillis, " + maxLatency);
        }
        List<SpanCondition> attributes = new ArrayList<>();
        attributes.addAll(AttributeFilters.ofSpan(body.member("attributes")));
        attributes.addAll(AttributeFilters.ofResource(body.member("resourceAttributes")));
        return new ListRequest(
                name.text(),
                textOrNull(body.member("serviceNamespace")),
                from,
                to,
                textOrNull(body.member("environment")),
                traceId(body.member("traceId")),
                textOrNull(body.member("spanName")),
                textOrNull(body.member("version")),
                statusCode(body.member("statusCode")),
                textOrNull(body.member("issueFingerprint")),
                minLatency,
                maxLatency,
                attributes,
                page(body),
                perPage(body),
                order(body.member("order")));
    }

    private static int page(JsonInput body) {
        JsonInput page = body.member("page");
        int number = page.present() ? page.whole(1, Integer.MAX_VALUE) : 1;
        if ((long) number * perPage(body) > ROWS_DEEP_MAX) {
            throw page.unexpected("a page that ends at row " + ROWS_DEEP_MAX
                    + " or before; a narrower range of from and to finds what lies further on");
        }
        return number;
    }

    private static int perPage(JsonInput body) {
        JsonInput perPage = body.member("perPage");
        return perPage.present() ? perPage.whole(1, PER_PAGE_MAX) : PER_PAGE;
    }

    private static @Nullable String textOrNull(JsonInput input) {
        return input.present() ? input.text() : null;
    }

    private static @Nullable Long latency(JsonInput input) {
        if (!input.present()) {
            return null;
        }
        long millis = input.whole();
        if (millis < 0) {
            throw input.unexpected("a whole number of at least 0");
        }
        return millis;
    }

    private static @Nullable TraceId traceId(JsonInput input) {
        if (!input.present()) {
            return null;
        }
        try {
            return TraceId.parse(input.text());
        } catch (StoreException e) {
            throw input.unexpected("32 hexadecimal digits");
        }
    }

    private static @Nullable Long statusCode(JsonInput input) {
        if (!input.present()) {
            return null;
        }
        return switch (input.text()) {
            case "OK" -> 1L;
            case "ERROR" -> 2L;
            default -> throw input.unexpected("OK or ERROR");
        };
    }

    private static TraceOrder order(JsonInput order) {
        if (!order.present()) {
            return TraceOrder.NEWEST;
        }
        if (!order.isObject()) {
            throw order.unexpected("an object");
        }
        TraceOrder.Key key = TraceOrder.Key.START;
        JsonInput column = order.member("column");
        if (column.present()) {
            key = switch (column.text()) {
                case "START_AT" -> TraceOrder.Key.START;
                case "LATENCY" -> TraceOrder.Key.DURATION;
                default -> throw column.unexpected("START_AT or LATENCY");
            };
        }
        boolean descending = true;
        JsonInput direction = order.member("direction");
        if (direction.present()) {
            descending = switch (direction.text()) {
                case "DESC" -> true;
                case "ASC" -> false;
                default -> throw direction.unexpected("ASC or DESC");
            };
        }
        return new TraceOrder(key, descending);
    }
}
