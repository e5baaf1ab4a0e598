package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import java.util.ArrayList;
import java.util.List;

/**
 * What a list of traces shows of them.
 *
 * @param list newest first
 * @param completeness whether everything was looked at
 */
record Summaries(List<Summary> list, Completeness completeness) {
    public Summaries {
        list = List.copyOf(list);
    }

    /**
     * One trace.
     *
     * @param orphans spans whose parent is not in the trace
     */
    public record Summary(TraceSummary trace, long orphans) {
        /** The root's service, empty without a root. */
        public String rootService() {
            return trace.root() == null ? "" : trace.root().service();
        }

        /** The root's name, empty without a root. */
        public String rootName() {
            return trace.root() == null ? "" : trace.root().name();
        }
    }

    /** Searches. */
    public static Summaries find(TraceStore store, Exchange exchange, TraceQuery query) {
        SearchAnswer answer =
                store.search(query.countingOrphans(exchange.project(), exchange.visibility()), exchange.control());
        List<Summary> list = new ArrayList<>();
        for (int i = 0; i < answer.traces().size(); i++) {
            long orphans = 0;
            for (SpanSetMatch match : answer.spans().get(i)) {
                orphans += match.matched();
            }
            list.add(new Summary(answer.traces().get(i), orphans));
        }
        return new Summaries(list, answer.completeness());
    }
}
