package io.spanhouse.deploy.bench;

import io.spanhouse.deploy.bench.ShapeFacts.Attribute;
import io.spanhouse.deploy.bench.ShapeFacts.Operation;
import io.spanhouse.deploy.bench.ShapeFacts.SpanFacts;
import io.spanhouse.deploy.load.TraceInstance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the spans of a data set have that can be asked for: services, operations, values by how common they are. */
final class Vocabulary {
    /** Traces that are looked at to learn how common values and how long spans are. */
    private static final long TRACES_SEEN = 20_000;

    /** A list of values that is longer than this would be cut. */
    private static final int VALUES_MAX = 500;

    private final List<Operation> operations;
    private final Map<String, long[]> durations = new TreeMap<>();
    private final Map<Attribute, Integer> traces = new HashMap<>();
    private final List<ShapeFacts.Key> listableKeys;
    /** Keys that have another value in each trace of some shape: any value of theirs may turn up by chance. */
    private final Set<ShapeFacts.Key> irregular = new HashSet<>();

    private final long seen;

    Vocabulary(DataSet data) {
        Set<Operation> all = new HashSet<>();
        Map<ShapeFacts.Key, Set<String>> values = new HashMap<>();
        for (ShapeFacts shape : data.shapes()) {
            for (SpanFacts span : shape.spans()) {
                all.add(span.operation());
                irregular.addAll(span.freshKeys());
                span.attributes()
                        .forEach(attribute -> values.computeIfAbsent(attribute.key(), absent -> new TreeSet<>())
                                .add(attribute.text()));
            }
        }
        operations = all.stream()
                .sorted(Comparator.comparing(Operation::service)
                        .thenComparing(Operation::name)
                        .thenComparing(Operation::kind))
                .toList();
        listableKeys = values.entrySet().stream()
                .filter(entry ->
                        !irregular.contains(entry.getKey()) && entry.getValue().size() <= VALUES_MAX)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(ShapeFacts.Key::level).thenComparing(ShapeFacts.Key::key))
                .toList();
        seen = Math.min(TRACES_SEEN, data.identity().traces());
        look(data);
    }

    private void look(DataSet data) {
        Map<String, List<Long>> times = new HashMap<>();
        for (long number = 0; number < seen; number++) {
            TraceInstance trace = data.trace(number);
            Set<Attribute> attributes = new HashSet<>();
            for (SpanFacts span : data.facts(trace).spans()) {
                attributes.addAll(span.attributes());
                times.computeIfAbsent(span.operation().service(), absent -> new ArrayList<>())
                        .add(trace.time(span.endNanos()) - trace.time(span.startNanos()));
            }
            attributes.forEach(attribute -> traces.merge(attribute, 1, Integer::sum));
        }
        times.forEach((service, list) -> {
            long[] sorted = list.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            durations.put(service, sorted);
        });
    }

    /** Names of services that spans are of. */
    List<String> services() {
        return List.copyOf(durations.keySet());
    }

    List<Operation> operations() {
        return operations;
    }

    /** The duration that this share of the spans of a service does not exceed. */
    long durationNanos(String service, double share) {
        long[] sorted = durations.getOrDefault(service, new long[] {0});
        return sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }

    /** Keys whose values are all texts that come again and again, few enough for one list. */
    List<ShapeFacts.Key> listableKeys() {
        return listableKeys;
    }

    /** Attributes of spans that some share of all traces have, and no others by chance, rarest first. */
    List<Attribute> attributes(double shareMin, double shareMax) {
        return traces.entrySet().stream()
                .filter(entry -> entry.getKey().key().level().equals("span")
                        && !irregular.contains(entry.getKey().key())
                        && entry.getValue() >= shareMin * seen
                        && entry.getValue() <= shareMax * seen)
                .sorted(Comparator.comparing((Map.Entry<Attribute, Integer> entry) -> entry.getValue())
                        .thenComparing(entry -> entry.getKey().toString()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
