package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.ArithmeticOperator;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Expression;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.testing.ShopTrace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every rule of what filters mean has a row here: which spans of one trace are picked. Each is asked with the trace in the
 * head, in one block, in two blocks, and with its older half in a block and the newer in the head, where pieces know less
 * than the whole.
 */
class FilterRulesTest {
    /** Where the trace lies. */
    enum Layout {
        HEAD,
        BLOCK,
        TWO_BLOCKS,
        BLOCK_AND_HEAD
    }

    private record Rule(String what, SpanPipeline pipeline, String expected) {}

    private final List<Rule> rules = new ArrayList<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Layout.class)
    void rulesHold(Layout layout) {
        absence();
        kindsOfValues();
        arrays();
        texts();
        arithmetic();
        levels();
        elements();
        wholeTrace();
        kinship();
        pipelines();
        StoreOptions defaults = StoreOptions.defaults(directory);
        StoreOptions options = new StoreOptions(
                directory,
                1,
                StoreOptions.Durability.SYNC,
                defaults.memory(),
                new StoreOptions.Head(8 << 20, Duration.ofMinutes(10), Duration.ZERO),
                defaults.retention(),
                0,
                defaults.clock());
        try (TraceStore store = TraceStore.open(options)) {
            int project = store.project("rules");
            fill(store, project, layout);
            for (Rule rule : rules) {
                assertThat(picked(store, project, rule)).as(rule.what).isEqualTo(rule.expected);
            }
        }
    }

    private static void fill(TraceStore store, int project, Layout layout) {
        if (layout == Layout.HEAD || layout == Layout.BLOCK) {
            store.append(project, ShopTrace.all()).join();
        } else {
            store.append(project, ShopTrace.older()).join();
            store.settle();
            store.append(project, ShopTrace.newer()).join();
        }
        if (layout == Layout.BLOCK || layout == Layout.TWO_BLOCKS) {
            store.settle();
        }
    }

    /** Names of the spans of each set, and of no trace if the predicate does not find it. */
    private static String picked(TraceStore store, int project, Rule rule) {
        SearchAnswer answer = store.search(
                new SearchRequest(
                        project,
                        TimeWindow.ALWAYS,
                        new TracePredicate.Spans(rule.pipeline),
                        TraceOrder.NEWEST,
                        10,
                        null,
                        true,
                        Visibility.ALL,
                        new SpanSelection(rule.pipeline, 100, List.of())),
                QueryControl.unlimited());
        List<String> sets = new ArrayList<>();
        for (List<SpanSetMatch> ofTrace : answer.spans()) {
            for (SpanSetMatch set : ofTrace) {
                sets.add(String.join(
                        " ", set.spans().stream().map(SpanSetMatch.Span::name).toList()));
            }
        }
        assertThat(answer.total()).as(rule.what).hasValue(sets.isEmpty() ? 0 : 1);
        return String.join("; ", sets);
    }

    private void absence() {
        Operand foo = span("foo");
        Operand missing = span("dne");
        rule("exists", new SpanCondition.Exists(foo), "root mid");
        rule("does not exist", new SpanCondition.Not(new SpanCondition.Exists(foo)), "leaf1 leaf2 orphan");
        rule("a missing key differs from nothing", relate(missing, Operator.NOT_EQUAL, text("x")), "");
        rule("a missing key is in no order", relate(missing, Operator.LESS, number(5)), "");
        rule("a missing key does not match", relate(missing, Operator.NOT_MATCHES, text(".*")), "");
        rule("a key beside a missing one", relate(value(foo), Operator.NOT_EQUAL, value(missing)), "");
        rule("two missing keys", relate(value(missing), Operator.EQUAL, value(missing)), "");
        rule("differs from the empty text", relate(foo, Operator.NOT_EQUAL, text("")), "root mid");
        rule(
                "not of a comparison with a missing key holds",
                new SpanCondition.Not(relate(missing, Operator.EQUAL, text("x"))),
                "root mid leaf1 leaf2 orphan");
        rule("an empty value is there", new SpanCondition.Exists(span("empty")), "leaf2");
        rule("an empty value equals nothing", relate(span("empty"), Operator.NOT_EQUAL, text("")), "");
    }

    private void kindsOfValues() {
        rule("whole beside whole", relate(span("n"), Operator.GREATER, number(5)), "mid");
        rule("whole beside double", relate(span("n"), Operator.GREATER, decimal(4.5)), "root mid");
        rule("double beside whole", relate(span("d"), Operator.GREATER, number(2)), "root");
        rule("strict: whole does not meet a double", compare(span("d"), Operator.GREATER, new Literal.Whole(2)), "");
        rule("strict: number meets both", compare(span("d"), Operator.GREATER, new Literal.Numeric(2)), "root");
        rule("a text is no number", relate(span("foo"), Operator.NOT_EQUAL, number(5)), "");
        rule("true", relate(span("flag"), Operator.EQUAL, constant(new Literal.Truth(true))), "root");
        rule("not true", relate(span("flag"), Operator.NOT_EQUAL, constant(new Literal.Truth(true))), "mid");
        rule("bytes", relate(span("blob"), Operator.EQUAL, constant(new Literal.Bytes(new byte[] {1, 2}))), "leaf1");
        rule("two operands", relate(value(span("n")), Operator.EQUAL, value(span("m"))), "mid");
        rule("constant on the left", relate(number(5), Operator.LESS, value(span("n"))), "mid");
        rule("two constants", relate(number(1), Operator.EQUAL, decimal(1)), "root mid leaf1 leaf2 orphan");
        rule("two other constants", relate(number(1), Operator.EQUAL, text("1")), "");
        rule(
                "duration beside a double",
                relate(field(SpanField.DURATION), Operator.LESS, decimal(1_000_000.5)),
                "leaf1");
    }

    private void arrays() {
        Operand tags = span("tags");
        rule("any element equals", relate(tags, Operator.EQUAL, text("x")), "root");
        rule("no element may be equal", relate(tags, Operator.NOT_EQUAL, text("x")), "mid");
        rule("strict: any element that differs", compare(tags, Operator.NOT_EQUAL, new Literal.Text("x")), "root mid");
        rule("any element matches", relate(tags, Operator.MATCHES, text("[xz]")), "root mid");
        rule("no element may match", relate(tags, Operator.NOT_MATCHES, text("x")), "mid");
        rule("any element is less", relate(span("nums"), Operator.LESS, number(2)), "root");
        rule("elements of another kind cannot be compared", relate(span("nums"), Operator.NOT_EQUAL, text("x")), "");
        rule("an array is there", new SpanCondition.Exists(span("nums")), "root");
        rule("as text it is one text", relate(new Operand.AsText(tags), Operator.EQUAL, text("[\"x\",\"y\"]")), "root");
        Operand arrays = new Operand.OfTypes(tags, Set.of(ValueType.ARRAY));
        Operand strings = new Operand.OfTypes(tags, Set.of(ValueType.STRING));
        rule("an array is of its own type", new SpanCondition.Exists(arrays), "root mid");
        rule("and not of its elements'", new SpanCondition.Exists(strings), "");
        rule("asked for as array it is one", relate(arrays, Operator.EQUAL, text("x")), "");
        rule("of some type as text", relate(new Operand.AsText(arrays), Operator.FINDS, text("x")), "root");
        rule("of no other as text", relate(new Operand.AsText(strings), Operator.FINDS, text("x")), "");
        rule("a number as text", relate(new Operand.AsText(span("d")), Operator.EQUAL, text("2.5")), "root");
        rule(
                "an id as text",
                relate(new Operand.AsText(field(SpanField.SPAN_ID)), Operator.FINDS, text("3$")),
                "leaf1");
    }

    private void texts() {
        Operand name = field(SpanField.NAME);
        rule("matches as a whole", relate(name, Operator.MATCHES, text("leaf")), "");
        rule("matches", relate(name, Operator.MATCHES, text("leaf.")), "leaf1 leaf2");
        rule("does not match", relate(name, Operator.NOT_MATCHES, text("leaf.")), "root mid orphan");
        rule("finds a part", relate(name, Operator.FINDS, text("ea")), "leaf1 leaf2");
        rule("is in order", relate(name, Operator.LESS, text("mid")), "leaf1 leaf2");
        rule("starts with", compare(name, Operator.STARTS_WITH, new Literal.Text("ro")), "root");
        rule("contains", compare(name, Operator.CONTAINS, new Literal.Text("rph")), "orphan");
    }

    private void arithmetic() {
        Expression n = value(span("n"));
        rule("plus", relate(compute(n, ArithmeticOperator.PLUS, number(1)), Operator.EQUAL, number(6)), "root");
        rule(
                "whole division cuts off",
                relate(compute(n, ArithmeticOperator.DIVIDED_BY, number(2)), Operator.EQUAL, number(2)),
                "root");
        rule(
                "division of a double does not",
                relate(compute(n, ArithmeticOperator.DIVIDED_BY, decimal(2)), Operator.EQUAL, decimal(2.5)),
                "root");
        rule(
                "by 0 there is no value",
                relate(compute(n, ArithmeticOperator.DIVIDED_BY, number(0)), Operator.NOT_EQUAL, number(1)),
                "");
        rule("rest", relate(compute(n, ArithmeticOperator.MODULO, number(4)), Operator.EQUAL, number(3)), "mid");
        rule("power", relate(compute(n, ArithmeticOperator.POWER, number(2)), Operator.EQUAL, number(49)), "mid");
        rule(
                "texts are no numbers",
                relate(compute(value(span("foo")), ArithmeticOperator.PLUS, number(1)), Operator.NOT_EQUAL, number(0)),
                "");
        rule(
                "of two operands",
                relate(compute(n, ArithmeticOperator.TIMES, value(span("m"))), Operator.EQUAL, number(49)),
                "mid");
        rule(
                "a condition is a value",
                relate(
                        new Expression.Truth(relate(span("n"), Operator.GREATER, number(5))),
                        Operator.EQUAL,
                        new Expression.Truth(new SpanCondition.Exists(span("m")))),
                "root mid leaf1 leaf2 orphan");
    }

    private void levels() {
        rule(
                "unscoped: the span's goes first",
                relate(new Operand.SpanOrResource("foo"), Operator.EQUAL, text("res")),
                "leaf1 leaf2 orphan");
        rule(
                "unscoped: hides the resource's",
                relate(new Operand.SpanOrResource("foo"), Operator.EQUAL, text("b")),
                "mid");
        rule("resource", relate(resource("service.name"), Operator.EQUAL, text("db")), "leaf1 leaf2");
        rule(
                "scope name",
                relate(field(SpanField.SCOPE_NAME), Operator.EQUAL, text("http")),
                "root mid leaf1 leaf2 orphan");
        rule("event attribute", relate(event("attempt"), Operator.EQUAL, number(2)), "root");
        rule("event name", relate(field(SpanField.EVENT_NAME), Operator.EQUAL, text("retry")), "root mid");
        rule(
                "event time since start",
                relate(field(SpanField.EVENT_SINCE_START), Operator.GREATER, number(2_500_000)),
                "mid");
        rule(
                "link span id",
                relate(field(SpanField.LINK_SPAN_ID), Operator.EQUAL, constant(new Literal.Bytes(new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 9
                }))),
                "leaf2");
        rule(
                "parent span id",
                new SpanCondition.Not(new SpanCondition.Exists(field(SpanField.PARENT_SPAN_ID))),
                "root");
    }

    private void elements() {
        SpanCondition retry = relate(field(SpanField.EVENT_NAME), Operator.EQUAL, text("retry"));
        SpanCondition second = relate(event("attempt"), Operator.EQUAL, number(2));
        rule("on different events", new SpanCondition.All(List.of(retry, second)), "root");
        rule(
                "on one event",
                new SpanCondition.AnyElement(AttributeLevel.EVENT, new SpanCondition.All(List.of(retry, second))),
                "");
        rule(
                "some event is no retry",
                new SpanCondition.AnyElement(AttributeLevel.EVENT, new SpanCondition.Not(retry)),
                "root");
        rule(
                "every event is a retry, also of none",
                new SpanCondition.Not(new SpanCondition.AnyElement(AttributeLevel.EVENT, new SpanCondition.Not(retry))),
                "mid leaf1 leaf2 orphan");
        rule(
                "arithmetic on one event",
                new SpanCondition.AnyElement(
                        AttributeLevel.EVENT,
                        new SpanCondition.All(List.of(
                                retry,
                                relate(
                                        compute(value(event("attempt")), ArithmeticOperator.PLUS, number(1)),
                                        Operator.EQUAL,
                                        number(2))))),
                "root");
    }

    private void wholeTrace() {
        rule(
                "trace duration",
                relate(trace(TraceProperty.DURATION), Operator.EQUAL, number(10_000_000)),
                "root mid leaf1 leaf2 orphan");
        rule(
                "root name",
                relate(trace(TraceProperty.ROOT_NAME), Operator.EQUAL, text("root")),
                "root mid leaf1 leaf2 orphan");
        rule(
                "root service, of some spans",
                new SpanCondition.All(List.of(
                        relate(trace(TraceProperty.ROOT_SERVICE), Operator.EQUAL, text("front")),
                        relate(span("m"), Operator.EQUAL, number(7)))),
                "mid");
        rule("spans", relate(trace(TraceProperty.SPANS), Operator.EQUAL, number(5)), "root mid leaf1 leaf2 orphan");
        rule("children", relate(trace(TraceProperty.CHILD_COUNT), Operator.EQUAL, number(2)), "mid");
        rule("nested set: root", relate(trace(TraceProperty.NESTED_SET_PARENT), Operator.LESS, number(0)), "root");
        rule(
                "nested set: not connected",
                relate(trace(TraceProperty.NESTED_SET_LEFT), Operator.EQUAL, number(0)),
                "orphan");
        rule(
                "nested set: left of a leaf",
                relate(trace(TraceProperty.NESTED_SET_LEFT), Operator.EQUAL, number(3)),
                "leaf1");
        rule(
                "nested set: right of the root",
                relate(trace(TraceProperty.NESTED_SET_RIGHT), Operator.EQUAL, number(8)),
                "root");
        rule(
                "nested set: parent",
                relate(trace(TraceProperty.NESTED_SET_PARENT), Operator.EQUAL, number(2)),
                "leaf1 leaf2");
    }

    private void kinship() {
        SpanSet root = named("root");
        SpanSet mid = named("mid");
        SpanSet leaves = named("leaf.");
        SpanSet every = new SpanSet.Where(SpanCondition.EVERY);
        related("child", root, Kinship.CHILD, SpanSet.Related.Form.RIGHT, every, "mid");
        related("descendant", root, Kinship.DESCENDANT, SpanSet.Related.Form.RIGHT, every, "mid leaf1 leaf2");
        related("parent", leaves, Kinship.PARENT, SpanSet.Related.Form.RIGHT, every, "mid");
        related("ancestor", leaves, Kinship.ANCESTOR, SpanSet.Related.Form.RIGHT, every, "root mid");
        related("sibling", named("leaf1"), Kinship.SIBLING, SpanSet.Related.Form.RIGHT, every, "leaf2");
        related(
                "a root and an orphan have no siblings",
                every,
                Kinship.SIBLING,
                SpanSet.Related.Form.RIGHT,
                every,
                "leaf1 leaf2");
        related("no child", root, Kinship.CHILD, SpanSet.Related.Form.NOT, every, "root leaf1 leaf2 orphan");
        related("no descendant", root, Kinship.DESCENDANT, SpanSet.Related.Form.NOT, leaves, "");
        related("not of nothing", named("nobody"), Kinship.CHILD, SpanSet.Related.Form.NOT, mid, "mid");
        related("both sides", root, Kinship.DESCENDANT, SpanSet.Related.Form.BOTH, leaves, "root leaf1 leaf2");
        related("both sides, those that take part", every, Kinship.CHILD, SpanSet.Related.Form.BOTH, mid, "root mid");
        rule("both", new SpanSet.Both(root, leaves), "root leaf1 leaf2");
        rule("both, one empty", new SpanSet.Both(root, named("nobody")), "");
        rule("either", new SpanSet.Either(mid, named("nobody")), "mid");
    }

    private void pipelines() {
        SpanSet every = new SpanSet.Where(SpanCondition.EVERY);
        SpanPipeline.Stage byService = new SpanPipeline.Stage.By(value(resource("service.name")));
        SpanPipeline.Stage byFoo = new SpanPipeline.Stage.By(value(span("foo")));
        rule("by a value", every, List.of(byService), "orphan; mid; leaf1 leaf2; root");
        rule("by a value, absent is a set", every, List.of(byFoo), "leaf1 leaf2 orphan; root; mid");
        rule(
                "count",
                every,
                List.of(byService, having(SpanPipeline.Statistic.COUNT, null, Operator.GREATER, 1)),
                "leaf1 leaf2");
        rule(
                "sum of n skips absent",
                every,
                List.of(having(SpanPipeline.Statistic.SUM, span("n"), Operator.EQUAL, 12)),
                "root mid leaf1 leaf2 orphan");
        rule(
                "average",
                every,
                List.of(having(SpanPipeline.Statistic.AVERAGE, span("n"), Operator.EQUAL, 6)),
                "root mid leaf1 leaf2 orphan");
        rule(
                "min",
                every,
                List.of(having(SpanPipeline.Statistic.MIN, span("n"), Operator.EQUAL, 5)),
                "root mid leaf1 leaf2 orphan");
        rule(
                "max by group",
                every,
                List.of(byFoo, having(SpanPipeline.Statistic.MAX, span("n"), Operator.GREATER, 0)),
                "root; mid");
        rule(
                "no value, no set",
                every,
                List.of(having(SpanPipeline.Statistic.MAX, span("dne"), Operator.NOT_EQUAL, 0)),
                "");
        rule(
                "coalesce",
                every,
                List.of(
                        byService,
                        having(SpanPipeline.Statistic.COUNT, null, Operator.EQUAL, 1),
                        new SpanPipeline.Stage.Coalesce()),
                "root mid orphan");
        SpanSet many = new SpanSet.Piped(new SpanPipeline(
                every, List.of(byService, having(SpanPipeline.Statistic.COUNT, null, Operator.EQUAL, 2))));
        rule(
                "a pipeline is a set",
                new SpanSet.Related(named("mid"), Kinship.CHILD, SpanSet.Related.Form.RIGHT, many),
                "leaf1 leaf2");
    }

    private static SpanPipeline.Stage having(
            SpanPipeline.Statistic statistic, Operand of, Operator operator, long number) {
        return new SpanPipeline.Stage.Having(
                statistic, of == null ? Optional.empty() : Optional.of(value(of)), operator, new Literal.Whole(number));
    }

    private void related(
            String what, SpanSet left, Kinship kinship, SpanSet.Related.Form form, SpanSet right, String expected) {
        rule(what, new SpanSet.Related(left, kinship, form, right), expected);
    }

    private static SpanSet named(String pattern) {
        return new SpanSet.Where(relate(field(SpanField.NAME), Operator.MATCHES, text(pattern)));
    }

    private void rule(String what, SpanCondition condition, String expected) {
        rule(what, new SpanSet.Where(condition), expected);
    }

    private void rule(String what, SpanSet set, String expected) {
        rule(what, set, List.of(), expected);
    }

    private void rule(String what, SpanSet set, List<SpanPipeline.Stage> stages, String expected) {
        rules.add(new Rule(what, new SpanPipeline(set, stages), expected));
    }

    private static Operand span(String key) {
        return new Operand.Attribute(AttributeLevel.SPAN, key);
    }

    private static Operand resource(String key) {
        return new Operand.Attribute(AttributeLevel.RESOURCE, key);
    }

    private static Operand event(String key) {
        return new Operand.Attribute(AttributeLevel.EVENT, key);
    }

    private static Operand field(SpanField field) {
        return new Operand.Field(field);
    }

    private static Operand trace(TraceProperty property) {
        return new Operand.InTrace(property);
    }

    private static Expression value(Operand operand) {
        return new Expression.Value(operand);
    }

    private static Expression constant(Literal literal) {
        return new Expression.Constant(literal);
    }

    private static Expression text(String text) {
        return constant(new Literal.Text(text));
    }

    private static Expression number(long number) {
        return constant(new Literal.Whole(number));
    }

    private static Expression decimal(double number) {
        return constant(new Literal.Decimal(number));
    }

    private static Expression compute(Expression left, ArithmeticOperator operator, Expression right) {
        return new Expression.Arithmetic(left, operator, right);
    }

    private static SpanCondition compare(Operand operand, Operator operator, Literal literal) {
        return new SpanCondition.Comparison(operand, operator, literal);
    }

    private static SpanCondition relate(Operand operand, Operator operator, Expression right) {
        return relate(value(operand), operator, right);
    }

    private static SpanCondition relate(Expression left, Operator operator, Expression right) {
        return new SpanCondition.Relation(left, operator, right);
    }
}
