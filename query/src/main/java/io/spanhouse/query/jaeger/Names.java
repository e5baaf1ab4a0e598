package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.jaeger.expression.Words;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The names of services and operations, sorted, of all that is kept. */
final class Names {
    /** Most names of one list. */
    static final int LIST_MAX = 10_000;

    private static final Operand NAME = new Operand.Field(SpanField.NAME);
    private static final Operand KIND = new Operand.Field(SpanField.KIND);

    private final TraceStore store;

    Names(TraceStore store) {
        this.store = store;
    }

    /** A list, and whether it has everything. */
    public record Listed<T>(List<T> names, Completeness completeness) {}

    /** A name of spans with one of their kinds; empty for unspecified. */
    public record Operation(String name, String kind) {}

    /** Services that have a name. */
    Listed<String> services(Exchange exchange) {
        AggregateAnswer answer = groups(exchange, SpanCondition.EVERY, List.of(Tags.SERVICE));
        TreeSet<String> names = new TreeSet<>();
        for (AggregateAnswer.Group group : answer.groups()) {
            String name = text(group.key().get(0));
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return new Listed<>(List.copyOf(names), completeness(answer));
    }

    /**
     * Operations of a service.
     *
     * @param service its name, which must be given
     * @param kind only those of this kind; empty for all
     * @param merged whether unspecified counts as internal
     * @throws HttpFailure 400 for no service, or a kind that there is not
     */
    Listed<Operation> operations(Exchange exchange, @Nullable String service, String kind, boolean merged) {
        if (service == null || service.isEmpty()) {
            throw HttpFailure.badRequest("parameter 'service' is required");
        }
        List<SpanCondition> all = new ArrayList<>();
        all.add(Tags.service(service));
        if (!kind.isEmpty()) {
            all.add(kinds(kind, merged));
        }
        AggregateAnswer answer = groups(exchange, new SpanCondition.All(all), List.of(NAME, KIND));
        TreeSet<Operation> operations =
                new TreeSet<>(Comparator.comparing(Operation::name).thenComparing(Operation::kind));
        for (AggregateAnswer.Group group : answer.groups()) {
            int number = group.key().get(1) instanceof Literal.Whole whole ? (int) whole.value() : 0;
            String word =
                    number > 0 && number < Words.KINDS.size() ? Words.KINDS.get(number) : merged ? "internal" : "";
            operations.add(new Operation(text(group.key().get(0)), word));
        }
        return new Listed<>(List.copyOf(operations), completeness(answer));
    }

    private static SpanCondition kinds(String kind, boolean merged) {
        List<SpanCondition> any = new ArrayList<>();
        any.add(Tags.number(SpanField.KIND, kind("spanKind", kind)));
        if (merged && kind.equals("internal")) {
            any.add(Tags.number(SpanField.KIND, 0));
        }
        return new SpanCondition.Any(any);
    }

    /**
     * The number of a kind.
     *
     * @param parameter names it in complaints
     */
    static int kind(String parameter, String text) {
        int number = Words.KINDS.indexOf(text.toLowerCase(Locale.ROOT));
        if (number < 0) {
            throw HttpFailure.badRequest("unable to parse param '" + parameter + "': unsupported span kind: '" + text
                    + "', expected one of " + String.join(", ", Words.KINDS));
        }
        return number;
    }

    private AggregateAnswer groups(Exchange exchange, SpanCondition condition, List<Operand> operands) {
        return store.aggregate(
                AggregateRequest.of(exchange.project(), TimeWindow.ALWAYS, condition, exchange.visibility())
                        .by(operands)
                        .ranked(Ranking.top(LIST_MAX)),
                exchange.control());
    }

    private static Completeness completeness(AggregateAnswer answer) {
        return answer.cut() && answer.completeness().complete()
                ? new Completeness(
                        Completeness.Reason.LIMIT,
                        List.of("there are " + answer.groupsTotal() + " names, of which " + LIST_MAX + " are listed"))
                : answer.completeness();
    }

    private static String text(@Nullable Literal literal) {
        return literal instanceof Literal.Text text ? text.value() : "";
    }
}
