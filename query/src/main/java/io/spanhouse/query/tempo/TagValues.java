package io.spanhouse.query.tempo;

import com.google.protobuf.MessageLite;
import io.spanhouse.proto.tempo.MetadataMetrics;
import io.spanhouse.proto.tempo.SearchTagValuesResponse;
import io.spanhouse.proto.tempo.SearchTagValuesV2Response;
import io.spanhouse.proto.tempo.TagValue;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.traceql.AggregatePlan;
import io.spanhouse.query.traceql.ConditionTranslation;
import io.spanhouse.query.traceql.FieldExpression;
import io.spanhouse.query.traceql.Intrinsic;
import io.spanhouse.query.traceql.LenientQuery;
import io.spanhouse.query.traceql.TraceQlException;
import io.spanhouse.query.traceql.TraceQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Values of an attribute or intrinsic, those on most spans first. */
final class TagValues {
    private static final List<String> STATUSES = List.of("error", "ok", "unset");
    private static final List<String> KINDS =
            List.of("client", "server", "producer", "consumer", "internal", "unspecified");

    private final TraceStore store;

    TagValues(TraceStore store) {
        this.store = store;
    }

    /** One value of a list. */
    private record Value(String type, String text) {}

    private record Found(Set<Value> values, Completeness completeness) {
        /** A list that is always the same. */
        static Found fixed(Set<Value> values) {
            return new Found(values, Completeness.COMPLETE);
        }
    }

    /** {@code GET /api/v2/search/tag/{tag}/values}. */
    TempoAnswer typed(Exchange exchange, String tag) {
        return new Typed(values(exchange, identifier(tag), exchange.query("q")));
    }

    /** {@code GET /api/search/tag/{tag}/values}: of attributes by their name alone. */
    TempoAnswer flat(Exchange exchange, String tag) {
        FieldExpression named = intrinsic(tag);
        return new Flat(values(exchange, named == null ? identifier(".\"" + escaped(tag) + "\"") : named, null));
    }

    private record Typed(Found found) implements TempoAnswer {
        @Override
        public Completeness completeness() {
            return found.completeness();
        }

        @Override
        public void json(JsonGenerator json) {
            json.writeStartObject();
            json.writeArrayPropertyStart("tagValues");
            for (Value value : found.values()) {
                json.writeStartObject();
                json.writeStringProperty("type", value.type());
                json.writeStringProperty("value", value.text());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectPropertyStart("metrics");
            json.writeEndObject();
            json.writeEndObject();
        }

        @Override
        public MessageLite message() {
            SearchTagValuesV2Response.Builder message =
                    SearchTagValuesV2Response.newBuilder().setMetrics(MetadataMetrics.getDefaultInstance());
            for (Value value : found.values()) {
                message.addTagValues(TagValue.newBuilder().setType(value.type()).setValue(value.text()));
            }
            return message.build();
        }
    }

    private record Flat(Found found) implements TempoAnswer {
        @Override
        public Completeness completeness() {
            return found.completeness();
        }

        private List<String> texts() {
            return found.values().stream().map(Value::text).toList();
        }

        @Override
        public void json(JsonGenerator json) {
            json.writeStartObject();
            TagNames.strings("tagValues", texts(), json);
            json.writeEndObject();
        }

        @Override
        public MessageLite message() {
            return SearchTagValuesResponse.newBuilder().addAllTagValues(texts()).build();
        }
    }

    private static String escaped(String tag) {
        return tag.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static @Nullable FieldExpression intrinsic(String tag) {
        return Intrinsic.NAMES.contains(tag) ? identifier(tag) : null;
    }

    /** Grafana encodes a name twice, of which one layer is left here. */
    private static FieldExpression identifier(String tag) {
        try {
            return TraceQuery.identifier(
                    tag.indexOf('%') < 0 ? tag : URLDecoder.decode(tag.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (TraceQlException | IllegalArgumentException e) {
            throw invalid(tag, e);
        }
    }

    private static HttpFailure invalid(String tag, RuntimeException e) {
        return HttpFailure.badRequest("tag name is not valid intrinsic or scoped attribute: '" + tag
                + "', expected one such as resource.service.name, .x, status or span:kind: " + e.getMessage());
    }

    private Found values(Exchange exchange, FieldExpression tag, @Nullable String query) {
        if (tag instanceof FieldExpression.OfSpan ofSpan) {
            switch (ofSpan.intrinsic()) {
                case STATUS:
                    return Found.fixed(keywords(STATUSES));
                case KIND:
                    return Found.fixed(keywords(KINDS));
                case DURATION, TRACE_DURATION, EVENT_TIME, PARENT:
                    return Found.fixed(Set.of());
                case NAME,
                        ROOT_NAME,
                        ROOT_SERVICE,
                        CHILD_COUNT,
                        NESTED_SET_LEFT,
                        NESTED_SET_RIGHT,
                        NESTED_SET_PARENT,
                        STATUS_MESSAGE,
                        TRACE_ID,
                        SPAN_ID,
                        PARENT_ID,
                        EVENT_NAME,
                        LINK_SPAN_ID,
                        LINK_TRACE_ID,
                        SCOPE_NAME,
                        SCOPE_VERSION:
                    break;
            }
        }
        return grouped(exchange, tag, query);
    }

    private static Set<Value> keywords(List<String> words) {
        Set<Value> values = new LinkedHashSet<>();
        words.forEach(word -> values.add(new Value("keyword", word)));
        return values;
    }

    private Found grouped(Exchange exchange, FieldExpression tag, @Nullable String query) {
        Operand operand = ConditionTranslation.operand(tag);
        AggregatePlan plan = LenientQuery.plan(query);
        SpanCondition condition = AggregateRequest.isInTrace(operand)
                ? plan.condition()
                : new SpanCondition.All(List.of(new SpanCondition.Exists(operand), plan.condition()));
        AggregateAnswer answer = store.aggregate(
                plan.in(AggregateRequest.of(
                                exchange.project(), Window.read(exchange), condition, exchange.visibility()))
                        .by(List.of(operand))
                        .ranked(Ranking.top(TagNames.limit(exchange))),
                exchange.control());
        Set<Value> values = new LinkedHashSet<>();
        for (AggregateAnswer.Group group : answer.groups()) {
            Literal value = group.key().get(0);
            if (value != null && !AnyValues.text(value).isEmpty()) {
                values.add(new Value(AnyValues.type(value), AnyValues.text(value)));
            }
        }
        return new Found(values, answer.completenessOfList());
    }
}
