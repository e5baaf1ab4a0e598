package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.OracleProbe;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.SeededQueries;
import io.spanhouse.storage.testing.SeededSpans;
import io.spanhouse.storage.testing.WorkloadSpans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpanConditionEvaluatorTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agreesWithTheDefinitionOnRandomConditions(long seed) {
        SpanBatch batch = seed % 2 == 0 ? new SeededSpans(seed).batch(150) : new WorkloadSpans(seed).next(300);
        OracleStore oracle = new OracleStore();
        oracle.append(batch);
        SeededQueries queries = new SeededQueries(seed, oracle, 1);
        OracleProbe probe = new OracleProbe(batch);
        int met = 0;
        for (int i = 0; i < 400; i++) {
            SpanCondition condition = queries.condition(3);
            SpanConditionEvaluator evaluator = new SpanConditionEvaluator(batch, PreparedCondition.of(condition));
            for (int row = 0; row < batch.rowCount(); row++) {
                boolean expected = probe.test(condition, row);
                met += expected ? 1 : 0;
                assertThat(evaluator.test(row))
                        .as("seed %d, condition %s, row %d", seed, condition, row)
                        .isEqualTo(expected);
            }
        }
        assertThat(met).as("rows that met a condition").isPositive();
    }

    @ParameterizedTest
    @EnumSource(
            value = Operator.class,
            names = {"STARTS_WITH", "CONTAINS", "MATCHES"})
    void operatorOfTextsBesideANumberIsRefused(Operator operator) {
        SpanCondition condition = new SpanCondition.Comparison(
                new Operand.Attribute(AttributeLevel.SPAN, "items"), operator, new Literal.Whole(1));

        assertThatThrownBy(() -> PreparedCondition.of(condition))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.BAD_INPUT))
                .hasMessageContaining(operator.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "a{1000}{1000}", "(x{1000}){1000}", "[z-a]"})
    void patternThatIsNoneOrWouldExplodeIsRefused(String pattern) {
        SpanCondition condition = new SpanCondition.Comparison(
                new Operand.Field(SpanField.NAME), Operator.MATCHES, new Literal.Text(pattern));

        assertThatThrownBy(() -> PreparedCondition.of(condition))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.BAD_INPUT));
    }

    @Test
    void wholeNumbersBeyondTheDoublesAreComparedExactly() {
        assertThat(NumberTests.compare((1L << 53) + 1, 0x1p53)).isPositive();
        assertThat(NumberTests.compare(Long.MAX_VALUE, 0x1p63)).isNegative();
        assertThat(NumberTests.compare(Long.MIN_VALUE, -0x1p63)).isZero();
        assertThat(NumberTests.compare(-1, -1.5)).isPositive();
        assertThat(NumberTests.compare(2, 2.5)).isNegative();
        assertThat(NumberTests.compare(0, Double.NEGATIVE_INFINITY)).isPositive();
    }

    @Test
    void nestingBeyondTheLimitIsRefused() {
        SpanCondition condition = SpanCondition.EVERY;
        for (int i = 0; i <= PreparedCondition.DEPTH_MAX; i++) {
            condition = new SpanCondition.Not(condition);
        }
        SpanCondition deepest = condition;

        assertThatThrownBy(() -> PreparedCondition.of(deepest)).hasMessageContaining("nested deeper");
    }
}
