package io.spanhouse.deploy.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The trace definition that records the samples' script {@value #SCRIPT}, so that there is a recording to play. */
public final class DemoDefinition {
    static final String SCRIPT = "discount";

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String PATH = "/api/spanhouse/v1/trace-definitions";

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI address;
    private final @Nullable String key;

    /**
     * For the server at an address.
     *
     * @param query scheme, host and port of its API
     * @param key of scopes query and edit, null for none
     */
    public DemoDefinition(URI query, @Nullable String key) {
        this.address = query.resolve(PATH);
        this.key = key;
    }

    /**
     * Makes it unless there is one of the script already.
     *
     * @return what prevents it, null if it is there
     */
    public @Nullable String make() throws InterruptedException {
        try {
            HttpResponse<String> known = ask(request().GET());
            if (known.statusCode() != 200) {
                return refusal(known);
            }
            for (JsonNode definition :
                    JsonMapper.shared().readTree(known.body()).path("definitions")) {
                for (JsonNode script : definition.path("scripts")) {
                    if (script.asString().equals(SCRIPT)) {
                        return null;
                    }
                }
            }
            HttpResponse<String> made = ask(request()
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"script\":\"" + SCRIPT + "\",\"description\":\"Every step of the samples\"}")));
            return made.statusCode() / 100 == 2 ? null : refusal(made);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT);
        return key == null ? request : request.header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> ask(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String refusal(HttpResponse<String> answer) {
        return "status " + answer.statusCode() + ": " + answer.body().strip();
    }
}
