package io.spanhouse.storage.faults;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import io.spanhouse.storage.testing.SeededQueries;
import io.spanhouse.storage.testing.SpanText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Asks a store of which all is known, and judges each answer: it is right, or it says that it is not complete and has
 * nothing that is not so.
 */
final class StoreQuestions {
    private static final int SEARCHES = 2;
    private static final int AGGREGATES = 1;

    private final TraceStore store;
    private final KnownStore known;
    private final SeededQueries queries;
    private final List<String> wrong = new ArrayList<>();
    private final Set<TraceId> missing = new HashSet<>();
    private Completeness.Reason reason = Completeness.Reason.COMPLETE;

    StoreQuestions(TraceStore store, KnownStore known, SplittableRandom random) {
        this.store = store;
        this.known = known;
        queries = new SeededQueries(random.nextLong(), known.oracle, KnownStore.WORKLOAD);
    }

    /** Everything by id and by search, and some random questions. */
    void askEverything() {
        if (store.project("demo") != KnownStore.DEMO || store.project("workload") != KnownStore.WORKLOAD) {
            wrong.add("projects have other numbers: " + store.projects());
            return;
        }
        listDemo();
        known.demo.forEach(this::getDemo);
        known.workload.forEach((id, spans) -> get(KnownStore.WORKLOAD, id, spans));
        for (int i = 0; i < SEARCHES; i++) {
            search(queries.search());
        }
        for (int i = 0; i < AGGREGATES; i++) {
            aggregate(queries.aggregate());
        }
    }

    List<String> wrong() {
        return wrong;
    }

    /** Buckets of traces that were not found or not whole. */
    Set<Integer> missingPlaces() {
        Set<Integer> places = new HashSet<>();
        missing.forEach(id -> places.add(known.places.get(id)));
        return places;
    }

    int missingTraces() {
        return missing.size();
    }

    /** Why answers were not complete. */
    Completeness.Reason reason() {
        return reason;
    }

    private boolean complete(Completeness completeness) {
        if (!completeness.complete()) {
            reason = completeness.reason();
            if (completeness.missing().isEmpty()) {
                wrong.add("an answer is not complete and does not say what is missing");
            }
        }
        return completeness.complete();
    }

    private void listDemo() {
        SearchRequest all = new SearchRequest(
                KnownStore.DEMO,
                TimeWindow.ALWAYS,
                TracePredicate.EVERY,
                TraceOrder.NEWEST,
                SearchRequest.LIMIT_MAX,
                null,
                true,
                Visibility.ALL);
        SearchAnswer answer = store.search(all, QueryControl.unlimited());
        Set<TraceId> found = new HashSet<>();
        for (TraceSummary trace : answer.traces()) {
            List<String> spans = known.demo.get(trace.traceId());
            if (spans == null || !found.add(trace.traceId())) {
                wrong.add("the list has a trace that was not sent, or one twice: " + trace);
            } else if (trace.spans() != spans.size()) {
                wrong.add("the list has " + trace + ", expected " + spans.size() + " spans");
            }
        }
        if (complete(answer.completeness())) {
            if (found.size() != known.demo.size() || answer.total().orElse(-1) != found.size()) {
                wrong.add("a complete list has " + found.size() + " traces and total " + answer.total() + ", expected "
                        + known.demo.size());
            }
        } else {
            known.demo.keySet().stream().filter(id -> !found.contains(id)).forEach(missing::add);
        }
    }

    private void getDemo(TraceId id, List<String> expected) {
        if (!get(KnownStore.DEMO, id, expected)) {
            missing.add(id);
        }
    }

    /** Whether all is there. */
    private boolean get(int project, TraceId id, List<String> expected) {
        List<String> texts = new ArrayList<>();
        Completeness completeness = Completeness.COMPLETE;
        try (TraceSpans spans = store.get(new TraceRequest(project, id, Visibility.ALL), QueryControl.unlimited())) {
            if (spans != null) {
                for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                    texts.addAll(SpanText.renderAll(slice));
                }
                completeness = spans.completeness();
            }
        }
        Map<String, Integer> left = new TreeMap<>();
        expected.forEach(text -> left.merge(text, 1, Integer::sum));
        for (String text : texts) {
            Integer count = left.get(text);
            if (count == null && expected.contains(text) && !completeness.complete()) {
                // A retry could not be compared with the span that it repeats, which lies in a damaged block.
                continue;
            }
            if (count == null) {
                wrong.add("trace " + id + " has a span that was not sent, or one twice: " + text);
                return false;
            }
            left.merge(text, -1, (have, less) -> have == 1 ? null : have + less);
        }
        if (complete(completeness) && !left.isEmpty()) {
            wrong.add("trace " + id + " of project " + project + " is complete and lacks " + left.size() + " of "
                    + expected.size() + " spans");
        }
        return left.isEmpty();
    }

    private void search(SearchRequest request) {
        SearchAnswer answer = store.search(request, QueryControl.unlimited());
        List<TraceSummary> page = known.oracle.firstPage(request);
        if (complete(answer.completeness()) && !answer.traces().equals(page)) {
            wrong.add("a complete answer is not that of the oracle: " + difference(answer.traces(), page) + " of "
                    + request);
        }
    }

    private static String difference(List<TraceSummary> found, List<TraceSummary> expected) {
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            if (!found.get(i).equals(expected.get(i))) {
                return "number " + i + " is " + found.get(i) + ", expected " + expected.get(i);
            }
        }
        return found.size() + " traces, expected " + expected.size();
    }

    private void aggregate(AggregateRequest request) {
        AggregateAnswer answer = store.aggregate(request, QueryControl.unlimited());
        List<AggregateAnswer.Group> expected = known.oracle.aggregate(request);
        List<AggregateAnswer.Group> listed =
                expected.subList(0, Math.min(expected.size(), request.ranking().limit()));
        if (complete(answer.completeness()) && !answer.groups().equals(listed)) {
            wrong.add("a complete answer to " + request + " is not that of the oracle");
        }
    }
}
