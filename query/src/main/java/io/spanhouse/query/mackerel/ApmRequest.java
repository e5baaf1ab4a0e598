package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions.NamespaceDefault;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the two lists of statistics have in common: a service, a time range of half an hour at most, a page and an order.
 *
 * @param service spans of the service that is meant
 * @param column what the list is ordered by
 */
record ApmRequest(
        TimeWindow window, List<SpanCondition> service, int page, int perPage, String column, boolean descending) {
    /** Longest time range. */
    static final long RANGE_SECONDS_MAX = 1_800;

    private static final int PER_PAGE = 20;
    private static final String COLUMN = "P95";

    /**
     * Reads the query string.
     *
     * @param columns what the list can be ordered by, with what it stands for
     */
    static ApmRequest read(Exchange exchange, NamespaceDefault otherwise, Map<String, ?> columns) {
        String name = exchange.query("serviceName");
        if (name == null || name.isEmpty()) {
            throw HttpFailure.badRequest("the parameter serviceName is missing, expected the name of a service");
        }
        long from = seconds(exchange, "from");
        long to = seconds(exchange, "to");
        if (from > to || to - from > RANGE_SECONDS_MAX) {
            throw HttpFailure.badRequest("the parameters from and to are " + from + " and " + to
                    + ", expected from at most to and a range of at most " + RANGE_SECONDS_MAX + " seconds");
        }
        List<SpanCondition> service = new ArrayList<>();
        service.add(ListConditions.resource("service.name", name));
        String namespace = ListConditions.namespace(exchange.query("serviceNamespace"), otherwise);
        if (namespace != null) {
            service.add(ListConditions.inNamespace(namespace));
        }
        String environment = exchange.query("environment");
        if (environment != null) {
            service.add(ListConditions.inEnvironment(environment));
        }
        String version = exchange.query("version");
        if (version != null) {
            service.add(ListConditions.resource("service.version", version));
        }
        int perPage = exchange.query("perPage", PER_PAGE, 1, ListRequest.PER_PAGE_MAX);
        return new ApmRequest(
                ListConditions.window(from, to),
                service,
                exchange.query("page", 1, 1, ListRequest.ROWS_DEEP_MAX / perPage),
                perPage,
                choice(exchange.query("orderColumn"), "orderColumn", COLUMN, List.copyOf(columns.keySet())),
                choice(exchange.query("orderDirection"), "orderDirection", "DESC", List.of("ASC", "DESC"))
                        .equals("DESC"));
    }

    private static long seconds(Exchange exchange, String name) {
        String text = exchange.query(name);
        if (text != null && text.matches("[0-9]{1,12}")) {
            return Long.parseLong(text);
        }
        throw HttpFailure.badRequest("the parameter " + name + " is " + (text == null ? "missing" : "'" + text + "'")
                + ", expected seconds since 1970");
    }

    private static String choice(@Nullable String text, String name, String otherwise, List<String> choices) {
        if (text == null) {
            return otherwise;
        }
        if (!choices.contains(text)) {
            throw HttpFailure.badRequest("the parameter " + name + " is '" + text + "', expected one of "
                    + String.join(", ", choices.stream().sorted().toList()));
        }
        return text;
    }

    /** Rows up to the end of the page and one more, by which it is known whether another page follows. */
    int rowsWanted() {
        return page * perPage + 1;
    }

    /** A condition on the first of some attributes that a span has. */
    static SpanCondition ofFirst(List<Operand> attributes, Operator operator, Literal literal) {
        List<SpanCondition> any = new ArrayList<>();
        List<SpanCondition> before = new ArrayList<>();
        for (Operand attribute : attributes) {
            List<SpanCondition> all = new ArrayList<>(before);
            all.add(new SpanCondition.Comparison(attribute, operator, literal));
            any.add(new SpanCondition.All(all));
            before.add(new SpanCondition.Not(new SpanCondition.Exists(attribute)));
        }
        return new SpanCondition.Any(any);
    }
}
