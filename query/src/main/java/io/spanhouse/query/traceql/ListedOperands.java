package io.spanhouse.query.traceql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The attributes and intrinsics that a query names, each once, in the order of the query. */
final class ListedOperands {
    private final List<FieldExpression> operands = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    List<FieldExpression> operands() {
        return operands;
    }

    void add(Stage stage) {
        if (stage instanceof Stage.Spansets spansets) {
            add(spansets.expression());
        } else if (stage instanceof Stage.By by) {
            add(by.expression());
        } else if (stage instanceof Stage.Select select) {
            select.operands().forEach(this::add);
        } else if (stage instanceof Stage.ScalarFilter filter
                && filter.left() instanceof ScalarExpression.Aggregate aggregate
                && aggregate.of() != null) {
            add(aggregate.of());
        }
    }

    private void add(SpansetExpression set) {
        if (set instanceof SpansetExpression.Filter filter) {
            add(filter.expression());
        } else if (set instanceof SpansetExpression.Combined combined) {
            add(combined.left());
            add(combined.right());
        } else {
            ((SpansetExpression.Piped) set).pipeline().stages().forEach(this::add);
        }
    }

    void add(FieldExpression expression) {
        if (expression instanceof FieldExpression.Binary binary) {
            add(binary.left());
            add(binary.right());
        } else if (expression instanceof FieldExpression.Not not) {
            add(not.of());
        } else if (expression instanceof FieldExpression.Negative negative) {
            add(negative.of());
        } else if (expression instanceof FieldExpression.Attribute attribute) {
            addOnce(attribute, attribute.name().toString());
        } else if (expression instanceof FieldExpression.OfSpan ofSpan) {
            addOnce(ofSpan, ofSpan.intrinsic().name());
        }
    }

    private void addOnce(FieldExpression expression, String name) {
        if (seen.add(name)) {
            operands.add(expression);
        }
    }
}
