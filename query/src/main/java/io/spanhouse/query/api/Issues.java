package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code GET issues}: errors of one cause, by fingerprint and service, those with most spans first; each with the exception
 * of an example. Reads one trace for each issue that it lists.
 */
final class Issues implements Endpoint {
    /** Most issues of one answer. */
    static final int LIMIT_MAX = 200;

    private static final int LIMIT = 50;

    private final TraceStore store;

    Issues(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        Operand fingerprint = new Operand.ExceptionFingerprint();
        List<SpanCondition> conditions = new ArrayList<>();
        conditions.add(new SpanCondition.Exists(fingerprint));
        String service = exchange.query("service");
        if (service != null) {
            conditions.add(Groups.ofService(service));
        }
        AggregateAnswer answer = Groups.of(
                store,
                exchange,
                new SpanCondition.All(conditions),
                List.of(fingerprint, Groups.SERVICE),
                exchange.query("limit", LIMIT, 1, LIMIT_MAX));
        List<IssueExample> examples = new ArrayList<>();
        for (AggregateAnswer.Group group : answer.groups()) {
            examples.add(IssueExample.find(
                    store,
                    exchange,
                    Groups.example(group),
                    Groups.text(group.key().get(0))));
        }
        exchange.completeness(answer.completeness());
        exchange.json(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("issues");
            for (int i = 0; i < examples.size(); i++) {
                AggregateAnswer.Group group = answer.groups().get(i);
                json.writeStartObject();
                json.writeStringProperty("fingerprint", Groups.text(group.key().get(0)));
                json.writeStringProperty("service", Groups.text(group.key().get(1)));
                json.writeStringProperty("type", examples.get(i).type());
                json.writeStringProperty("message", examples.get(i).message());
                Groups.figures(group, json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty("total", Long.toString(answer.groupsTotal()));
            Answers.coverage(answer.completeness(), answer.statistics(), json);
            json.writeEndObject();
        });
    }
}
