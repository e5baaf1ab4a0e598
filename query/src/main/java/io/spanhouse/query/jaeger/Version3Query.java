package io.spanhouse.query.jaeger;

import io.spanhouse.proto.jaeger.v3.TraceQueryParameters;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.jaeger.expression.FilterJson;
import io.spanhouse.query.jaeger.expression.FilterTranslation;
import io.spanhouse.query.jaeger.expression.GoDuration;
import io.spanhouse.query.jaeger.expression.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a search of version 3 asks for: parameters of an address, a JSON body, or a message. */
final class Version3Query {
    private static final String PREFIX = "query.";
    private static final String DEPTH = "searchDepth";
    private static final String DEPTH_OLD = "num_traces";
    private static final Set<String> NAMES = Set.of(
            "serviceName",
            "operationName",
            "attributes",
            "startTimeMin",
            "startTimeMax",
            "durationMin",
            "durationMax",
            DEPTH,
            "rawTraces",
            "filter");

    /** Every name in both of its spellings, and the older one of the depth. */
    private static final Set<String> SPELLINGS = NAMES.stream()
            .flatMap(name -> Stream.of(name, snake(name), DEPTH_OLD))
            .collect(Collectors.toUnmodifiableSet());

    private Version3Query() {}

    /** Gives the text of a member by its name; null if it is absent. */
    @FunctionalInterface
    private interface Texts {
        @Nullable
        String get(String name);
    }

