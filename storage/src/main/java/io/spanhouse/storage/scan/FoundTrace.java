package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanSetMatch;
import io.spanhouse.storage.filter.TraceSummary;
import java.util.List;

/** A trace that was found, with what its summary can be made of once it is known to be on the page. */
interface FoundTrace {
    /**
     * Its values; reads its rows for what is only computed for listed traces.
     *
     * @param groups row groups that are open for other traces of the list
     */
    TraceSummary summary(OpenGroups groups);

    /**
     * Its spans that a selection wants.
     *
     * @param groups row groups that are open for other traces of the list
     */
    List<SpanSetMatch> spans(SelectedSpans selected, OpenGroups groups);
}
