package io.spanhouse.query.zipkin;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.SentPieces;
import java.util.ArrayList;
import java.util.List;

/** Conditions on names, which Zipkin has in lower case only and the store as they were sent. */
final class NameCondition {
    static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");
    static final Operand SPAN_NAME = new Operand.Field(SpanField.NAME);

    /** Names that pieces of a span gave and the span itself does not have. */
    static final Operand PIECE_NAME = new Operand.Attribute(AttributeLevel.SPAN, SentPieces.NAME_KEY);

    private static final long KIND_CLIENT = 3;
    private static final long KIND_PRODUCER = 4;
    private static final Operand KIND = new Operand.Field(SpanField.KIND);
    private static final Operand PEER_SERVICE = RemoteNames.operands().get(0);

    private NameCondition() {}

    /** A span of the service. */
    static SpanCondition service(String name) {
        return named(SERVICE, name);
    }

    /** A span of which any piece has the name. */
    static SpanCondition span(String name) {
        return new SpanCondition.Any(List.of(named(SPAN_NAME, name), named(PIECE_NAME, name)));
    }

    /** A span whose other side has the name: {@code peer.service} of any span, the first name of a client's or producer's. */
    static SpanCondition remote(String name) {
        List<SpanCondition> any = new ArrayList<>();
        any.add(named(PEER_SERVICE, name));
        List<SpanCondition> none = new ArrayList<>();
        for (Operand operand : RemoteNames.operands()) {
            List<SpanCondition> first = new ArrayList<>(none);
            first.add(CALLS_OUT);
            first.add(named(operand, name));
            any.add(new SpanCondition.All(first));
            none.add(new SpanCondition.Not(
                    new SpanCondition.Comparison(operand, Operator.NOT_EQUAL, new Literal.Text(""))));
        }
        return new SpanCondition.Any(any);
    }

    /** A span of a client or producer. */
    static final SpanCondition CALLS_OUT = new SpanCondition.Any(List.of(
            new SpanCondition.Comparison(KIND, Operator.EQUAL, new Literal.Whole(KIND_CLIENT)),
            new SpanCondition.Comparison(KIND, Operator.EQUAL, new Literal.Whole(KIND_PRODUCER))));

    private static SpanCondition named(Operand operand, String name) {
        return new SpanCondition.Comparison(operand, Operator.MATCHES, new Literal.Text("(?i)" + quoted(name)));
    }

    /** The text as an expression that matches nothing else. */
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            boolean plain = character >= 128 || Character.isLetterOrDigit(character);
            quoted.append(plain ? "" : "\\").append(character);
        }
        return quoted.toString();
    }
}
