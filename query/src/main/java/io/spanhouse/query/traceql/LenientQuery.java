package io.spanhouse.query.traceql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query that is still being typed: the conditions of its first braces that can be read. What cannot is left out, so that
 * lists offered for completion are rather too long than empty.
 */
public final class LenientQuery {
    private LenientQuery() {}

    /** The spans that are meant; all of them if nothing can be read. */
    public static AggregatePlan plan(@Nullable String text) {
        if (text != null && !text.isBlank()) {
            try {
                Pipeline pipeline = TraceQuery.parse(text).pipeline();
                if (pipeline != null) {
                    return AggregatePlan.of(pipeline);
                }
            } catch (TraceQlException e) {
                // Read part by part below.
            }
            return parts(text);
        }
        return AggregatePlan.of(new Pipeline(List.of(new Stage.Select(List.of(), new Place(1, 1)))));
    }

    private static AggregatePlan parts(String text) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage.Select(List.of(), new Place(1, 1)));
        int open = text.indexOf('{');
        int close = text.indexOf('}', open + 1);
        String inside = text.substring(open + 1, close < 0 ? text.length() : close);
        for (String part : inside.split("&&", Tokens.OPERATORS_MAX)) {
            try {
                Pipeline one = TraceQuery.parse("{" + part + "}").pipeline();
                if (one != null) {
                    stages.addAll(one.stages());
                }
            } catch (TraceQlException e) {
                // Not yet a condition.
            }
        }
        return AggregatePlan.of(new Pipeline(stages));
    }
}
