package io.spanhouse.deploy.bench;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server said to a question.
 *
 * @param status of the response
 * @param partial why it does not cover everything; empty if it does
 */
record Answer(int status, String partial, byte[] body) {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int SHOWN_BYTES_MAX = 400;

    /** Whether it is a whole and good answer; else what is wrong. */
    String failure() {
        if (status != 200) {
            return "status " + status + ", expected 200: " + beginning();
        }
        return partial.isEmpty() ? "" : "the answer is in part: " + partial;
    }

    JsonNode json() {
        return MAPPER.readTree(body);
    }

    private String beginning() {
        return new String(body, 0, Math.min(body.length, SHOWN_BYTES_MAX), StandardCharsets.UTF_8);
    }
}
