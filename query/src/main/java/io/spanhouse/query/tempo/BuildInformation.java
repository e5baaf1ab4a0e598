package io.spanhouse.query.tempo;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import java.io.IOException;

/** {@code GET /api/status/buildinfo}: the version of Tempo whose API this is, by which Grafana chooses what it offers. */
final class BuildInformation implements Endpoint {
    private static final String TEMPO = "3.0.3";

    @Override
    public void answer(Exchange exchange) throws IOException {
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("version", TEMPO);
            json.writeStringProperty("revision", "spanhouse");
            json.writeStringProperty("branch", "spanhouse");
            json.writeStringProperty("buildUser", "");
            json.writeStringProperty("buildDate", "");
            json.writeStringProperty("goVersion", "");
            json.writeEndObject();
        });
    }
}
