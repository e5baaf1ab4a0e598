package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The lists of names: services, spans and other sides of a service, values of a tag. Sorted, of all that is kept. */
final class Names {
    /** Most names of one list. */
    static final int LIST_MAX = 10_000;

    private static final String CACHE_CONTROL = "max-age=300, must-revalidate";

    /** Lists shorter than this are asked for again at once: they are of a system that is just being set up. */
    private static final int CACHED_FROM = 4;

    private final TraceStore store;

    Names(TraceStore store) {
        this.store = store;
    }

    /** {@code GET /services}. */
    void services(Exchange exchange) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        collect(exchange, SpanCondition.EVERY, List.of(NameCondition.SERVICE), names);
        write(exchange, names, names.size() >= CACHED_FROM);
    }

    /** {@code GET /spans}. */
    void spans(Exchange exchange) throws IOException {
        SpanCondition ofService = ofService(exchange);
        TreeSet<String> names = new TreeSet<>();
        collect(exchange, ofService, List.of(NameCondition.SPAN_NAME), names);
        collect(exchange, ofService, List.of(NameCondition.PIECE_NAME), names);
        write(exchange, names, moreThanAFewServices(exchange));
    }

    /** {@code GET /remoteServices}. */
    void remoteServices(Exchange exchange) throws IOException {
        SpanCondition ofService = ofService(exchange);
        List<Operand> remotes = RemoteNames.operands();
        TreeSet<String> names = new TreeSet<>();
        collect(exchange, ofService, remotes.subList(0, 1), names);
        collect(exchange, new SpanCondition.All(List.of(ofService, NameCondition.CALLS_OUT)), remotes, names);
        write(exchange, names, moreThanAFewServices(exchange));
    }

    /** {@code GET /autocompleteValues}. */
    void values(Exchange exchange, List<String> keys) throws IOException {
        String key = exchange.query("key");
        if (key == null || key.isEmpty()) {
            throw HttpFailure.badRequest("the parameter key is missing");
        }
        TreeSet<String> values = new TreeSet<>();
        if (keys.contains(key)) {
            Operand tag = new Operand.Attribute(AttributeLevel.SPAN, key);
            for (AggregateAnswer.Group group : listed(exchange, SpanCondition.EVERY, List.of(tag))) {
                Literal value = group.key().get(0);
                if (value != null) {
                    values.add(text(value));
                }
            }
        }
        write(exchange, values, values.size() >= CACHED_FROM);
    }

    /** {@code GET /autocompleteKeys}. */
    void keys(Exchange exchange, List<String> keys) throws IOException {
        write(exchange, new TreeSet<>(keys), true);
    }

    private static SpanCondition ofService(Exchange exchange) {
        String service = exchange.query("serviceName");
        if (service == null) {
            throw HttpFailure.badRequest("the parameter serviceName is missing");
        }
        return NameCondition.service(service);
    }

    private boolean moreThanAFewServices(Exchange exchange) {
        return groups(exchange, SpanCondition.EVERY, List.of(NameCondition.SERVICE))
                        .groups()
                        .size()
                >= CACHED_FROM;
    }

    /** Adds the first name of each group in lower case. */
    private void collect(Exchange exchange, SpanCondition condition, List<Operand> operands, Set<String> into) {
        for (AggregateAnswer.Group group : listed(exchange, condition, operands)) {
            for (@Nullable Literal key : group.key()) {
                if (key instanceof Literal.Text text && !text.value().isEmpty()) {
                    into.add(text.value().toLowerCase(Locale.ROOT));
                    break;
                }
            }
        }
    }

    /** Groups that become a list; the answer says where some are missing. */
    private List<AggregateAnswer.Group> listed(Exchange exchange, SpanCondition condition, List<Operand> operands) {
        AggregateAnswer answer = groups(exchange, condition, operands);
        exchange.completeness(answer.completenessOfList());
        return answer.groups();
    }

    private AggregateAnswer groups(Exchange exchange, SpanCondition condition, List<Operand> operands) {
        return store.aggregate(
                AggregateRequest.of(exchange.project(), TimeWindow.ALWAYS, condition, exchange.visibility())
                        .by(operands)
                        .ranked(Ranking.top(LIST_MAX)),
                exchange.control());
    }

    private static String text(Literal value) {
        if (value instanceof Literal.Text text) {
            return text.value();
        }
        if (value instanceof Literal.Whole whole) {
            return Long.toString(whole.value());
        }
        if (value instanceof Literal.Decimal decimal) {
            return Double.toString(decimal.value());
        }
        if (value instanceof Literal.Truth truth) {
            return Boolean.toString(truth.value());
        }
        if (value instanceof Literal.Bytes bytes) {
            return Base64.getEncoder().encodeToString(bytes.value());
        }
        throw new IllegalArgumentException("a group's key is never " + value);
    }

    private static void write(Exchange exchange, SortedSet<String> names, boolean cached) throws IOException {
        if (cached) {
            exchange.header("Cache-Control", CACHE_CONTROL);
        }
        exchange.json(json -> {
            json.writeStartArray();
            names.forEach(json::writeString);
            json.writeEndArray();
        });
    }
}
