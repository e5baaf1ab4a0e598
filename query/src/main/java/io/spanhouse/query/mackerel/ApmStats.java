package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions.NamespaceDefault;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.GroupKey;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /api/v0/apm/http-server-stats} and {@code GET /api/v0/apm/db-query-stats}: pages of routes, or of queries, of a
 * service with their durations, one aggregate each. Times are milliseconds with a fraction. The quantile that the API calls
 * approximate is exact up to a million spans.
 */
abstract class ApmStats implements Endpoint {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Operand DURATION = new Operand.Field(SpanField.DURATION);

    /** Numbers of the measures that both lists ask for. */
    private static final int COUNT = 0;

    private static final int SUM = 1;
    private static final int AVERAGE = 2;
    private static final int P95 = 3;

    private static final List<Measure> MEASURES = List.of(
            new Measure.Count(),
            new Measure.Sum(DURATION),
            new Measure.Average(DURATION),
            new Measure.Quantiles(DURATION, List.of(0.95)));

    private final TraceStore store;
    private final NamespaceDefault namespaceDefault;
    private final Map<String, Integer> columns;

    private ApmStats(TraceStore store, NamespaceDefault namespaceDefault, Map<String, Integer> columns) {
        this.store = store;
        this.namespaceDefault = namespaceDefault;
        this.columns = columns;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        ApmRequest request = ApmRequest.read(exchange, namespaceDefault, columns);
        List<SpanCondition> conditions = new ArrayList<>(request.service());
        conditions.addAll(conditions(exchange));
        int column = Objects.requireNonNull(columns.get(request.column()), "the request has one of these columns");
        AggregateAnswer answer = store.aggregate(
                AggregateRequest.of(
                                exchange.project(),
                                request.window(),
                                new SpanCondition.All(conditions),
                                exchange.visibility())
                        .byKeys(keys())
                        .measuring(measures())
                        .ranked(new Ranking(column, request.descending(), request.rowsWanted())),
                exchange.control());
        exchange.completeness(answer.completeness());
        int from = Math.min(answer.groups().size(), (request.page() - 1) * request.perPage());
        int to = Math.min(answer.groups().size(), from + request.perPage());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("results");
            for (AggregateAnswer.Group group : answer.groups().subList(from, to)) {
                json.writeStartObject();
                write(group, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanProperty("hasNextPage", answer.groups().size() > to);
            json.writeEndObject();
        });
    }

    /** Which spans of the service count. */
    abstract List<SpanCondition> conditions(Exchange exchange);

    /** What makes a row. */
    abstract List<GroupKey> keys();

    /** The measures of both lists, or those and more. */
    List<Measure> measures() {
        return MEASURES;
    }

    abstract void write(AggregateAnswer.Group group, JsonGenerator json);

    private static void writeDurations(AggregateAnswer.Group group, JsonGenerator json) {
        json.writeNumberProperty("totalMillis", number(group.figures().get(SUM)) / NANOS_PER_MILLI);
        json.writeNumberProperty("averageMillis", number(group.figures().get(AVERAGE)) / NANOS_PER_MILLI);
        Figure.Quantiles quantiles = (Figure.Quantiles) group.figures().get(P95);
        json.writeNumberProperty("approxP95Millis", number(quantiles.values().get(0)) / NANOS_PER_MILLI);
    }

    private static double number(Figure figure) {
        if (figure instanceof Figure.Whole) {
            return ((Figure.Whole) figure).value();
        }
        return figure instanceof Figure.Decimal ? ((Figure.Decimal) figure).value() : 0;
    }

    private static String text(@Nullable Literal value) {
        return value instanceof Literal.Text ? ((Literal.Text) value).value() : "";
    }

    private static List<Operand> attributes(String... keys) {
        List<Operand> attributes = new ArrayList<>();
        for (String key : keys) {
            attributes.add(new Operand.Attribute(AttributeLevel.SPAN, key));
        }
        return attributes;
    }

    private static SpanCondition ofKind(long kind) {
        return new SpanCondition.Comparison(new Operand.Field(SpanField.KIND), Operator.EQUAL, new Literal.Whole(kind));
    }