    private static String snake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            snake.append(Character.isUpperCase(c) ? "_" + Character.toLowerCase(c) : String.valueOf(c));
        }
        return snake.toString().toLowerCase(Locale.ROOT);
    }

    /** From the parameters of an address. */
    static TraceQuery parameters(Exchange exchange) {
        for (String name : exchange.queryNames()) {
            if (name.startsWith(PREFIX) && !SPELLINGS.contains(name.substring(PREFIX.length()))) {
                throw malformed(name.substring(PREFIX.length()), "it is none, expected one of " + sorted());
            }
        }
        Texts texts = name -> parameter(exchange, name);
        TraceQuery query = read(texts);
        String attributes = texts.get("attributes");
        if (attributes != null) {
            try {
                attributes(JsonInput.body(attributes.getBytes(StandardCharsets.UTF_8)), query);
            } catch (HttpFailure e) {
                throw malformed("attributes", String.valueOf(e.getMessage()));
            }
        }
        String filter = texts.get("filter");
        if (filter != null) {
            try {
                JsonInput json = JsonInput.body(filter.getBytes(StandardCharsets.UTF_8));
                query.filter(FilterTranslation.condition(FilterJson.call(json), "filter"));
            } catch (HttpFailure e) {
                throw malformed("filter", String.valueOf(e.getMessage()));
            }
        }
        Flags.of(exchange, PREFIX + "rawTraces", PREFIX + "raw_traces");
        return query.requireStretch();
    }

    private static String sorted() {
        return NAMES.stream().sorted().collect(Collectors.joining(", "));
    }

    private static @Nullable String parameter(Exchange exchange, String name) {
        String text = given(exchange.query(PREFIX + name));
        if (text == null) {
            text = given(exchange.query(PREFIX + snake(name)));
        }
        return text == null && name.equals(DEPTH) ? given(exchange.query(PREFIX + DEPTH_OLD)) : text;
    }

    /** An empty parameter is one that is not there, perhaps in this spelling alone. */
    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** From a body with the one member {@code query}. */
    static TraceQuery body(byte[] body) {
        JsonInput json =
                JsonInput.body(body).object(Set.of("query")).required("query").object(SPELLINGS);
        TraceQuery query = read(name -> {
            JsonInput member = member(json, name);
            boolean number = name.equals(DEPTH) && member.present() && !member.isText();
            return member.present() ? number ? Long.toString(member.whole()) : member.text() : null;
        });
        JsonInput attributes = member(json, "attributes");
        if (attributes.present()) {
            attributes(attributes, query);
        }
        JsonInput filter = member(json, "filter");
        if (filter.present()) {
            query.filter(FilterTranslation.condition(FilterJson.call(filter), filter.pointer()));
        }
        JsonInput raw = member(json, "rawTraces");
        if (raw.present()) {
            raw.truth();
        }
        return query.requireStretch();
    }

    private static JsonInput member(JsonInput json, String name) {
        JsonInput member = json.member(name);
        if (!member.present()) {
            member = json.member(snake(name));
        }
        return member.present() || !name.equals(DEPTH) ? member : json.member(DEPTH_OLD);
    }

    /** From a message. */
    static TraceQuery message(TraceQueryParameters message) {
        Long min = Messages.given("start_time_min", message.hasStartTimeMin(), message.getStartTimeMin());
        Long max = Messages.given("start_time_max", message.hasStartTimeMax(), message.getStartTimeMax());
        if (min == null || max == null) {
            throw HttpFailure.badRequest("start_time_min and start_time_max are required, found one missing");
        }
        TraceQuery query = new TraceQuery()
                .service(message.getServiceName())
                .operation(message.getOperationName())
                .starts(min, max)
                .durations(
                        Messages.nanos("duration_min", message.getDurationMin()),
                        Messages.nanos("duration_max", message.getDurationMax()))
                .depth(message.getSearchDepth(), "search_depth");
        for (Map.Entry<String, String> attribute : message.getAttributesMap().entrySet()) {
            query.tag(attribute.getKey(), attribute.getValue());
        }
        if (message.hasFilter()) {
            query.filter(FilterTranslation.condition(message.getFilter(), "filter"));
        }
        return query.requireOrder();
    }

    private static TraceQuery read(Texts texts) {
        String service = texts.get("serviceName");
        String operation = texts.get("operationName");
        return new TraceQuery()
                .service(service == null ? "" : service)
                .operation(operation == null ? "" : operation)
                .starts(time("startTimeMin", texts), time("startTimeMax", texts))
                .durations(duration("durationMin", texts), duration("durationMax", texts))
                .depth(depth(texts), PREFIX + DEPTH);
    }

    private static void attributes(JsonInput attributes, TraceQuery query) {
        if (!attributes.isObject()) {
            throw attributes.unexpected("an object of strings");
        }
        for (String key : attributes.names()) {
            query.tag(key, attributes.member(key).text());
        }
    }

    private static int depth(Texts texts) {
        String text = texts.get(DEPTH);
        try {
            return text == null ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw malformed(DEPTH, "found '" + text + "', expected a whole number up to " + TraceQuery.DEPTH_MAX);
        }
    }

    private static long time(String name, Texts texts) {
        String text = texts.get(name);
        if (text == null) {
            throw malformed(name, "it is missing, expected a time such as 2026-01-31T23:59:59.123456789Z");
        }
        return time(PREFIX + name, text);
    }

    /**
     * A time as unsigned nanoseconds.
     *
     * @param parameter names it in complaints
     */
    static long time(String parameter, String text) {
        // The sign of an offset that was not escaped arrives as a space.
        OptionalLong nanos = Rfc3339.nanos(text.replace(' ', '+'));
        if (nanos.isEmpty()) {
            throw HttpFailure.badRequest("malformed parameter " + parameter + ": found '" + text
                    + "', expected a time from 1970 to 2554 such as 2026-01-31T23:59:59.123456789Z");
        }
        return nanos.getAsLong();
    }

    private static long duration(String name, Texts texts) {
        String text = texts.get(name);
        OptionalLong nanos = text == null ? OptionalLong.of(0) : GoDuration.nanos(text);
        if (nanos.isEmpty() || nanos.getAsLong() < 0) {
            throw malformed(name, "found '" + text + "', expected a duration with its unit, such as 1.5s");
        }
        return nanos.getAsLong();
    }

    private static HttpFailure malformed(String name, String message) {
        return HttpFailure.badRequest("malformed parameter " + PREFIX + name + ": " + message);
    }
}
