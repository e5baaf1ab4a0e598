package io.spanhouse.query.mackerel;

import tools.jackson.core.JsonGenerator;

/** One row of a list: a service's part in a trace. Times are epoch seconds, latencies milliseconds, both rounded down. */
record ListRow(
        String traceId,
        String serviceName,
        String serviceNamespace,
        String environment,
        String title,
        long traceStartAt,
        long traceLatencyMillis,
        long serviceStartAt,
        long serviceLatencyMillis) {
    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("traceId", traceId);
        json.writeStringProperty("serviceName", serviceName);
        json.writeStringProperty("serviceNamespace", serviceNamespace);
        json.writeStringProperty("environment", environment);
        json.writeStringProperty("title", title);
        json.writeNumberProperty("traceStartAt", traceStartAt);
        json.writeNumberProperty("traceLatencyMillis", traceLatencyMillis);
        json.writeNumberProperty("serviceStartAt", serviceStartAt);
        json.writeNumberProperty("serviceLatencyMillis", serviceLatencyMillis);
        json.writeEndObject();
    }
}
