package io.spanhouse.storage.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intervals against those that Newcombe's article prints for method 10. */
final class ShareDifferenceTest {
    @ParameterizedTest
    @CsvSource({
        "56, 70, 48, 80, 0.0524, 0.3339",
        "9, 10, 3, 10, 0.1705, 0.8090",
        "6, 7, 2, 7, 0.0582, 0.8062",
        "5, 56, 0, 29, -0.0381, 0.1926",
        "0, 10, 0, 20, -0.1611, 0.2775",
        "0, 10, 0, 10, -0.2775, 0.2775",
        "10, 10, 0, 20, 0.6791, 1",
        "10, 10, 0, 10, 0.6075, 1"
    })
    void intervalsOfTheArticle(long one, long ones, long other, long others, double low, double high) {
        ShareDifference difference = new ShareDifference(one, ones, other, others);
        assertThat(difference.low()).isCloseTo(low, within(0.00006));
        assertThat(difference.high()).isCloseTo(high, within(0.00006));
        ShareDifference turned = new ShareDifference(other, others, one, ones);
        assertThat(turned.low()).isCloseTo(-high, within(0.00006));
        assertThat(turned.sure()).isEqualTo(difference.sure());
        assertThat(difference.sure()).isCloseTo(Math.max(0, low), within(0.00006));
    }

    @Test
    void populationsWithoutMembersSayNothing() {
        assertThat(new ShareDifference(0, 0, 5, 5).sure()).isZero();
        assertThat(new ShareDifference(0, 0, 0, 0).difference()).isZero();
        assertThat(new ShareDifference(3, 5, 0, 0).sure()).isZero();
    }

    @Test
    void partsOverTheirWholeAreRefused() {
        assertThatThrownBy(() -> new ShareDifference(6, 5, 0, 1)).hasMessageContaining("6 of 5");
    }
}
