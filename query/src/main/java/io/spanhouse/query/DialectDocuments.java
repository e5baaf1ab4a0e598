package io.spanhouse.query;

import io.spanhouse.query.api.ApiRoutes;
import io.spanhouse.query.cloudtrace.CloudTraceRoutes;
import io.spanhouse.query.http.ErrorForm;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.jaeger.JaegerRoutes;
import io.spanhouse.query.mackerel.MackerelRoutes;
import io.spanhouse.query.syncano.SyncanoRoutes;
import io.spanhouse.query.tempo.TempoRoutes;
import io.spanhouse.query.zipkin.ZipkinRoutes;
import java.util.List;

/** The OpenAPI documents of the dialects: what of them is HTTP, the paths that take spans too. */
final class DialectDocuments {
    /** Where they are; the name of a dialect and {@code .json} follow. */
    static final String BASE = ApiRoutes.BASE + "/openapi/";

    private DialectDocuments() {}

    static List<Route> routes() {
        return List.of(
                document("tempo", TempoRoutes.class),
                document("cloudtrace", CloudTraceRoutes.class),
                document("jaeger", JaegerRoutes.class),
                document("zipkin", ZipkinRoutes.class),
                document("mackerel", MackerelRoutes.class),
                document("syncano", SyncanoRoutes.class));
    }

    private static Route document(String dialect, Class<?> owner) {
        return Route.of(
                "openapi_" + dialect,
                "GET",
                BASE + dialect + ".json",
                ErrorForm.PLAIN,
                exchange -> exchange.resource("application/json", owner, "openapi.json"));
    }
}
