package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TimeWindow;
import org.jspecify.annotations.Nullable;

/**
 * What all units of work of one search share.
 *
 * @param request what was asked
 * @param predicate made ready
 * @param order of the list
 * @param page takes what is found
 * @param after where the page before ended, null for the first page
 * @param counting whether all matching traces must be counted, not only those of the page found
 * @param coverage notes what cannot be covered
 * @param control the query's reins
 */
record SearchRun(
        SearchRequest request,
        PreparedPredicate predicate,
        PageOrder order,
        PageCollector page,
        PageOrder.@Nullable Position after,
        boolean counting,
        Coverage coverage,
        QueryControl control) {
    /** Whether spans of some services must not be seen. */
    boolean restricted() {
        return !request.visibility().unrestricted();
    }

    TimeWindow window() {
        return request.window();
    }

    int project() {
        return request.project();
    }

    /** Number of conditions on spans. */
    int conditions() {
        return predicate.conditions().size();
    }

    /** Whether it can matter whether a trace with a key matches. */
    boolean caresFor(long key) {
        return counting || page.wants(key);
    }

    /** Whether it matters whether a trace matches: it is counted, or it may be on the page. */
    boolean cares(PageOrder.Position place) {
        return counting || page.wants(place);
    }

    /** Takes a trace that matches. */
    void found(PageOrder.Position place, FoundTrace values) {
        if (counting) {
            page.count(1);
        }
        if (page.wants(place)) {
            page.add(new PageCollector.Found(place, values));
        }
    }
}
