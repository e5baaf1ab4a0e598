package io.spanhouse.query.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.model.SpanBatch;
import org.junit.jupiter.api.Test;

/** What does not fit is left out and told; the rules of linking are tested against the server as a whole. */
final class DependencyLinkerTest {
    private final DependencyLinker linker = new DependencyLinker();

    @Test
    void spansOfOneTraceAreBounded() {
        Spans spans = new Spans().service("shop");
        for (int i = 0; i < 1_000; i++) {
            spans.span(1, i + 1, 0, "get", 0, 1).with("peer.service", "bank").end();
        }
        SpanBatch batch = spans.build();
        int batches = DependencyLinker.SPANS_MAX / batch.rowCount() + 1;
        for (int i = 0; i < batches; i++) {
            linker.add(batch);
        }
        linker.endTrace();
        int over = batches * batch.rowCount() - DependencyLinker.SPANS_MAX;
        assertThat(linker.leftOut())
                .containsExactly(
                        over + " spans of traces with over " + DependencyLinker.SPANS_MAX + " were not linked");
        linker.add(batch);
        linker.endTrace();
        assertThat(linker.leftOut()).hasSize(1);
    }

    @Test
    void pairsAreBounded() {
        for (int i = 0; i < DependencyLinker.LINKS_MAX + 5; i++) {
            Spans trace = new Spans().service("shop");
            linker.add(trace.span(1, 1, 0, "get", 0, 1)
                    .with("peer.service", "bank " + i)
                    .end()
                    .build());
            linker.endTrace();
        }
        assertThat(linker.counts()).hasSize(DependencyLinker.LINKS_MAX);
        assertThat(linker.leftOut())
                .containsExactly("5 calls between others than the first " + DependencyLinker.LINKS_MAX
                        + " pairs were not counted");
    }
}
