package io.spanhouse.query.jaeger.expression;

import io.spanhouse.proto.jaeger.expression.Call;
import io.spanhouse.proto.jaeger.expression.Expression;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes a condition on one span of a structured filter, or refuses it and says where and why. What a filter means is the table
 * of this package's documentation.
 */
public final class FilterTranslation {
    /** Most calls within each other. */
    static final int DEPTH_MAX = 20;

    private FilterTranslation() {}

    /**
     * Translates a filter.
     *
     * @param where names it in complaints
     * @throws io.spanhouse.query.http.HttpFailure 400 for one that makes no sense
     */
    public static SpanCondition condition(Call filter, String where) {
        return condition(filter, where, Set.of(), 1);
    }

    /**
     * Translates a call.
     *
     * @param bound levels of which one element is meant
     * @param depth number of calls that this one is in, itself included
     */
    private static SpanCondition condition(Call call, String where, Set<AttributeLevel> bound, int depth) {
        if (depth > DEPTH_MAX) {
            throw Refusal.at(where, "calls are nested deeper than " + DEPTH_MAX);
        }
        FilterOperator operator = FilterOperator.of(call.getOp());
        if (operator == null) {
            throw Refusal.at(
                    where, "the operator is '" + call.getOp() + "', expected one of " + FilterOperator.names());
        }
        Comparisons comparisons = new Comparisons(bound, where);
        return switch (operator) {
            case AND -> new SpanCondition.All(calls(call, where, bound, depth));
            case OR -> new SpanCondition.Any(calls(call, where, bound, depth));
            case NOT -> {
                requireArguments(call, where, 1);
                yield new SpanCondition.Not(inner(call, 0, where, bound, depth));
            }
            case SOME -> some(call, where, bound, depth);
            case EQ, NE, GT, LT, GTE, LTE -> {
                requireArguments(call, where, 2);
                yield comparisons.compare(
                        operator,
                        Terms.operand(call.getArgs(0), at(where, 0)),
                        Terms.operand(call.getArgs(1), at(where, 1)));
            }
            case REGEX -> {
                requireArguments(call, where, 2);
                Term.Reference subject = Terms.reference(call.getArgs(0), at(where, 0));
                yield comparisons.matches(subject, pattern(call.getArgs(1), at(where, 1)));
            }
            case EXISTS -> {
                requireArguments(call, where, 1);
                yield Terms.reference(call.getArgs(0), at(where, 0)).present("");
            }
            case IN, NOT_IN -> {
                requireArguments(call, where, 2);
                Term.Reference subject = Terms.reference(call.getArgs(0), at(where, 0));
                SpanCondition in = comparisons.isIn(subject, list(call.getArgs(1), at(where, 1)));
                String type = call.getArgs(1).getList().getType();
                yield operator == FilterOperator.IN
                        ? in
                        : new SpanCondition.All(List.of(subject.present(type), new SpanCondition.Not(in)));
            }
        };
    }

    private static List<SpanCondition> calls(Call call, String where, Set<AttributeLevel> bound, int depth) {
        if (call.getArgsCount() < 2) {
            throw Refusal.at(
                    where, call.getOp() + " has " + call.getArgsCount() + " arguments, expected at least 2 calls");
        }
        List<SpanCondition> all = new ArrayList<>();
        for (int i = 0; i < call.getArgsCount(); i++) {
            all.add(inner(call, i, where, bound, depth));
        }
        return all;
    }

    private static SpanCondition inner(Call call, int argument, String where, Set<AttributeLevel> bound, int depth) {
        Expression term = call.getArgs(argument);
        if (term.getTermCase() != Expression.TermCase.CALL) {
            throw Terms.unexpected(term, at(where, argument), "a call");
        }
        return condition(term.getCall(), at(where, argument), bound, depth + 1);
    }

    private static SpanCondition some(Call call, String where, Set<AttributeLevel> bound, int depth) {
        requireArguments(call, where, 2);
        Expression nested = call.getArgs(0);
        if (nested.getTermCase() != Expression.TermCase.NESTED) {
            throw Terms.unexpected(nested, at(where, 0), "the level event or link");
        }
        AttributeLevel level = Terms.level(nested.getNested().getLevel(), at(where, 0));
        if (level != AttributeLevel.EVENT && level != AttributeLevel.LINK) {
            throw Refusal.at(at(where, 0), "found " + FilterLevel.text(level) + ", expected the level event or link");
        }
        if (bound.contains(level)) {
            throw Refusal.at(
                    where, "some is within another some of the level " + FilterLevel.text(level) + ", expected it not");
        }
        Set<AttributeLevel> within = EnumSet.of(level);
        within.addAll(bound);
        return new SpanCondition.AnyElement(level, inner(call, 1, where, within, depth));
    }

    private static Term.Constant pattern(Expression term, String where) {
        if (Terms.operandOrNull(term, where) instanceof Term.Constant pattern
                && (pattern.type().isEmpty() || pattern.type().equals("string"))) {
            PatternCheck.check(pattern.value(), where);
            return pattern;
        }
        throw Terms.unexpected(term, where, "a constant pattern, of type string or of none");
    }

    private static List<Term.Constant> list(Expression term, String where) {
        if (term.getTermCase() != Expression.TermCase.LIST) {
            throw Terms.unexpected(term, where, "a list");
        }
        String type = term.getList().getType();
        if (!Constants.TYPES.contains(type)) {
            throw Refusal.at(where, "the type is '" + type + "', expected " + Constants.typeNames());
        }
        if (term.getList().getValuesCount() == 0) {
            throw Refusal.at(where, "the list has no values, expected at least one");
        }
        List<Term.Constant> constants = new ArrayList<>();
        for (String value : term.getList().getValuesList()) {
            constants.add(new Term.Constant(value, type, where + "/values/" + constants.size()));
        }
        return constants;
    }

    private static void requireArguments(Call call, String where, int count) {
        if (call.getArgsCount() != count) {
            throw Refusal.at(where, call.getOp() + " has " + call.getArgsCount() + " arguments, expected " + count);
        }
    }

    private static String at(String where, int argument) {
        return where + "/args/" + argument;
    }
}