    /** A span that has any of these attributes. */
    private static SpanCondition having(List<Operand> attributes) {
        List<SpanCondition> any = new ArrayList<>();
        attributes.forEach(attribute -> any.add(new SpanCondition.Exists(attribute)));
        return new SpanCondition.Any(any);
    }

    /** SERVER spans with a method, by method and route; a status of 500 and more is an error. */
    static final class HttpServer extends ApmStats {
        private static final long SERVER = 2;
        private static final int ERROR_STATUS_MIN = 500;
        private static final int ERROR_RATE = 4;
        private static final List<Operand> METHOD = attributes("http.request.method", "http.method");
        private static final List<Operand> ROUTE = attributes("http.route", "url.path", "http.target", "http.url");
        private static final List<Operand> STATUS = attributes("http.response.status_code", "http.status_code");

        HttpServer(TraceStore store, NamespaceDefault namespaceDefault) {
            super(
                    store,
                    namespaceDefault,
                    Map.of(
                            "SUM", SUM,
                            "AVERAGE", AVERAGE,
                            "P95", P95,
                            "ERROR_RATE", ERROR_RATE,
                            "REQUEST_COUNT", COUNT));
        }

        @Override
        List<SpanCondition> conditions(Exchange exchange) {
            List<SpanCondition> conditions = new ArrayList<>();
            conditions.add(ofKind(SERVER));
            conditions.add(having(METHOD));
            String method = exchange.query("method");
            if (method != null) {
                conditions.add(ApmRequest.ofFirst(METHOD, Operator.EQUAL, new Literal.Text(method)));
            }
            String route = exchange.query("route");
            if (route != null) {
                conditions.add(ApmRequest.ofFirst(ROUTE, Operator.CONTAINS, new Literal.Text(route)));
            }
            return conditions;
        }

        @Override
        List<GroupKey> keys() {
            return List.of(new GroupKey(METHOD), new GroupKey(ROUTE));
        }

        @Override
        List<Measure> measures() {
            List<Measure> measures = new ArrayList<>(super.measures());
            measures.add(new Measure.ShareOf(
                    ApmRequest.ofFirst(STATUS, Operator.GREATER_OR_EQUAL, new Literal.Numeric(ERROR_STATUS_MIN))));
            return measures;
        }

        @Override
        void write(AggregateAnswer.Group group, JsonGenerator json) {
            json.writeStringProperty("method", text(group.key().get(0)));
            json.writeStringProperty("route", text(group.key().get(1)));
            writeDurations(group, json);
            json.writeNumberProperty(
                    "errorRatePercentage", number(group.figures().get(ERROR_RATE)) * 100);
            json.writeNumberProperty("requestCount", group.whole(COUNT));
        }
    }

    /** CLIENT spans with the text of a query, by it. */
    static final class DbQuery extends ApmStats {
        private static final long CLIENT = 3;
        private static final List<Operand> QUERY = attributes("db.query.text", "db.statement");

        DbQuery(TraceStore store, NamespaceDefault namespaceDefault) {
            super(
                    store,
                    namespaceDefault,
                    Map.of("SUM", SUM, "AVERAGE", AVERAGE, "P95", P95, "EXECUTION_COUNT", COUNT));
        }

        @Override
        List<SpanCondition> conditions(Exchange exchange) {
            List<SpanCondition> conditions = new ArrayList<>();
            conditions.add(ofKind(CLIENT));
            conditions.add(having(QUERY));
            String query = exchange.query("query");
            if (query != null) {
                conditions.add(ApmRequest.ofFirst(QUERY, Operator.CONTAINS, new Literal.Text(query)));
            }
            return conditions;
        }

        @Override
        List<GroupKey> keys() {
            return List.of(new GroupKey(QUERY));
        }

        @Override
        void write(AggregateAnswer.Group group, JsonGenerator json) {
            json.writeStringProperty("query", text(group.key().get(0)));
            json.writeNumberProperty("executionCount", group.whole(COUNT));
            writeDurations(group, json);
        }
    }
}
