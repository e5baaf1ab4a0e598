package io.spanhouse.query.cloudtrace;

import io.spanhouse.query.http.HttpFailure;
import org.jspecify.annotations.Nullable;

/** How much of each trace a list shows. In the order of the API's numbers, from 1 on. */
enum TraceView {
    /** Ids alone. */
    MINIMAL(1_000),
    /** The spans without a parent. */
    ROOTSPAN(1_000),
    /** All spans. */
    COMPLETE(100);

    private final int pageSizeMax;

    TraceView(int pageSizeMax) {
        this.pageSizeMax = pageSizeMax;
    }

    int pageSizeMax() {
        return pageSizeMax;
    }

    /** By name or number; absent, 0 and unspecified mean MINIMAL. */
    static TraceView parse(@Nullable String text) {
        if (text == null || text.isEmpty() || text.equals("0") || text.equals("VIEW_TYPE_UNSPECIFIED")) {
            return MINIMAL;
        }
        for (TraceView view : values()) {
            if (text.equals(view.name()) || text.equals(Integer.toString(view.ordinal() + 1))) {
                return view;
            }
        }
        throw HttpFailure.badRequest(
                "view is '" + text + "', expected MINIMAL, ROOTSPAN, COMPLETE or their numbers 1, 2, 3");
    }
}
