package io.spanhouse.query.ui;

import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import java.util.List;

/** The paths of the pages. */
public final class PageRoutes {
    /** Pages are opened by browsers, which ask their user for a key: any name, the key as password. */
    private static final ErrorForm ERRORS = new ErrorForm() {
        @Override
        public String contentType() {
            return PLAIN.contentType();
        }

        @Override
        public String body(HttpFailure failure, String requestId) {
            return PLAIN.body(failure, requestId);
        }

        @Override
        public String challenge() {
            return "Basic realm=\"spanhouse\", charset=\"UTF-8\"";
        }
    };

    private final List<Route> routes;

    /**
     * Pages that read from a store.
     *
     * @param others what else answers, to be shown
     */
    public PageRoutes(TraceStore store, List<Route> others) {
        routes = List.of(
                Route.of("page", "GET", "/", ERRORS, new FrontPage(store, others)),
                Route.of(
                        "style",
                        "GET",
                        "/page.css",
                        ERRORS,
                        exchange -> exchange.resource("text/css; charset=utf-8", PageRoutes.class, "page.css")));
    }

    public List<Route> routes() {
        return routes;
    }
}
