package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.DifferenceAnswer;
import io.spanhouse.storage.filter.DifferenceRequest;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.OracleStore;
import io.spanhouse.storage.testing.SeededQueries;
import io.spanhouse.storage.testing.WorkloadSpans;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Method: random spans in blocks, in merged blocks and in the head at once, and many random aggregates (steps, groups,
 * measures, predicates, rankings) of them, each held against the naive oracle. A seed that fails is the test's argument.
 */
class AggregateWorkloadTest {
    private static final int BATCHES = 24;
    private static final int QUESTIONS = 120;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void measuresAsTheOracle(long seed) {
        OracleStore oracle = new OracleStore();
        WorkloadSpans spans = new WorkloadSpans(seed);
        try (TraceStore store = TraceStore.open(StoreOptions.defaults(directory))) {
            int project = store.project("measured");
            for (int i = 0; i < BATCHES; i++) {
                SpanBatch batch = spans.next(40);
                store.append(project, batch).join();
                oracle.append(batch);
                if (i % 9 == 7) {
                    store.settle();
                }
            }
            SeededQueries queries = new SeededQueries(seed, oracle, project);
            for (int i = 0; i < QUESTIONS; i++) {
                ask(store, oracle, queries.aggregate(), "seed " + seed + ", question " + i);
                if (i % 3 == 0) {
                    askForCalls(store, oracle, queries.serviceGraph(), "seed " + seed + ", question " + i);
                    askForDifference(store, oracle, queries.difference(), "seed " + seed + ", question " + i);
                }
            }
        }
    }

    private static void ask(TraceStore store, OracleStore oracle, AggregateRequest request, String what) {
        AggregateAnswer answer = store.aggregate(request, QueryControl.unlimited());
        List<AggregateAnswer.Group> expected = oracle.aggregate(request);
        int listed = Math.min(expected.size(), request.ranking().limit());
        assertThat(answer.groups()).as("%s, %s", what, request).isEqualTo(expected.subList(0, listed));
        assertThat(answer.groupsTotal()).as(what).isEqualTo(expected.size());
        assertThat(answer.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
    }

    private static void askForCalls(TraceStore store, OracleStore oracle, ServiceGraphRequest request, String what) {
        ServiceGraphAnswer answer = store.serviceGraph(request, QueryControl.unlimited());
        assertThat(answer.edges()).as("%s, %s", what, request).isEqualTo(oracle.serviceGraph(request));
        assertThat(answer.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
    }

    private static void askForDifference(TraceStore store, OracleStore oracle, DifferenceRequest request, String what) {
        DifferenceAnswer answer = store.difference(request, QueryControl.unlimited());
        DifferenceAnswer expected = oracle.difference(request, answer.statistics());
        assertThat(answer.keys()).as("%s, %s", what, request).isEqualTo(expected.keys());
        assertThat(new long[] {answer.selected(), answer.rest(), answer.compared(), answer.operands()})
                .as(what)
                .isEqualTo(new long[] {expected.selected(), expected.rest(), expected.compared(), expected.operands()});
        assertThat(answer.completeness().reason())
                .as(what)
                .isEqualTo(expected.completeness().reason());
    }
}
