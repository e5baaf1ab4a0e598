package io.spanhouse.storage.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.AppendResult;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.ArrivalsAnswer;
import io.spanhouse.storage.filter.ArrivalsRequest;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.ServiceGraphRequest;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A random life of a store, told to an oracle too: spans come, come again and come late, the store is disturbed, and
 * whatever is asked in between must be answered as the oracle answers it. Lists are read page by page while spans go on
 * coming, and must be the list of the moment at which they began.
 */
public final class StoreWorkload {
    /** The store under test, and what can be done to it that must not be noticed. */
    public interface Subject {
        /** The store as it is now; asked for again after each disturbance. */
        TraceStore store();

        /** Seals, merges, moves the clock, restarts or does nothing. */
        void disturb(SplittableRandom random);
    }

    private static final int BATCH_SPANS_MAX = 40;
    private static final int PIECES_MAX = 12;

    private final long seed;
    private final Subject subject;
    private final SplittableRandom random;
    private final WorkloadSpans spans;
    private final OracleStore oracle = new OracleStore();
    private final SeededQueries queries;
    private final int project;
    private final int otherProject;
    private @Nullable String lookedUpTo;
    private int looked;
    private boolean replaced;

    public StoreWorkload(long seed, Subject subject) {
        this.seed = seed;
        this.subject = subject;
        random = new SplittableRandom(seed);
        spans = new WorkloadSpans(seed);
        project = subject.store().project("workload");
        otherProject = subject.store().project("other");
        queries = new SeededQueries(seed + 1, oracle, project);
    }

    /** Lives so many steps. */
    public void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    /** The oracle, to ask more of it. */
    public OracleStore oracle() {
        return oracle;
    }

    private void step() {
        int choice = random.nextInt(20);
        if (choice < 9) {
            append();
        } else if (choice < 11) {
            subject.disturb(random);
        } else if (choice < 15) {
            checkSearch();
        } else if (choice < 17) {
            checkGet();
        } else if (choice < 18) {
            checkAggregate();
        } else if (choice < 19) {
            checkArrivals();
        } else {
            checkAttributeKeys();
        }
    }

    /** Whether spans were replaced: then lists that are being read may change. */
    private boolean append() {
        SpanBatch batch = batch();
        boolean pieces = false;
        for (int row = 0; row < batch.rowCount(); row++) {
            pieces |= SpanMark.REPLACES.in(batch.marks(row));
        }
        AppendResult result = subject.store().append(project, batch).join();
        assertThat(result.stored() + result.duplicates()).as("seed %d", seed).isEqualTo(batch.rowCount());
        AppendResult expected = oracle.append(batch);
        replaced |= pieces;
        assertThat(result.stored()).as("stored, seed %d", seed).isEqualTo(expected.stored());
        if (random.nextInt(4) == 0) {
            // The same ids in another project must not be seen in this one.
            subject.store().append(otherProject, batch).join();
        }
        return pieces;
    }

    private SpanBatch batch() {
        int choice = oracle.now() == 0 ? 6 : random.nextInt(7);
        if (choice == 0) {
            return spans.pieces(oracle, PIECES_MAX);
        }
        return choice < 3 ? spans.halves(oracle, PIECES_MAX) : spans.next(BATCH_SPANS_MAX);
    }

