package io.spanhouse.storage.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowSlotsTest {
    @Test
    void equalHashesAreOfferedOneAfterTheOtherAndOthersNot() {
        RowSlots slots = new RowSlots();
        slots.add(7, 10);
        slots.add(7 + 1024, 11);
        slots.add(7, 12);
        assertThat(slots.first(7)).isEqualTo(10);
        assertThat(slots.next()).isEqualTo(12);
        assertThat(slots.next()).isEqualTo(-1);
        assertThat(slots.first(7 + 1024)).isEqualTo(11);
        assertThat(slots.next()).isEqualTo(-1);
        assertThat(slots.first(8)).isEqualTo(-1);
    }

    @Test
    void resourcesAndScopesAreFoundAmongMany() {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                builder.resourceAttribute(i);
                builder.resourceAttribute(i / 2);
                assertThat(builder.resource(true, i, 0, 0)).isEqualTo(2 * i);
                assertThat(builder.resource(false, i, 0, 0)).isEqualTo(2 * i + 1);
                builder.scopeAttribute(i);
                assertThat(builder.scope(new ScopeColumns.Fields(true, 0, 0, i, 0)))
                        .isEqualTo(i);
            }
        }
    }
}
