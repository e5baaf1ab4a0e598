package io.spanhouse.query.mackerel;

import io.spanhouse.query.testing.Running;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lists in few words, for tests. */
final class Lists {
    static final String PATH = "/api/v0/traces";

    private Lists() {}

    /** A request over a day from the time that spans of tests count from, with more members. */
    static String body(String service, String... members) {
        StringBuilder body = new StringBuilder("{\"serviceName\":\"" + service + "\"");
        String rest = String.join(",", members);
        if (!rest.contains("\"from\"")) {
            body.append(",\"from\":1718802000");
        }
        if (!rest.contains("\"to\"")) {
            body.append(",\"to\":1718888400");
        }
        return body.append(rest.isEmpty() ? "" : "," + rest).append('}').toString();
    }

    /** Last digits of the ids of the rows of a list, in order. */
    static List<Long> ids(Running server, String service, String... members) {
        return ids(server.postJson(PATH, body(service, members)));
    }

    static List<Long> ids(JsonNode answer) {
        List<Long> ids = new ArrayList<>();
        for (JsonNode row : answer.get("results")) {
            ids.add(Long.parseUnsignedLong(row.get("traceId").stringValue().substring(16), 16));
        }
        return ids;
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Lists.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
