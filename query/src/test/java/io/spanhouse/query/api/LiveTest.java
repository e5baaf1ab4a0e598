package io.spanhouse.query.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.query.testing.Schemas;
import io.spanhouse.query.testing.Spans;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Live traces over real sockets. */
@Timeout(30)
final class LiveTest {
    private static final String PATH = ApiRoutes.BASE + "/live";
    private static final String ERRORS =
            "{\"filter\":{\"trace\":{\"field\":\"errors\",\"operator\":\"greater\",\"number\":\"0\"}},\"limit\":2}";

    private final MemoryTraceStore store = new MemoryTraceStore();
    private final Running server = new Running(store);

    @AfterEach
    void stop() {
        server.close();
    }

    private void take(long trace, long span, int status) {
        store.take(
                "default",
                new Spans()
                        .service("cart")
                        .span(trace, span, 0, "pay", trace, 5)
                        .status(status)
                        .end()
                        .build());
    }

    /** A client that reads events one by one. */
    private final class Client implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Client(HttpRequest request) {
            response = server.send(request, HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next event as name, id and data. */
        List<String> next() throws IOException {
            List<String> event = new ArrayList<>(List.of("", "", ""));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() && !event.get(0).isEmpty()) {
                    return event;
                }
                for (String[] field : new String[][] {{"event: ", "0"}, {"id: ", "1"}, {"data: ", "2"}}) {
                    if (line.startsWith(field[0])) {
                        event.set(Integer.parseInt(field[1]), line.substring(field[0].length()));
                    }
                }
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private HttpRequest post(String body, String... headers) {
        return server.request(PATH, headers)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void tracesThatMatchComeAsTheyAreTaken() throws IOException {
        Schemas schemas = new Schemas(server.json(ApiRoutes.BASE + "/openapi.json"));
        JsonNode summary = Running.tree("{\"$ref\":\"#/components/schemas/TraceSummary\"}");
        take(1, 1, 2);
        try (Client client = new Client(post(ERRORS))) {
            assertThat(client.response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            // What was there before is not told.
            assertThat(client.next().get(0)).isEqualTo("look");
            take(2, 1, 0);
            take(3, 1, 2);
            List<String> event = client.next();
            assertThat(event.get(0)).isEqualTo("trace");
            assertThat(schemas.complaints(summary, Running.tree(event.get(2)))).isEmpty();
            assertThat(Running.tree(event.get(2)).get("traceId").stringValue()).endsWith("3");
            JsonNode look = Running.tree(client.next().get(2));
            assertThat(look.get("matched").stringValue()).isEqualTo("1");
            assertThat(look.get("dropped").stringValue()).isEqualTo("0");
            // A late span makes the other one match, by all its spans.
            take(2, 2, 2);
            assertThat(Running.tree(client.next().get(2)).get("spans").stringValue())
                    .isEqualTo("2");
        }
    }

    @Test
    void whatIsDroppedIsSaidAndAClientGoesOnWhereItWas() throws IOException {
        String id;
        try (Client client = new Client(post(ERRORS))) {
            id = client.next().get(1);
        }
        for (int trace = 1; trace <= 5; trace++) {
            take(trace, 1, 2);
        }
        String address = PATH + "?request=" + URLEncoder.encode(ERRORS, StandardCharsets.UTF_8);
        try (Client client =
                new Client(server.request(address, "Last-Event-ID", id).build())) {
            assertThat(Running.tree(client.next().get(2)).get("traceId").stringValue())
                    .endsWith("4");
            assertThat(Running.tree(client.next().get(2)).get("traceId").stringValue())
                    .endsWith("5");
            JsonNode look = Running.tree(client.next().get(2));
            assertThat(look.get("matched").stringValue()).isEqualTo("5");
            assertThat(look.get("dropped").stringValue()).isEqualTo("3");
        }
    }

    @Test
    void endsWhenTheClientIsGoneAndWhenTheServerCloses() throws IOException {
        try (Client client = new Client(post("{}"))) {
            client.next();
            assertThat(server.running()).isEqualTo(1);
        }
        Awaitility.await().until(() -> server.running() == 0);
        try (Running other = new Running(store)) {
            try (Client client =
                    new Client(HttpRequest.newBuilder(other.uri(PATH)).build())) {
                client.next();
                Thread closer = new Thread(other::close);
                closer.start();
                List<String> end = client.next();
                assertThat(end.get(0)).isEqualTo("end");
                assertThat(end.get(2)).contains("closes");
            }
        }
    }

    @Test
    void streamsAreLimitedAndRefusalsComeBeforeTheAnswer() throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < Live.STREAMS_MAX; i++) {
            clients.add(new Client(post("{}")));
            clients.get(i).next();
        }
        HttpResponse<String> refused = server.post(PATH, "{}");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        for (Client client : clients) {
            client.close();
        }
        Awaitility.await().until(() -> server.running() == 0);
        assertThat(server.post(PATH, "{\"limit\":0}").statusCode()).isEqualTo(400);
        assertThat(server.post(PATH, "{\"what\":0}").statusCode()).isEqualTo(400);
    }
}
