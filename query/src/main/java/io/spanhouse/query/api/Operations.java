package io.spanhouse.query.api;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import java.io.IOException;
import java.util.List;

/** {@code GET operations?service=}: a service's span names by kind, those with most spans first. */
final class Operations implements Endpoint {
    private static final List<Operand> NAME_AND_KIND =
            List.of(new Operand.Field(SpanField.NAME), new Operand.Field(SpanField.KIND));

    private final TraceStore store;

    Operations(TraceStore store) {
        this.store = store;
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        String service = exchange.query("service");
        if (service == null) {
            throw HttpFailure.badRequest("the parameter service is missing, expected the name of a service");
        }
        AggregateAnswer answer = Groups.of(store, exchange, Groups.ofService(service), NAME_AND_KIND);
        Groups.write(exchange, answer, "operations", (group, json) -> {
            json.writeStringProperty("name", Groups.text(group.key().get(0)));
            Literal kind = group.key().get(1);
            json.writeNumberProperty("kind", kind instanceof Literal.Whole ? ((Literal.Whole) kind).value() : 0);
        });
    }
}
