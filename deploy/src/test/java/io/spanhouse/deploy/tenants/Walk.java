package io.spanhouse.deploy.tenants;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests for every entry of a running program: what it lists, met with a case for each. */
final class Walk {
    private static final String UI_FILE = "/ui/none/none.js";

    private final List<Entry> entries;
    private final Visitor visitor;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    private record Line(String request, String found) {}

    /**
     * A request for an entry.
     *
     * @param shown what of it may come back in an answer, such as a name in a complaint
     * @param found what its owner finds in the answer; "-" for nothing of anybody's
     */
    record Request(Entry entry, String path, String body, byte[] message, String shown, String found) {
        boolean findsNothing() {
            return found.equals("-");
        }
    }

    Walk(String routes, Visitor visitor) {
        this.visitor = visitor;
        this.entries = new JsonMapper()
                .readTree(routes)
                .get("listeners")
                .valueStream()
                .flatMap(listener -> listener.get("routes").valueStream().map(route -> entry(listener, route)))
                .toList();
        try (InputStream in =
                Objects.requireNonNull(Walk.class.getResourceAsStream("/tenants/paths.txt"), "paths.txt")) {
            new String(in.readAllBytes(), UTF_8).lines().forEach(this::line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(JsonNode listener, JsonNode route) {
        JsonNode scope = route.get("scope");
        return new Entry(
                listener.get("name").stringValue(),
                listener.get("port").intValue(),
                route.get("method").stringValue(),
                route.get("path").stringValue(),
                scope.isNull() ? null : scope.stringValue());
    }

    private void line(String text) {
        if (!text.isBlank() && !text.startsWith("#")) {
            String[] parts = text.split("(?<!\\\\)\\|", -1);
            lines.put(parts[0].strip(), new Line(parts[1].strip().replace("\\|", "|"), parts[2].strip()));
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** Entries that no case is for, and cases that are for no entry. */
    Set<String> uncovered(Owner owner) {
        Map<String, Calls.Case> calls = Calls.of(owner, owner.name());
        Set<String> cases = new TreeSet<>(lines.keySet());
        calls.keySet().forEach(path -> cases.add("POST " + path));
        Set<String> listed = new TreeSet<>();
        entries.stream().filter(entry -> !isPage(entry)).forEach(entry -> listed.add(entry.route()));
        Set<String> odd = new TreeSet<>(listed);
        odd.removeAll(cases);
        cases.removeAll(listed);
        odd.addAll(cases);
        return odd;
    }

    /** Pages of the UI are files that ask for no key; the browser asks for the rest. */
    static boolean isPage(Entry entry) {
        return entry.method().equals("*") && entry.scope() == null;
    }

    /** Answers that go on for as long as somebody listens. */
    static boolean goesOn(Entry entry) {
        return entry.path().endsWith("/live") || entry.path().endsWith("/events");
    }

    /** A request for an owner's things by somebody of a project. */
    Request request(Entry entry, Owner owner, String definition, String asker) {
        if (entry.grpc()) {
            Calls.Case call = Objects.requireNonNull(Calls.of(owner, asker).get(entry.path()), entry.toString());
            return new Request(
                    entry, entry.path(), "", call.message(), new String(call.message(), ISO_8859_1), call.found());
        }
        Map<String, String> words = new HashMap<>(owner.words(definition));
        words.put("projectId", asker);
        words.put("trace", number(entry.path()));
        if (isPage(entry)) {
            String path = entry.path().contains("{build}")
                    ? UI_FILE
                    : entry.path().replaceAll("\\{[a-z.A-Z]+}", words.get("traceId"));
            return new Request(entry, path, "", new byte[0], path, "-");
        }
        Line line = Objects.requireNonNull(lines.get(entry.route()), entry.toString());
        String path = filled(entry.path(), words);
        String asked = filled(line.request(), words);
        boolean query = !asked.isEmpty() && !asked.startsWith("{\"") && !asked.startsWith("[");
        String body = query ? "" : asked;
        return new Request(
                entry,
                query ? path + "?" + encoded(asked) : path,
                body,
                new byte[0],
                path + asked,
                filled(line.found(), words));
    }

    /** Traces of scripts are numbered as they are first listed, in the order in which the program lists its paths. */
    private static String number(String path) {
        return path.contains("/schedules/")
                ? "2"
                : path.contains("/triggers/") ? "3" : path.contains("/endpoints/") ? "4" : "1";
    }

    private static String filled(String text, Map<String, String> words) {
        String filled = text;
        for (Map.Entry<String, String> word : words.entrySet()) {
            filled = filled.replace("{" + word.getKey() + "}", word.getValue());
        }
        return filled;
    }

    private static String encoded(String query) {
        StringBuilder encoded = new StringBuilder();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            encoded.append(encoded.isEmpty() ? "" : "&")
                    .append(parameter, 0, equals + 1)
                    .append(URLEncoder.encode(parameter.substring(equals + 1), UTF_8));
        }
        return encoded.toString();
    }

    Heard ask(Request request, Map<String, String> headers) {
        Entry entry = request.entry();
        Map<String, String> all = new HashMap<>(headers);
        if (entry.path().endsWith("/projects/{projectId}/traces")) {
            // Google's client sends PATCH in a POST.
            all.put("x-http-method-override", "PATCH");
        }
        Heard heard = entry.grpc()
                ? visitor.grpc(entry.port(), entry.path(), request.message(), all)
                : visitor.http(
                        entry.port(),
                        entry.method().equals("*") ? "GET" : entry.method(),
                        request.path(),
                        request.body(),
                        all);
        assertThat(heard.status())
                .as("%s: %s", entry, heard)
                .doesNotMatch("500|502|503|504|INTERNAL|UNKNOWN|UNAVAILABLE");
        return heard;
    }
}
