package io.spanhouse.deploy.tenants;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A project whose every name, value and id begins with the project's own name, ids in their bytes, so that whatever crosses
 * is seen in whatever form: as text, in hexadecimal digits or in base64.
 *
 * @param name of five letters at most; half of its things are its front's, half its back's
 * @param startSeconds when its spans start
 */
record Owner(String name, long startSeconds) {
    private static final long NANOS = 1_000_000_000L;
    private static final long WINDOW_SECONDS = 600;

    /** What an answer must not have that shows nothing of a part of this project: in text, hexadecimal and base64. */
    List<String> marks() {
        return List.of(name, HexFormat.of().formatHex(name.getBytes(US_ASCII)));
    }

    String traceId() {
        return hex(name + "-trace-00001");
    }

    String backTraceId() {
        return hex(name + "-backs-00002");
    }

    String spanId() {
        return hex(name + "-f01");
    }

    /** What stands in braces in a request that means this project's things. */
    Map<String, String> words(String definition) {
        Instant from = Instant.ofEpochSecond(startSeconds - WINDOW_SECONDS);
        Instant to = Instant.ofEpochSecond(startSeconds + WINDOW_SECONDS);
        Map<String, String> words = new LinkedHashMap<>();
        words.put("p", name);
        words.put("traceId", traceId());
        words.put("backTraceId", backTraceId());
        words.put("spanId", spanId());
        words.put("spanIdDecimal", Long.toUnsignedString(Long.parseUnsignedLong(spanId(), 16)));
        words.put("service", name + "-front");
        words.put("script", name + "-front-script");
        words.put("runId", name + "-front-run-script");
        words.put("run", name + "-front-run-script");
        words.put("definition", definition);
        words.put("frame", "0");
        words.put("download", "0123456789abcdef");
        words.put("tag", "name");
        for (Map.Entry<String, Instant> time : Map.of("from", from, "to", to).entrySet()) {
            long seconds = time.getValue().getEpochSecond();
            words.put(time.getKey() + "_s", Long.toString(seconds));
            words.put(time.getKey() + "_ms", seconds + "000");
            words.put(time.getKey() + "_us", seconds + "000000");
            words.put(time.getKey() + "_iso", time.getValue().toString());
        }
        return words;
    }

    /** All its spans as OTLP's JSON. */
    String spans() {
        String chain = resource(
                        "front",
                        span(traceId(), "f01", "", 2, 0, 300, "-front-op", "", "front", "")
                                + ","
                                + span(traceId(), "f02", "f01", 3, 10, 200, "-front-call", "", "front", ""))
                + ","
                + resource(
                        "back",
                        span(traceId(), "b01", "f02", 2, 20, 100, "-back-op", exception(), "back", failed())
                                + ","
                                + span(backTraceId(), "b02", "", 3, 1_000, 50, "-back-op", "", "back", ""));
        StringBuilder runs = new StringBuilder();
        for (String invocation : new String[] {"script", "schedule", "trigger", "endpoint"}) {
            runs.append(runs.isEmpty() ? "" : ",").append(run("front", invocation));
        }
        return "{\"resourceSpans\":[" + chain + "," + resource("front", runs.toString()) + ","
                + resource("back", run("back", "script")) + "]}";
    }

    /** A run of somebody's script that has not ended, with this project's name in all else. */
    String running(String script) {
        return "{\"resourceSpans\":["
                + resource(
                        "front",
                        "{\"traceId\":\"" + hex(name + "-trace-00003") + "\",\"spanId\":\"" + hex(name + "-r01")
                                + "\",\"name\":\"" + name + "-front-run\",\"startTimeUnixNano\":\""
                                + (startSeconds + 30) * NANOS + "\",\"attributes\":["
                                + text("run_id", name + "-running") + "," + text("script.name", script) + "]}")
                + "]}";
    }

    private String resource(String part, String spans) {
        return "{\"resource\":{\"attributes\":[" + text("service.name", name + "-" + part) + ","
                + text(name + "." + part + ".host", name + "-" + part + "-host")
                + "]},\"scopeSpans\":[{\"spans\":[" + spans + "]}]}";
    }

    private String span(
            String traceId,
            String id,
            String parent,
            int kind,
            int startMillis,
            int millis,
            String ending,
            String events,
            String part,
            String more) {
        long start = startSeconds * NANOS + startMillis * 1_000_000L;
        String attributes = text(name + "." + part + ".key", name + "-" + part + "-value") + ","
                + text("tier", name + "-" + part + "-tier")
                + (kind == 3 && part.equals("front")
                        ? "," + text("peer.service", name + "-peer")
                        : part.equals("front")
                                ? "," + text("http.request.method", "GET") + ","
                                        + text("http.route", "/" + name + "-front-route")
                                : "," + text("db.system.name", "mysql") + ","
                                        + text("db.query.text", "SELECT * FROM " + name + "-back-table"));
        return "{\"traceId\":\"" + traceId + "\",\"spanId\":\"" + hex(name + "-" + id) + "\","
                + (parent.isEmpty() ? "" : "\"parentSpanId\":\"" + hex(name + "-" + parent) + "\",")
                + "\"name\":\"" + name + ending + "\",\"kind\":" + kind + ",\"startTimeUnixNano\":\"" + start
                + "\",\"endTimeUnixNano\":\"" + (start + millis * 1_000_000L) + "\"," + more
                + "\"events\":[" + events + "],\"attributes\":[" + attributes + "]}";
    }

    private static String failed() {
        return "\"status\":{\"code\":2},";
    }

    private String exception() {
        return "{\"name\":\"exception\",\"timeUnixNano\":\"" + startSeconds * NANOS + "\",\"attributes\":["
                + text("exception.type", name + "-back-Exception") + ","
                + text("exception.message", name + "-back-message") + "]}";
    }

    /** A run with a log line and a frame. */
    private String run(String part, String invocation) {
        long start = startSeconds * NANOS + (long) invocation.length() * 1_000_000;
        String runId = name + "-" + part + "-run-" + invocation;
        String id = part.charAt(0) + invocation.substring(0, 3);
        return "{\"traceId\":\"" + hex((name + "-run-" + id + "00000000").substring(0, 16)) + "\",\"spanId\":\""
                + hex(name + id) + "\",\"name\":\"" + name + "-" + part
                + "-run\",\"kind\":1,\"startTimeUnixNano\":\"" + start + "\",\"endTimeUnixNano\":\""
                + (start + 7_000_000) + "\",\"events\":["
                + event("script.stdout", start, text("log.message", name + "-" + part + "-log"))
                + ","
                + event(
                        "script.frame",
                        start,
                        "{\"key\":\"script.frame.index\",\"value\":{\"intValue\":\"0\"}},"
                                + text("script.var." + name, name + "-variable"))
                + "],\"attributes\":[" + text("run_id", runId) + ","
                + text("script.name", name + "-" + part + "-script") + ","
                + text("source", name + "-" + part + "-source")
                + "," + text("source_type", "tool") + "," + text("script.invocation", invocation) + ","
                + text("script.result", name + "-" + part + "-result") + "]}";
    }

    private static String event(String event, long nanos, String attributes) {
        return "{\"name\":\"" + event + "\",\"timeUnixNano\":\"" + nanos + "\",\"attributes\":[" + attributes + "]}";
    }

    private static String text(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(US_ASCII));
    }
}
