package io.spanhouse.query.traceql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries are taken, which are refused and as what, and how operators bind. */
final class TraceQueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{ }",
                "{ true }",
                "{ .a }",
                "{ !.a }",
                "{ span.a = 1 }",
                "{ resource.a = \"x\" }",
                "{ event.a != 1.5 }",
                "{ link.a >= 2 }",
                "{ instrumentation.a < 1h30m }",
                "{ .a = 1ms || .b = 2µs }",
                "{ .a-b/c+d*e:f = 1 }",
                "{ .\"odd name\".x = 1 }",
                "{ span.\"a \\\" b\" = 1 }",
                "{ .a - .b > 3 }",
                "{ span.duration = 1 }",
                "{ span:duration > 1s }",
                "{ trace:duration > 1s }",
                "{ duration > 1.5s }",
                "{ status = error && kind = server }",
                "{ status != ok }",
                "{ span:status = unset }",
                "{ kind = unspecified || kind = internal || kind = client || kind = producer || kind = consumer }",
                "{ statusMessage =~ \"a.*\" }",
                "{ rootName = `x` && rootServiceName != `y` }",
                "{ traceDuration < 1d }",
                "{ trace:id = \"1f\" && span:id = \"a\" && span:parentID = \"b\" }",
                "{ span:childCount > 3 }",
                "{ nestedSetParent < 0 }",
                "{ nestedSetLeft > 1 && nestedSetRight = 4 }",
                "{ event:name = \"e\" }",
                "{ event:timeSinceStart > 2ms }",
                "{ link:spanID = \"a\" || link:traceID = \"b\" }",
                "{ instrumentation:name = \"n\" && instrumentation:version = \"v\" }",
                "{ .a = nil }",
                "{ .a != nil }",
                "{ nil = .a }",
                "{ nil != nil }",
                "{ status != nil }",
                "{ .a > -1 && .b = -1.5 }",
                "{ .a = -.b }",
                "{ .a = minInt || .a = maxInt }",
                "{ .a ^ 2 % 3 * 4 / 5 + 6 - 7 > 1 }",
                "{ 1 = 1 && 2 < 3.0 }",
                "{ 1s = 1000000000 }",
                "{ .a = true && .b = (.c = 1) }",
                "{ .a = .b }",
                "{ true && true }",
                "{ .a } && { .b }",
                "{ .a } || { .b }",
                "{ .a } > { .b }",
                "{ .a } < { .b }",
                "{ .a } >> { .b }",
                "{ .a } << { .b }",
                "{ .a } ~ { .b }",
                "{ .a } !> { .b }",
                "{ .a } !< { .b }",
                "{ .a } !>> { .b }",
                "{ .a } !<< { .b }",
                "{ .a } !~ { .b }",
                "{ .a } &> { .b }",
                "{ .a } &< { .b }",
                "{ .a } &>> { .b }",
                "{ .a } &<< { .b }",
                "{ .a } &~ { .b }",
                "({ .a } && { .b }) >> ({ .c } || { .d })",
                "{ .a } | { .b }",
                "{ .a } | count() > 1",
                "count() > 1",
                "{ .a } | avg(duration) >= 1.5s",
                "{ .a } | max(.b + 1) != 3 | min(.c) < -2",
                "{ .a } | sum(span.x) = 1 | { .c }",
                "by(.a)",
                "by(.a + 1) | coalesce()",
                "{} | by(name) | count() > 2 | coalesce() | select(.a, status)",
                "select(.a, span.b, name) | { .c }",
                "({ .a } | count() > 1) && ({ .b } | avg(duration) > 1s)",
                "({ .a } | count() > 1) >> ({ .b })",
                "(((({ .a }))))",
                "({ .a } | by(.b)) | count() > 2",
                "{ .a } // trailing",
                "{ /* inside */ .a }",
                "{ .a = \"\\u00e9\\x41\\101\\n\" }",
                "{ .a = `raw\n\"text\"` }",
                "{} | rate()",
                "{} | count_over_time() by(.a, resource.b)",
                "{} | min_over_time(duration)",
                "{} | max_over_time(.x) by (name)",
                "{} | avg_over_time(span.x)",
                "{} | sum_over_time(duration)",
                "{} | quantile_over_time(duration, .5, 0.9, 1) by(span.a)",
                "{} | histogram_over_time(duration)",
                "{} | rate() | topk(3)",
                "{} | rate() by(.a) | bottomk(1) > 2",
                "{} | rate() > 2 | topk(2)",
                "{} | rate() >= -1.5",
                "{} | quantile_over_time(duration, .9) > 1s",
                "{} | compare({ status = error })",
                "{} | compare({ .a }, 5)",
                "{} | compare({ .a }, 5, 1, 2)",
                "{} | compare({ .a }, 5, 0, 0)",
                "{} | select(.a) | rate()",
                "({ .a } | rate()) / ({} | rate())",
                "({} | rate()) * 100",
                "100 - ({} | rate()) | topk(2)",
                "({ .a } | rate()) / ({} | rate()) > 0.5",
                "{ .a } with(most_recent=true)",
                "{} | rate() with(exemplars=10, sample=0.5)",
                "{} | count() > 1 with(x=\"y\")",
                "{nestedSetParent<0 && true && resource.service.name!=nil} | rate() by(resource.service.name)",
                "{nestedSetParent<0} &>> { status = error } | select(status, resource.service.name, name, "
                        + "nestedSetParent, nestedSetLeft, nestedSetRight)"
            })
    void taken(String query) {
        TraceQuery read = TraceQuery.parse(query);
        assertThat(read.pipeline() == null).isNotEqualTo(read.metrics() == null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{ .a",
                "{ .a = }",
                "{ = 1 }",
                "{ .a 1 }",
                "{ .a = 1 } {}",
                "{ .a == 1 }",
                "{ .a === 1 }",
                "{ foo = 1 }",
                "{ foo.a = 1 }",
                "{ childCount > 1 }",
                "{ span:foo = 1 }",
                "{ trace:name = `x` }",
                "{ . = 1 }",
                "{ span. = 1 }",
                "{ .a = 'x' }",
                "{ .a = \"x }",
                "{ .a = `x }",
                "{ .a = \"\\q\" }",
                "{ .\"a = 1 }",
                "{ .a = 1x }",
                "{ .a = 99999999999999999999 }",
                "{ .a = 1h30 }",
                "{ .a @ 1 }",
                "{ .a && }",
                "{ && .a }",
                "{ (.a }",
                "{ .a) }",
                "{ .a } &&",
                "&& { .a }",
                "{ .a } & { .b }",
                "{ .a } |",
                "| { .a }",
                "{ .a } | | { .b }",
                "coalesce()",
                "{ .a } | coalesce(.b)",
                "by()",
                "by(.a, .b)",
                "select()",
                "select(1)",
                "select(.a + 1)",
                "count()",
                "{ .a } | count()",
                "{ .a } | count(.b) > 1",
                "{ .a } | avg() > 1",
                "{ .a } | foo() > 1",
                "3 = 2",
                "1 + 1 = 2",
                "{ .a } > 1",
                "{ .a } + { .b }",
                "{ .a } = { .b }",
                "{} | rate",
                "{} | rate(.a)",
                "{} | min_over_time()",
                "{} | min_over_time(.a + 1)",
                "{} | quantile_over_time(duration)",
                "{} | quantile_over_time(duration, 1s)",
                "rate()",
                "{} | rate() | { .a }",
                "{} | rate() by()",
                "{} | rate() | topk()",
                "{} | rate() | topk(-1)",
                "{} | rate() | topk(1.5)",
                "{} | rate() + 1",
                "{} | rate() | rate()",
                "{} | compare()",
                "{} | compare(.a)",
                "{} | compare({}, 1, 2)",
                "{} | compare({}, 1, 2, 3, 4)",
                "({} | rate()) / { .a }",
                "({} | rate()) % 2",
                "({} | rate()) && ({} | rate())",
                "{ .a } with",
                "{ .a } with(a)",
                "{ .a } with(a=.b)",
                "{ .a } with(=1)",
                "({ .a } | count() > 1",
                "{ .a } /* open"
            })
    void notOfTheGrammar(String query) {
        TraceQlException refused = refused(query, TraceQlException.Reason.PARSE);
        assertThat(refused.getMessage())
                .matches("(?s)parse error at line \\d+, col \\d+: syntax error: unexpected .+, expected .+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ status }",
                "{ duration }",
                "{ 1 }",
                "{ \"x\" }",
                "{ .a + 1 }",
                "{ nil }",
                "{ -.a }",
                "{ name && .a }",
                "{ status = 1 }",
                "{ status = \"error\" }",
                "{ status = server }",
                "{ kind = ok }",
                "{ status > ok }",
                "{ kind >= server }",
                "{ name = 1 }",
                "{ name = status }",
                "{ duration = \"1s\" }",
                "{ duration = true }",
                "{ true > false }",
                "{ 1 = \"1\" }",
                "{ .a && 1 }",
                "{ 1 || .a }",
                "{ !1 }",
                "{ !\"x\" }",
                "{ !duration }",
                "{ -\"x\" = 1 }",
                "{ -true }",
                "{ -status = 1 }",
                "{ .a + \"x\" = 1 }",
                "{ name + 1 = 2 }",
                "{ .a =~ 1 }",
                "{ .a =~ .b }",
                "{ 1 =~ \"x\" }",
                "{ status =~ \"e.*\" }",
                "{ duration !~ \"1.*\" }",
                "{ .a > nil }",
                "{ nil && .a }",
                "{ nil + 1 = 2 }",
                "{ 1 = nil }",
                "{ name = nil }",
                "{ nil = duration }",
                "{ resource.service.name = nil }",
                "{ nestedSetParent < 0.5 }",
                "{ nestedSetLeft = 1s }",
                "{ nestedSetParent = .a }",
                "{ .a / 0 = 1 }",
                "{ .a % 0 = 1 }",
                "{ .a } | avg(1) > 2",
                "{ .a } | sum(1 + 2) > 2",
                "{ .a } | max(name) > 2",
                "{ .a } | min(status) > 1",
                "{ .a } | avg(true) > 1",
                "by(1)",
                "by(\"x\")",
                "by(1 + 2)",
                "{ .a } >> { name }",
                "({ status } | count() > 1) && { .a }",
                "{} | rate() | topk(0)",
                "{} | rate() | bottomk(0)",
                "{} | min_over_time(name)",
                "{} | quantile_over_time(duration, 1.1)",
                "{} | quantile_over_time(status, .5)",
                "{} | histogram_over_time(kind)",
                "{} | compare({ .a }) | topk(1)",
                "{} | compare({ .a }) > 1",
                "{} | compare({ .a }, 0)",
                "{} | compare({ .a }, 1001)",
                "{} | compare({ .a }, 5, 9, 8)",
                "{} | compare({ .a }, 5, 0, 8)",
                "{} | compare({ status })",
                "({} | compare({ .a })) / 2",
                "({} | rate()) / 1s",
                "{ name } | rate()"
            })
    void withoutSense(String query) {
        assertThat(refused(query, TraceQlException.Reason.VALIDATE).getMessage())
                .startsWith("error at line 1, col ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ parent.a = 1 }",
                "{ parent.span.a = 1 }",
                "{ parent.resource.a = 1 }",
                "{ parent = nil }",
                "{ parent != nil }",
                "{ .a } | count() > count()",
                "{ .a } | 1 < count()",
                "{ .a } | count() + 1 > 2",
                "{ .a } | count() > 1 + 1",
                "{ .a } | max(duration) - min(duration) > 1s",
                "avg(.a) > avg(.b)",
                "({ .a } | count()) > ({ .b } | count())",
                "({ .a } | count()) = 2",
                "by(parent.a)",
                "select(parent.a)",
                "{} | rate() by(parent.a)"
            })
    void notAnswered(String query) {
        assertThat(refused(query, TraceQlException.Reason.UNSUPPORTED).getMessage())
                .endsWith(" not yet supported");
    }

    private static TraceQlException refused(String query, TraceQlException.Reason reason) {
        TraceQlException refused = catchThrowableOfType(TraceQlException.class, () -> TraceQuery.parse(query));
        assertThat(refused).as(query).isNotNull();
        assertThat(refused.reason()).as("%s: %s", query, refused.getMessage()).isEqualTo(reason);
        return refused;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "{ .a || .b && .c };{((.a || .b) && .c)}",
                "{ .a && .b || .c };{((.a && .b) || .c)}",
                "{ .a = 1 && .b = 2 };{((.a = 1) && (.b = 2))}",
                "{ .a + 1 = .b * 2 };{((.a + 1) = (.b * 2))}",
                "{ .a - 1 - 2 = 3 };{(((.a - 1) - 2) = 3)}",
                "{ .a ^ 2 ^ 3 = 1 };{((.a ^ (2 ^ 3)) = 1)}",
                "{ -.a ^ 2 = 1 };{((-.a ^ 2) = 1)}",
                "{ !.a && .b };{(!.a && .b)}",
                "{ !.a = .b };{(!.a = .b)}",
                "{ .a = 1 = .b };{((.a = 1) = .b)}",
                "{ (.a || .b) && (.c || .d) };{((.a || .b) && (.c || .d))}",
                "{ .a - -1 > 2 };{((.a - -1) > 2)}",
                "{ .a -1 > 2 };{((.a - 1) > 2)}",
                "{ .a-1 > 2 };{(.a-1 > 2)}",
                "{.a}||{.b}&&{.c};(({.a} || {.b}) && {.c})",
                "{.a}>{.b}>>{.c};(({.a} > {.b}) >> {.c})",
                "{.a}&&{.b}>{.c};({.a} && ({.b} > {.c}))",
                "{.a}>{.b}||{.c};(({.a} > {.b}) || {.c})",
                "{.a}&&({.b}||{.c});({.a} && ({.b} || {.c}))",
                "{.a}~{.b}!>{.c};(({.a} ~ {.b}) !> {.c})",
                "{.a} | by(.b) | count()>2;{.a} | by(.b) | (count() > 2)",
                "({.a} | count() > 1);{.a} | (count() > 1)",
                "{ span.\"a b\".c = 1 };{(span.a b.c = 1)}",
                "{ .a =~ \"x\" && .b !~ `y` };{((.a =~ \"x\") && (.b !~ `y`))}",
                "{ traceDuration > 1s && span:duration > 2s };{((traceDuration > 1s) && (duration > 2s))}"
            })
    void binds(String query, String read) {
        assertThat(TraceQuery.parse(query).pipeline()).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\0',
            value = {
                "{ .a = };line 1, col 8: syntax error: unexpected '}', expected an attribute, an intrinsic or a value",
                "{ .a;line 1, col 5: syntax error: unexpected the end, expected an operator or '}'",
                "{ .a } extra;line 1, col 8: syntax error: unexpected 'extra', expected an operator, '|' or the end",
                "{ name = 3 };line 1, col 8: '=' stands between a string and an int, which are never compared"
            })
    void toldWhere(String query, String message) {
        assertThat(catchThrowableOfType(TraceQlException.class, () -> TraceQuery.parse(query))
                        .getMessage())
                .endsWith(message);
    }

    @Test
    void linesAreCounted() {
        assertThat(refused("{ .a = `x\ny` /* \n */ // c\n && = }", TraceQlException.Reason.PARSE)
                        .getMessage())
                .startsWith("parse error at line 4, col 5:");
    }

    @Test
    void sizesAreBounded() {
        refused("{ " + "(".repeat(5_000) + ".a" + ")".repeat(5_000) + " }", TraceQlException.Reason.PARSE);
        refused("{ " + "!".repeat(5_000) + ".a }", TraceQlException.Reason.PARSE);
        refused("(".repeat(5_000) + "{}" + ")".repeat(5_000), TraceQlException.Reason.PARSE);
        refused("{ .a" + " && .a".repeat(5_000) + " }", TraceQlException.Reason.PARSE);
        refused("{}" + " | {}".repeat(5_000), TraceQlException.Reason.PARSE);
        refused("{ .a = `" + "x".repeat(128 << 10) + "` }", TraceQlException.Reason.PARSE);
        TraceQuery.parse("{ .a" + " && .a".repeat(400) + " }");
    }

    @Test
    void noisyTextIsReadOrRefused() {
        String[] words =
                ("{ } ( ) .a span.b name duration status error 1 2s 0.5 \"x\" nil true = != < > >> && || ! - + * ^ =~ |"
                                + " by( count() avg( select( coalesce() rate() topk( compare( with( , !~ &> ~")
                        .split(" ", -1);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder query = new StringBuilder(random.nextBoolean() ? "{ .a } | " : "{ ");
            int length = 1 + random.nextInt(8);
            for (int word = 0; word < length; word++) {
                query.append(words[random.nextInt(words.length)]).append(' ');
            }
            query.append(random.nextBoolean() ? "}" : "");
            try {
                TraceQuery.parse(query.toString());
                taken++;
            } catch (TraceQlException e) {
                assertThat(e.getMessage()).as("seed %d: %s", seed, query).contains(" at line 1, col ");
            }
        }
        assertThat(taken).as("seed %d", seed).isPositive();
    }
}
