package io.spanhouse.query.jaeger.expression;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The comparisons of one call. Not thread-safe. */
final class Comparisons {
    private static final Operand STATUS = new Operand.Field(SpanField.STATUS_CODE);
    private static final Literal ERROR = new Literal.Whole(2);

    private final Set<AttributeLevel> bound;
    private final String where;

    /**
     * Comparisons.
     *
     * @param bound levels of which one element is meant
     * @param where names the call in complaints
     */
    Comparisons(Set<AttributeLevel> bound, String where) {
        this.bound = bound;
        this.where = where;
    }

    /** Equality or order of two operands. */
    SpanCondition compare(FilterOperator operator, Term left, Term right) {
        if (left instanceof Term.Constant && !(right instanceof Term.Constant)) {
            return compare(turned(operator), right, left);
        }
        requireOrder(operator, left);
        requireOrder(operator, right);
        Set<AttributeLevel> elements = elements(left, right);
        List<Alternative> first = alternatives(left, right);
        List<Alternative> second = alternatives(right, left);
        if (operator != FilterOperator.NE) {
            SpanCondition holds = within(elements, any(first, operator.relation(), second));
            SpanCondition status = operator == FilterOperator.EQ ? status(left, right) : null;
            return status == null ? holds : new SpanCondition.Any(List.of(holds, status));
        }
        return new SpanCondition.All(List.of(
                within(elements, any(first, Operator.NOT_EQUAL, second)),
                new SpanCondition.Not(within(elements, any(first, Operator.EQUAL, second)))));
    }

    /** Whether some part of a text meets a pattern. */
    SpanCondition matches(Term.Reference subject, Term.Constant pattern) {
        Expression expression = new Expression.Constant(new Literal.Text(pattern.value()));
        List<SpanCondition> any = new ArrayList<>();
        if (subject instanceof Term.Attribute attribute) {
            for (Operand operand : attribute.operands()) {
                Operand text = pattern.type().isEmpty()
                        ? new Operand.AsText(operand)
                        : Term.Attribute.only(operand, ValueType.STRING);
                any.add(new SpanCondition.Relation(new Expression.Value(text), Operator.FINDS, expression));
            }
        }
        if (subject instanceof Term.Field field) {
            if (!field.field().domain().isText()) {
                throw Refusal.at(where, "regex is asked of " + field.field().path() + ", expected something with text");
            }
            for (Alternative way : field.alternatives()) {
                any.add(new SpanCondition.All(
                        List.of(way.when(), new SpanCondition.Relation(way.value(), Operator.FINDS, expression))));
            }
        }
        return within(elements(subject, pattern), new SpanCondition.Any(any));
    }

    /** Whether a value is one of some constants. */
    SpanCondition isIn(Term.Reference subject, List<Term.Constant> constants) {
        if (subject instanceof Term.Attribute && constants.get(0).type().isEmpty()) {
            throw Refusal.at(where, "found a list without a type beside an attribute, expected one with a type");
        }
        List<SpanCondition> any = new ArrayList<>();
        for (Term.Constant constant : constants) {
            any.add(any(subject.alternatives(), Operator.EQUAL, constant.beside(subject)));
        }
        return within(elements(subject, constants.get(0)), new SpanCondition.Any(any));
    }

    private static FilterOperator turned(FilterOperator operator) {
        return switch (operator) {
            case GT -> FilterOperator.LT;
            case LT -> FilterOperator.GT;
            case GTE -> FilterOperator.LTE;
            case LTE -> FilterOperator.GTE;
            case AND, OR, NOT, EQ, NE, REGEX, EXISTS, IN, NOT_IN, SOME -> operator;
        };
    }

    private void requireOrder(FilterOperator operator, Term term) {
        boolean none = term instanceof Term.Constant constant && constant.type().equals("bool")
                || term instanceof Term.Field field && field.field().domain().isWord();
        if (operator.ordering() && none) {
            throw Refusal.at(
                    where,
                    operator.text() + " asks for the order of a kind, a status or a bool, expected"
                            + " something that has one");
        }
    }

