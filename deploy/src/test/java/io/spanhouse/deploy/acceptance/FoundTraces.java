package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a search finds, over all its pages. */
final class FoundTraces {
    private static final int PAGE = 50;
    private static final int PAGES_MAX = 1_000;

    private FoundTraces() {}

    /**
     * All traces that meet a search, by id, in the order of the answer. No trace may come twice, and their number must be the
     * total that the first page gave.
     *
     * @param members of the request's object, with single quotes and braces; limit, cursor and total are added
     */
    static Map<String, JsonNode> all(ReadApi api, String members) {
        String open = members.substring(0, members.lastIndexOf('}'));
        String comma = open.strip().equals("{") ? "" : ",";
        Map<String, JsonNode> found = new LinkedHashMap<>();
        long total = -1;
        String cursor = "";
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode answer = api.search(open + comma + "'limit':" + PAGE + ",'total':true" + cursor + "}");
            for (JsonNode trace : answer.get("traces")) {
                assertThat(found.put(trace.get("traceId").stringValue(), trace))
                        .as("comes twice")
                        .isNull();
            }
            if (total < 0) {
                total = answer.get("total").asLong();
            }
            if (answer.get("cursor").isNull()) {
                assertThat(found).hasSize((int) total);
                return found;
            }
            cursor = ",'cursor':'" + answer.get("cursor").stringValue() + "'";
        }
        throw new AssertionError("more than " + PAGES_MAX + " pages");
    }
}
