package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET attributes/values?level=&key=}: an attribute's values, those on most spans first. Values that are containers have
 * no place in the list; the elements of an array have one each.
 */
final class AttributeValues implements Endpoint {
    private final TraceStore store;

    AttributeValues(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String key = exchange.query("key");
        if (key == null) {
            throw HttpFailure.badRequest("the parameter key is missing, expected the key of an attribute");
        }
        Operand operand = new Operand.Attribute(level(exchange.query("level")), key);
        List<SpanCondition> conditions = new ArrayList<>();
        conditions.add(new SpanCondition.Exists(operand));
        String service = exchange.query("service");
        if (service != null) {
            conditions.add(Groups.ofService(service));
        }
        String contains = exchange.query("contains");
        if (contains != null) {
            conditions.add(new SpanCondition.Comparison(operand, Operator.CONTAINS, new Literal.Text(contains)));
        }
        AggregateAnswer answer = Groups.counts(store, exchange, new SpanCondition.All(conditions), List.of(operand));
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("values");
            for (AggregateAnswer.Group group : answer.groups()) {
                Literal value = group.key().get(0);
                // A span with several values meets the condition by one of them and is in the groups of all.
                if (value != null && (contains == null || contains(value, contains))) {
                    json.writeStartObject();
                    json.writeName("value");
                    Literals.write(value, json);
                    json.writeStringProperty("spans", Long.toString(group.whole(Groups.SPANS)));
                    json.writeStringProperty("errors", Long.toString(group.whole(Groups.ERRORS)));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }

    private static AttributeLevel level(@Nullable String text) {
        for (AttributeLevel level : AttributeLevel.values()) {
            if (Operands.name(level).equals(text)) {
                return level;
            }
        }
        throw HttpFailure.badRequest("the parameter level is " + (text == null ? "missing" : "'" + text + "'")
                + ", expected one of "
                + String.join(
                        ", ",
                        Arrays.stream(AttributeLevel.values())
                                .map(Operands::name)
                                .toList()));
    }

    private static boolean contains(Literal value, String part) {
        return value instanceof Literal.Text && ((Literal.Text) value).value().contains(part);
    }
}