    private void checkSearch() {
        SearchRequest request = queries.search();
        int asOf = oracle.now();
        List<OracleTrace> expected = oracle.search(request, asOf);
        int listed = 0;
        String cursor = null;
        do {
            SearchRequest page = withCursor(request, cursor);
            SearchAnswer answer = subject.store().search(page, QueryControl.unlimited());
            String what = "seed " + seed + ", traces from " + listed + " of " + page;
            assertThat(answer.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
            int end = Math.min(expected.size(), listed + request.limit());
            List<TraceSummary> summaries = new ArrayList<>();
            for (OracleTrace trace : expected.subList(listed, end)) {
                summaries.add(trace.summary());
            }
            assertThat(answer.traces()).as(what).isEqualTo(summaries);
            SpanSelection spans = request.spans();
            if (spans != null) {
                assertThat(answer.spans())
                        .as("spans, %s", what)
                        .isEqualTo(expected.subList(listed, end).stream()
                                .map(trace -> trace.matches(spans))
                                .toList());
            }
            if (request.withTotal()) {
                assertThat(answer.total()).as(what).hasValue(expected.size());
            } else {
                assertThat(answer.total()).as(what).isEmpty();
            }
            listed = end;
            cursor = answer.cursor();
            assertThat(cursor != null).as("another page, " + what).isEqualTo(listed < expected.size());
            if (random.nextInt(3) == 0 && append()) {
                return;
            }
            if (random.nextInt(8) == 0) {
                subject.disturb(random);
            }
        } while (cursor != null && random.nextInt(12) != 0);
    }

    private static SearchRequest withCursor(SearchRequest request, String cursor) {
        return new SearchRequest(
                request.project(),
                request.window(),
                request.predicate(),
                request.order(),
                request.limit(),
                cursor,
                request.withTotal(),
                request.visibility(),
                request.spans());
    }

    private void checkGet() {
        List<TraceId> ids = oracle.traceIds();
        TraceId id = ids.isEmpty() || random.nextInt(10) == 0
                ? new TraceId(7, random.nextLong())
                : ids.get(random.nextInt(ids.size()));
        checkPieces(id);
        TraceRequest request = new TraceRequest(project, id, queries.visibility());
        String what = "seed " + seed + ", " + request;
        List<String> expected = new ArrayList<>(oracle.get(request));
        long all = oracle.spansOf(id);
        try (TraceSpans trace = subject.store().get(request, QueryControl.unlimited())) {
            assertThat(trace == null).as(what).isEqualTo(all == 0);
            if (trace == null) {
                return;
            }
            List<String> texts = new ArrayList<>();
            long lastStart = 0;
            long lastId = 0;
            for (SpanBatch slice = trace.next(); slice != null; slice = trace.next()) {
                for (int row = 0; row < slice.rowCount(); row++) {
                    int byStart = Long.compareUnsigned(lastStart, slice.startNanos(row));
                    assertThat(byStart < 0 || byStart == 0 && Long.compareUnsigned(lastId, slice.spanId(row)) <= 0)
                            .as("in order, %s", what)
                            .isTrue();
                    lastStart = slice.startNanos(row);
                    lastId = slice.spanId(row);
                    texts.add(SpanText.render(slice, row));
                }
            }
            // Spans of the same start and id are in no order.
            assertThat(texts).as(what).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(trace.hiddenSpans()).as(what).isEqualTo(all - expected.size());
            assertThat(trace.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
            assertThat(trace.summary()).as(what).isEqualTo(oracle.trace(request).summary());
        }
    }

    /** Pieces as they were sent. */
    private void checkPieces(TraceId id) {
        TraceRequest request = TraceRequest.pieces(project, id, queries.visibility());
        String what = "seed " + seed + ", " + request;
        List<String> texts = new ArrayList<>();
        try (TraceSpans trace = subject.store().get(request, QueryControl.unlimited())) {
            for (SpanBatch slice = trace == null ? null : trace.next(); slice != null; slice = trace.next()) {
                for (int row = 0; row < slice.rowCount(); row++) {
                    texts.add(SpanText.render(slice, row));
                }
            }
        }
        assertThat(texts).as(what).containsExactlyInAnyOrderElementsOf(oracle.pieces(request));
    }

    private void checkAggregate() {
        AggregateRequest request = queries.aggregate();
        AggregateAnswer answer = subject.store().aggregate(request, QueryControl.unlimited());
        String what = "seed " + seed + ", " + request;
        assertThat(answer.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
        List<AggregateAnswer.Group> expected = oracle.aggregate(request);
        int listed = Math.min(expected.size(), request.ranking().limit());
        assertThat(answer.groups()).as(what).isEqualTo(expected.subList(0, listed));
        assertThat(answer.groupsTotal()).as(what).isEqualTo(expected.size());
        ServiceGraphRequest calls = queries.serviceGraph();
        assertThat(subject.store().serviceGraph(calls, QueryControl.unlimited()).edges())
                .as("seed %d, %s", seed, calls)
                .isEqualTo(oracle.serviceGraph(calls));
    }

    private void checkArrivals() {
        ArrivalsRequest request = queries.arrivals(lookedUpTo);
        ArrivalsAnswer answer = subject.store().arrivals(request, QueryControl.unlimited());
        String what = "seed " + seed + ", since " + looked + " spans, " + request;
        List<OracleTrace> expected = oracle.arrived(request, lookedUpTo == null ? oracle.now() : looked);
        assertThat(answer.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
        if (replaced && !request.visibility().unrestricted()) {
            // A replaced span may have all spans of its trace come again, so that more of them seem to be new.
            assertThat(answer.matched()).as(what).isGreaterThanOrEqualTo(expected.size());
        } else {
            assertThat(answer.matched()).as(what).isEqualTo(expected.size());
            assertThat(answer.traces())
                    .as(what)
                    .isEqualTo(expected.stream()
                            .limit(request.limit())
                            .map(OracleTrace::summary)
                            .toList());
        }
        replaced = false;
        lookedUpTo = answer.next();
        looked = oracle.now();
    }

    private void checkAttributeKeys() {
        AttributeKeysRequest request = queries.attributeKeys();
        AttributeKeysAnswer answer = subject.store().attributeKeys(request, QueryControl.unlimited());
        String what = "seed " + seed + ", " + request;
        assertThat(answer.completeness()).as(what).isEqualTo(Completeness.COMPLETE);
        assertThat(answer.keys()).as(what).isEqualTo(oracle.attributeKeys(request));
    }
}
