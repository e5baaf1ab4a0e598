package io.spanhouse.deploy.bench;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/**
 * One request to the read interface, with what its answer must be.
 *
 * @param path with its parameters
 * @param body empty for none
 */
record Question(String method, String path, String accept, byte[] body, Expectation expectation) {
    /** What all paths of our own interface begin with. */
    static final String BASE = "/api/spanhouse/v1";

    private static final String JSON = "application/json";

    /** A get of one trace. */
    static Question trace(String id, Expectation expectation) {
        return new Question("GET", BASE + "/traces/" + id, "application/x-protobuf", new byte[0], expectation);
    }

    /** A search. */
    static Question search(ObjectNode request, Expectation expectation) {
        return post("/search", request, expectation);
    }

    /** Anything that is asked with a body. */
    static Question post(String path, ObjectNode request, Expectation expectation) {
        return new Question(
                "POST", BASE + path, JSON, request.toString().getBytes(StandardCharsets.UTF_8), expectation);
    }

    /** A list; the path has its parameters. */
    static Question list(String path, Expectation expectation) {
        return new Question("GET", BASE + path, JSON, new byte[0], expectation);
    }
}