    /** The ways in which a term has a value beside another. */
    private List<Alternative> alternatives(Term term, Term other) {
        if (term instanceof Term.Reference reference) {
            requireSameKind(reference, other);
            return reference.alternatives();
        }
        Term.Constant constant = (Term.Constant) term;
        if (!(other instanceof Term.Constant beside)) {
            return constant.beside(other);
        }
        // A constant without a type is of the other's, two without are texts.
        String type = constant.type().isEmpty() ? beside.type() : constant.type();
        Alternative one = Constants.typed(constant.value(), type.isEmpty() ? "string" : type, constant.where());
        String others = beside.type().isEmpty() ? type : beside.type();
        if (!type.equals(others) && !(isNumber(type) && isNumber(others))) {
            throw Refusal.at(where, "found constants of types " + type + " and " + others + ", expected the same");
        }
        return List.of(one);
    }

    private static boolean isNumber(String type) {
        return type.equals("int") || type.equals("double");
    }

    private void requireSameKind(Term.Reference reference, Term other) {
        if (!(reference instanceof Term.Field field)) {
            return;
        }
        FilterField.Domain domain = field.field().domain();
        if (other instanceof Term.Field second) {
            FilterField.Domain beside = second.field().domain();
            if (domain != beside && !(domain.isText() && beside.isText())) {
                throw Refusal.at(
                        where,
                        "found " + field.field().path() + " beside "
                                + second.field().path() + ", expected two of the same kind");
            }
        } else if (other instanceof Term.Attribute && !domain.isText()) {
            throw Refusal.at(
                    where,
                    "found " + field.field().path()
                            + " beside an attribute, none of which is a duration or a time; expected a constant or a field");
        }
    }

    /** Some way of the one stands so to some way of the other. */
    private static SpanCondition any(List<Alternative> left, Operator operator, List<Alternative> right) {
        boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        List<SpanCondition> any = new ArrayList<>();
        for (Alternative one : left) {
            for (Alternative other : right) {
                boolean sayable = one.sort().goesWith(other.sort())
                        && (equality || one.sort().ordered() && other.sort().ordered());
                if (sayable) {
                    any.add(new SpanCondition.All(List.of(
                            one.when(),
                            other.when(),
                            new SpanCondition.Relation(one.value(), operator, other.value()))));
                }
            }
        }
        return new SpanCondition.Any(any);
    }

    /** Levels of which some element is meant, no matter which. */
    private Set<AttributeLevel> elements(Term left, Term right) {
        AttributeLevel first = element(left);
        AttributeLevel second = element(right);
        Set<AttributeLevel> elements = EnumSet.noneOf(AttributeLevel.class);
        if (first != null && first == second) {
            // Two elements, which need not be the same: their values are compared all with all.
            if (isPlainText(left) || isPlainText(right)) {
                throw Refusal.at(
                        where,
                        "found two references to " + FilterLevel.text(first)
                                + "s that may be different ones, expected them within some");
            }
            return elements;
        }
        if (first != null) {
            elements.add(first);
        }
        if (second != null) {
            elements.add(second);
        }
        return elements;
    }

    private static boolean isPlainText(Term term) {
        return term instanceof Term.Field field && field.field().domain() == FilterField.Domain.TEXT;
    }

    private @Nullable AttributeLevel element(Term term) {
        AttributeLevel level = term instanceof Term.Reference reference ? reference.level() : null;
        return level == AttributeLevel.EVENT && !bound.contains(level)
                        || level == AttributeLevel.LINK && !bound.contains(level)
                ? level
                : null;
    }

    private static SpanCondition within(Set<AttributeLevel> elements, SpanCondition condition) {
        SpanCondition within = condition;
        for (AttributeLevel level : elements) {
            within = new SpanCondition.AnyElement(level, within);
        }
        return within;
    }

    /**
     * What a query for the tag {@code error} means besides: Jaeger makes such a comparison of it.
     *
     * @return null if this is none
     */
    private static @Nullable SpanCondition status(Term left, Term right) {
        boolean asked = left instanceof Term.Attribute attribute
                && attribute.key().equals("error")
                && (attribute.level() == null || attribute.level() == AttributeLevel.SPAN)
                && right instanceof Term.Constant constant
                && constant.type().isEmpty();
        Boolean error = asked ? Constants.truth(((Term.Constant) right).value()) : null;
        if (error == null) {
            return null;
        }
        SpanCondition isError = new SpanCondition.Comparison(STATUS, Operator.EQUAL, ERROR);
        return error ? isError : new SpanCondition.Not(isError);
    }
}
