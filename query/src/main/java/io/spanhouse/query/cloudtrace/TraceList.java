package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.StoreClock;

/** Finds the traces of a page. */
final class TraceList {
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final TraceStore store;
    private final StoreClock clock;

    TraceList(TraceStore store, StoreClock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Who asks.
     *
     * @param project number of the project
     * @param visibility whose spans may be seen
     * @param control the query's reins
     */
    record Asked(int project, Visibility visibility, QueryControl control) {}

    /**
     * A page.
     *
     * @param answer the traces
     * @param nextPageToken for the next page; empty at the end
     */
    record Page(SearchAnswer answer, String nextPageToken) {}

    Page find(ListQuery query, Asked asked) {
        PageToken token = query.pageToken().isEmpty() ? null : PageToken.parse(query.pageToken());
        long last = query.endNanos();
        if (last == 0) {
            last = token == null ? clock.epochMillis() * NANOS_PER_MILLI : token.lastNanos();
        } else if (token != null && token.lastNanos() != last) {
            throw HttpFailure.badRequest(
                    "the parameter pageToken is of another request: endTime must be the same on every page");
        }
        SearchAnswer answer = store.search(
                new SearchRequest(
                        asked.project(),
                        ListQuery.window(last),
                        query.predicate(last),
                        query.order(),
                        query.limit(),
                        token == null ? null : token.cursor(),
                        false,
                        asked.visibility()),
                asked.control());
        String cursor = answer.cursor();
        return new Page(answer, cursor == null ? "" : new PageToken(last, cursor).text());
    }
}
