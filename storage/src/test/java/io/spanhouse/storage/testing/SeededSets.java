package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Random relations, expressions, sets of spans and pipelines, of the operands and values that other questions are of. */
final class SeededSets {
    private final SplittableRandom random;
    private final SeededQueries queries;

    SeededSets(SplittableRandom random, SeededQueries queries) {
        this.random = random;
        this.queries = queries;
    }

    /** A random relation. */
    SpanCondition relation(int depth) {
        Operand operand = random.nextInt(3) == 0 ? queries.usualOperand() : queries.operand();
        Expression left = new Expression.Value(operand);
        Operator operator = queries.pick(SeededQueries.ORDERING);
        int choice = random.nextInt(8);
        if (choice < 3) {
            return new SpanCondition.Relation(left, operator, constant(queries.literalFor(operand)));
        }
        if (choice == 3) {
            return new SpanCondition.Relation(constant(queries.literalFor(operand)), operator, left);
        }
        if (choice == 4) {
            Operator ofTexts = random.nextBoolean() ? Operator.NOT_MATCHES : Operator.FINDS;
            return new SpanCondition.Relation(left, ofTexts, constant(new Literal.Text("[a-g]o?l*")));
        }
        if (choice == 5 && depth > 0) {
            return new SpanCondition.Relation(
                    new Expression.Truth(queries.condition(depth - 1)),
                    operator,
                    random.nextBoolean()
                            ? constant(new Literal.Truth(random.nextBoolean()))
                            : new Expression.Truth(queries.condition(depth - 1)));
        }
        return new SpanCondition.Relation(expression(2), operator, expression(1));
    }

    private static Expression constant(Literal literal) {
        return new Expression.Constant(literal);
    }

    private Expression expression(int depth) {
        int choice = random.nextInt(depth == 0 ? 3 : 6);
        if (choice == 0) {
            return constant(new Literal.Whole(1 + random.nextInt(5)));
        }
        if (choice == 1) {
            return constant(new Literal.Decimal(1 + random.nextInt(4) / 2.0));
        }
        if (choice == 2) {
            return new Expression.Value(number());
        }
        return new Expression.Arithmetic(
                expression(depth - 1), queries.pick(ArithmeticOperator.values()), expression(depth - 1));
    }

    /** An operand that has numbers, as a rule. */
    private Operand number() {
        switch (random.nextInt(6)) {
            case 0:
                return new Operand.Attribute(AttributeLevel.SPAN, "items");
            case 1:
                return new Operand.SpanOrResource(random.nextBoolean() ? "items" : "host.cpus");
            case 2:
                return new Operand.Attribute(AttributeLevel.EVENT, "attempt");
            case 3:
                return new Operand.Field(random.nextBoolean() ? SpanField.DURATION : SpanField.EVENT_SINCE_START);
            case 4:
                return new Operand.Field(random.nextBoolean() ? SpanField.KIND : SpanField.START);
            default:
                return queries.operand();
        }
    }

    /** A random set. */
    private SpanSet set(int depth) {
        int choice = random.nextInt(depth == 0 ? 1 : 8);
        if (choice < 2) {
            return new SpanSet.Where(random.nextInt(6) == 0 ? SpanCondition.EVERY : queries.ofTraces(1));
        }
        if (choice == 2) {
            return new SpanSet.Both(set(depth - 1), set(depth - 1));
        }
        if (choice == 3) {
            return new SpanSet.Either(set(depth - 1), set(depth - 1));
        }
        if (choice == 4) {
            return new SpanSet.Piped(pipeline(depth - 1));
        }
        return new SpanSet.Related(
                set(depth - 1),
                queries.pick(Kinship.values()),
                queries.pick(SpanSet.Related.Form.values()),
                set(depth - 1));
    }

    /** A random pipeline. */
    SpanPipeline pipeline(int depth) {
        List<SpanPipeline.Stage> stages = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            stages.add(random.nextInt(4) == 0 ? new SpanPipeline.Stage.Within(set(Math.max(0, depth - 1))) : stage());
        }
        return new SpanPipeline(set(depth), stages);
    }

    private SpanPipeline.Stage stage() {
        int choice = random.nextInt(5);
        if (choice == 0) {
            return new SpanPipeline.Stage.Coalesce();
        }
        if (choice < 3) {
            Operand operand = random.nextBoolean() ? queries.usualOperand() : number();
            return new SpanPipeline.Stage.By(new Expression.Value(operand));
        }
        SpanPipeline.Statistic statistic = queries.pick(SpanPipeline.Statistic.values());
        boolean counts = statistic == SpanPipeline.Statistic.COUNT;
        return new SpanPipeline.Stage.Having(
                statistic,
                counts ? Optional.empty() : Optional.of(new Expression.Value(number())),
                queries.pick(SeededQueries.ORDERING),
                random.nextBoolean()
                        ? new Literal.Whole(random.nextInt(5))
                        : new Literal.Decimal(random.nextInt(5) / 2.0));
    }

    /** What is wanted of listed traces. */
    SpanSelection selection() {
        List<Operand> values = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            values.add(random.nextBoolean() ? queries.operand() : number());
        }
        return new SpanSelection(pipeline(2), 1 + random.nextInt(4), values);
    }
}
