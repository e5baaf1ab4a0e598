package io.spanhouse.query.zipkin;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import java.io.IOException;

/** {@code GET /zipkin/config.json}: what Zipkin's web page asks for first. */
final class PageConfiguration implements Endpoint {
    private static final int QUERY_LIMIT = 10;
    private static final int DEFAULT_LOOKBACK_MILLIS = 900_000;
    private static final double LOW_ERROR_RATE = 0.5;
    private static final double HIGH_ERROR_RATE = 0.75;

    @Override
    public void answer(Exchange exchange) throws IOException {
        exchange.header("Cache-Control", "max-age=600");
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("environment", "");
            json.writeNumberProperty("queryLimit", QUERY_LIMIT);
            json.writeNumberProperty("defaultLookback", DEFAULT_LOOKBACK_MILLIS);
            json.writeBooleanProperty("searchEnabled", true);
            json.writeStringProperty("logsUrl", "");
            json.writeStringProperty("supportUrl", "");
            json.writeStringProperty("archivePostUrl", "");
            json.writeStringProperty("archiveUrl", "");
            json.writeObjectPropertyStart("dependency");
            json.writeBooleanProperty("enabled", true);
            json.writeNumberProperty("lowErrorRate", LOW_ERROR_RATE);
            json.writeNumberProperty("highErrorRate", HIGH_ERROR_RATE);
            json.writeEndObject();
            json.writeEndObject();
        });
    }
}
