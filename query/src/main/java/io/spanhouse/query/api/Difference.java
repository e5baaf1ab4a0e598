package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.ShareDifference;
import io.spanhouse.storage.filter.SpanCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** {@code POST difference}: what sets selected spans apart from the rest, attribute by attribute, with exact counts. */
final class Difference implements Endpoint {
    /** Most attributes that are compared unless the request says otherwise. */
    static final int COMPARED = 200;

    private static final int KEYS = 20;
    private static final int VALUES = 10;
    private static final Set<String> MEMBERS =
            Set.of("window", "condition", "filter", "selected", "operands", "compared", "keys", "values");

    private final TraceStore store;

    Difference(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        JsonInput body = JsonInput.body(exchange.body()).object(MEMBERS);
        DifferenceAnswer answer = store.difference(read(body, exchange), exchange.control());
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("selected", Long.toString(answer.selected()));
            json.writeStringProperty("rest", Long.toString(answer.rest()));
            json.writeArrayPropertyStart("keys");
            answer.keys().forEach(key -> write(key, json));
            json.writeEndArray();
            json.writeNumberProperty("compared", answer.compared());
            json.writeStringProperty("operands", Long.toString(answer.operands()));
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }

    private static DifferenceRequest read(JsonInput body, Exchange exchange) {
        Filters filters = new Filters();
        JsonInput condition = body.member("condition");
        List<Operand> operands = new ArrayList<>();
        JsonInput given = body.member("operands");
        if (given.present()) {
            for (JsonInput operand : given.elements()) {
                operands.add(Operands.operand(operand));
            }
        }
        try {
            return new DifferenceRequest(
                    exchange.project(),
                    Search.window(body.member("window")),
                    condition.present() ? filters.condition(condition) : SpanCondition.EVERY,
                    filters.predicate(body.member("filter")),
                    filters.condition(body.required("selected")),
                    operands,
                    new DifferenceRequest.Limits(
                            limit(body.member("compared"), COMPARED, DifferenceRequest.OPERANDS_MAX),
                            limit(body.member("keys"), KEYS, DifferenceRequest.OPERANDS_MAX),
                            limit(body.member("values"), VALUES, DifferenceRequest.Limits.VALUES_MAX)),
                    exchange.visibility());
        } catch (IllegalArgumentException e) {
            // The parts are in order, and do not go together.
            throw HttpFailure.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static int limit(JsonInput limit, int otherwise, int most) {
        return limit.present() ? limit.whole(1, most) : otherwise;
    }

    private static void write(DifferenceAnswer.KeyDifference key, JsonGenerator json) {
        json.writeStartObject();
        json.writeName("operand");
        Operands.write(key.operand(), json);
        json.writeNumberProperty("sure", key.sure());
        json.writeArrayPropertyStart("values");
        for (DifferenceAnswer.ValueDifference value : key.values()) {
            json.writeStartObject();
            json.writeName("value");
            Literal literal = value.value();
            if (literal == null) {
                json.writeNull();
            } else {
                Literals.write(literal, json);
            }
            ShareDifference shares = value.shares();
            json.writeStringProperty("selected", Long.toString(shares.selected()));
            json.writeStringProperty("rest", Long.toString(shares.rest()));
            json.writeNumberProperty("difference", shares.difference());
            json.writeNumberProperty("low", shares.low());
            json.writeNumberProperty("high", shares.high());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("valuesTotal", Long.toString(key.valuesTotal()));
        json.writeNumberProperty("unlistedMost", key.unlistedMost());
        json.writeEndObject();
    }
}
