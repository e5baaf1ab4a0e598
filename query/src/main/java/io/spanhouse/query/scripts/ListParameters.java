package io.spanhouse.query.scripts;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.scripts.ColumnFilter;
import io.spanhouse.storage.scripts.FilterSet;
import io.spanhouse.storage.scripts.LogColumn;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunSelection;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the parameters of a request about a script's runs or logs mean. Good for one request. */
final class ListParameters {
    /** Those that say which runs or logs are meant. */
    static final Set<String> SELECTION = Set.of("period", "from", "to", "tz", "filter", "search");

    private static final Set<String> FILTER_MEMBERS = Set.of("column", "operator", "values");

    private final Exchange exchange;
    private final Instant now;
    private final ZoneId zone;
    private final TimeWindow window;

    /**
     * Reads the parameters of a request.
     *
     * @param more parameters that it may have beside those of a selection
     */
    ListParameters(Exchange exchange, Instant now, Set<String> more) {
        this.exchange = exchange;
        this.now = now;
        Set<String> unknown = new HashSet<>(exchange.queryNames());
        unknown.removeAll(SELECTION);
        unknown.removeAll(more);
        if (!unknown.isEmpty()) {
            Set<String> known = new TreeSet<>(SELECTION);
            known.addAll(more);
            throw HttpFailure.badRequest("the parameter " + unknown.iterator().next() + " is not known here, expected "
                    + String.join(", ", known));
        }
        this.zone = zone(exchange.query("tz"));
        this.window = readWindow();
    }

    private static ZoneId zone(@Nullable String text) {
        if (text == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw HttpFailure.badRequest(
                    "the parameter tz is '" + text + "', expected a time zone such as Europe/Berlin or +02:00");
        }
    }

    private TimeWindow readWindow() {
        String period = exchange.query("period");
        String from = exchange.query("from");
        String to = exchange.query("to");
        if (period != null && (from != null || to != null)) {
            throw HttpFailure.badRequest("there are both period and from or to, expected one of them");
        }
        if (from == null && to == null) {
            return (period == null ? Period.LAST_WEEK_UP_TO_NOW : Period.of(period)).window(now, zone);
        }
        TimeWindow given =
                new TimeWindow(from == null ? 0 : time("from", from), to == null ? TimeWindow.FOREVER : time("to", to));
        if (Long.compareUnsigned(given.fromNanos(), given.toNanos()) > 0) {
            throw HttpFailure.badRequest("the parameter from is after to");
        }
        return given;
    }

    private static long time(String name, String text) {
        try {
            if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Long.parseUnsignedLong(text);
            }
            return Period.nanos(OffsetDateTime.parse(text).toInstant());
        } catch (NumberFormatException | DateTimeException e) {
            throw HttpFailure.badRequest("the parameter " + name + " is '" + text
                    + "', expected nanoseconds since 1970 or a time such as 2026-03-01T12:00:00Z");
        }
    }

    Instant now() {
        return now;
    }

    ZoneId zone() {
        return zone;
    }

    TimeWindow window() {
        return window;
    }

    String script() {
        return exchange.parameter("script");
    }

    /** Which runs are meant, by filters on columns of runs. */
    RunSelection runs() {
        return new RunSelection(
                exchange.project(),
                script(),
                window,
                filters(Arrays.asList(RunColumn.values()), RunColumn::key, RunColumn::filters),
                search(),
                exchange.visibility());
    }

    /** Which logs are meant, by filters on columns of logs. */
    LogSelection logs() {
        RunSelection runs =
                new RunSelection(exchange.project(), script(), window, FilterSet.none(), "", exchange.visibility());
        return new LogSelection(
                runs, filters(Arrays.asList(LogColumn.values()), LogColumn::key, LogColumn::filters), search());
    }

    private String search() {
        String text = exchange.query("search");
        return text == null ? "" : text;
    }

    /** The order of runs. */
    RunOrder order() {
        String text = exchange.query("order");
        if (text == null) {
            return RunOrder.NEWEST;
        }
        boolean descending = text.startsWith("-");
        String column = descending ? text.substring(1) : text;
        if (column.equals(RunColumn.EXECUTED_ON.key()) || column.equals(RunColumn.RESPONSE_TIME.key())) {
            return new RunOrder(column.equals(RunColumn.RESPONSE_TIME.key()), descending);
        }
        throw HttpFailure.badRequest("the parameter order is '" + text
                + "', expected executedOn or responseTime, with a minus before it for descending");
    }

    /** Whether the newest log comes first. */
    boolean logsDescending() {
        String text = exchange.query("order");
        if (text == null || text.equals("-timestamp")) {
            return true;
        }
        if (text.equals("timestamp")) {
            return false;
        }
        throw HttpFailure.badRequest("the parameter order is '" + text + "', expected timestamp or -timestamp");
    }

    /** A parameter that is true or false. */
    boolean truth(String name, boolean otherwise) {
        String text = exchange.query(name);
        if (text == null) {
            return otherwise;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw HttpFailure.badRequest("the parameter " + name + " is '" + text + "', expected true or false");
    }

    private <C extends Enum<C>> FilterSet<C> filters(List<C> columns, Function<C, String> key, Predicate<C> mayFilter) {
        String text = exchange.query("filter");
        if (text == null || text.isBlank()) {
            return FilterSet.none();
        }
        JsonInput set = JsonInput.body(text.getBytes(StandardCharsets.UTF_8)).object(Set.of("op", "filters"));
        List<JsonInput> elements = set.required("filters").elements();
        if (elements.size() > FilterSet.FILTERS_MAX) {
            throw set.member("filters").unexpected("at most " + FilterSet.FILTERS_MAX + " filters");
        }
        List<ColumnFilter<C>> filters = new ArrayList<>();
        for (JsonInput element : elements) {
            if (element.isObject() && element.member("filters").present()) {
                throw element.unexpected("a filter on a column: filters join by AND or by OR, which are not mixed");
            }
            filters.add(filter(element.object(FILTER_MEMBERS), columns, key, mayFilter));
        }
        JsonInput op = set.member("op");
        String word = op.present() ? op.text() : "and";
        if (!word.equals("and") && !word.equals("or")) {
            throw op.unexpected("and or or");
        }
        return new FilterSet<>(word.equals("and"), filters);
    }

    private static <C extends Enum<C>> ColumnFilter<C> filter(
            JsonInput input, List<C> columns, Function<C, String> key, Predicate<C> mayFilter) {
        JsonInput name = input.required("column");
        List<C> allowed = columns.stream().filter(mayFilter).toList();
        C column = allowed.stream()
                .filter(one -> key.apply(one).equals(name.text()))
                .findFirst()
                .orElseThrow(() -> name.unexpected(
                        "one of " + String.join(", ", allowed.stream().map(key).toList())));
        List<String> values = new ArrayList<>();
        for (JsonInput value : input.required("values").elements()) {
            values.add(value.text());
        }
        if (values.isEmpty() || values.size() > ColumnFilter.VALUES_MAX) {
            throw input.member("values").unexpected("1 to " + ColumnFilter.VALUES_MAX + " values");
        }
        return new ColumnFilter<>(column, operator(input.required("operator")), values);
    }

    private static ColumnFilter.Operator operator(JsonInput input) {
        return switch (input.text()) {
            case "equals" -> ColumnFilter.Operator.EQUAL;
            case "notEquals" -> ColumnFilter.Operator.NOT_EQUAL;
            case "contains" -> ColumnFilter.Operator.CONTAINS;
            default -> throw input.unexpected("equals, notEquals or contains");
        };
    }
}
