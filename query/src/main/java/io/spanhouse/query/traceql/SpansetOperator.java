package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.SpanSet;
import org.jspecify.annotations.Nullable;

/** An operator between two sets of spans. */
public enum SpansetOperator {
    AND("&&", null, null),
    OR("||", null, null),
    CHILD(">", Kinship.CHILD, SpanSet.Related.Form.RIGHT),
    PARENT("<", Kinship.PARENT, SpanSet.Related.Form.RIGHT),
    DESCENDANT(">>", Kinship.DESCENDANT, SpanSet.Related.Form.RIGHT),
    ANCESTOR("<<", Kinship.ANCESTOR, SpanSet.Related.Form.RIGHT),
    SIBLING("~", Kinship.SIBLING, SpanSet.Related.Form.RIGHT),
    NOT_CHILD("!>", Kinship.CHILD, SpanSet.Related.Form.NOT),
    NOT_PARENT("!<", Kinship.PARENT, SpanSet.Related.Form.NOT),
    NOT_DESCENDANT("!>>", Kinship.DESCENDANT, SpanSet.Related.Form.NOT),
    NOT_ANCESTOR("!<<", Kinship.ANCESTOR, SpanSet.Related.Form.NOT),
    NOT_SIBLING("!~", Kinship.SIBLING, SpanSet.Related.Form.NOT),
    BOTH_CHILD("&>", Kinship.CHILD, SpanSet.Related.Form.BOTH),
    BOTH_PARENT("&<", Kinship.PARENT, SpanSet.Related.Form.BOTH),
    BOTH_DESCENDANT("&>>", Kinship.DESCENDANT, SpanSet.Related.Form.BOTH),
    BOTH_ANCESTOR("&<<", Kinship.ANCESTOR, SpanSet.Related.Form.BOTH),
    BOTH_SIBLING("&~", Kinship.SIBLING, SpanSet.Related.Form.BOTH);

    private static final SpansetOperator[] ALL = values();

    private final String text;
    private final @Nullable Kinship kinship;
    private final SpanSet.Related.@Nullable Form form;

    SpansetOperator(String text, @Nullable Kinship kinship, SpanSet.Related.@Nullable Form form) {
        this.text = text;
        this.kinship = kinship;
        this.form = form;
    }

    static @Nullable SpansetOperator of(Token token) {
        if (token.kind() == Token.Kind.SYMBOL) {
            for (SpansetOperator operator : ALL) {
                if (operator.text.equals(token.text())) {
                    return operator;
                }
            }
        }
        return null;
    }

    public String text() {
        return text;
    }

    int precedence() {
        return kinship == null ? 1 : 2;
    }

    /** How the right side stands to the left; null for an operator that does not look at the tree. */
    @Nullable
    Kinship kinship() {
        return kinship;
    }

    SpanSet.Related.@Nullable Form form() {
        return form;
    }
}
