package io.spanhouse.storage.testing;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs and logs are, told in the plainest way from a list of spans; and the batches that bring them. */
public final class RunOracle {
    /** A line that is an event of a span. */
    public record Line(String name, long time, String message) {}

    /** A span of a run. */
    public record Span(
            long trace,
            long id,
            long start,
            long end,
            boolean failed,
            String service,
            Map<String, String> attributes,
            List<Line> lines) {
        String get(String key) {
            return attributes.getOrDefault(key, "");
        }

        boolean isLog() {
            return attributes.keySet().stream().anyMatch(key -> key.startsWith("log."));
        }

        /** The span with what a later piece of it says. */
        public Span with(Span piece) {
            Map<String, String> merged = new LinkedHashMap<>(attributes);
            merged.putAll(piece.attributes);
            return new Span(trace, id, start, piece.end == 0 ? end : piece.end, failed, service, merged, lines);
        }
    }

    private static final Comparator<Span> BY_TIME = Comparator.<Span>comparingLong(span -> span.start)
            .thenComparingLong(span -> span.trace)
            .thenComparingLong(span -> span.id)
            .thenComparingLong(span -> span.end);

    private static final Comparator<Span> OWN = Comparator.<Span>comparingLong(span -> span.start)
            .thenComparing(Comparator.<Span>comparingLong(span -> span.end).reversed())
            .thenComparing(BY_TIME);

    private RunOracle() {}

    /** Everything that lists show of every run, one text a run, and of its logs, one text a log. */
    public static List<String> runs(Collection<Span> spans) {
        Map<String, List<Span>> byRun = new TreeMap<>();
        for (Span span : spans) {
            if (!span.get("run_id").isEmpty()) {
                byRun.computeIfAbsent(span.get("run_id"), id -> new ArrayList<>())
                        .add(span);
            }
        }
        List<String> texts = new ArrayList<>();
        byRun.forEach((id, parts) -> texts.add(run(id, parts)));
        return texts;
    }

    private static String run(String id, List<Span> parts) {
        List<Span> inOrder = parts.stream().sorted(BY_TIME).toList();
        Span own = parts.stream().filter(span -> !span.isLog()).min(OWN).orElse(null);
        Span from = own == null ? inOrder.get(0) : own;
        boolean ended = own != null && own.end != 0;
        String status = !ended ? "In Progress" : own.failed ? "Failed" : "Success";
        String script = from.get("script.name").isEmpty() ? from.service : from.get("script.name");
        List<String> logs = new ArrayList<>();
        for (Span span : inOrder) {
            if (span.isLog()) {
                logs.add(span.start + " " + span.get("log.level") + " " + span.get("log.message"));
            } else if (own == null || span.equals(own) || span.id != own.id || span.trace != own.trace) {
                for (Line line : span.lines) {
                    if (ended) {
                        logs.add(line.time + " STDOUT " + line.message);
                    }
                }
            }
        }
        logs.sort(Comparator.naturalOrder());
        return String.join(
                " | ",
                id,
                script,
                status,
                Long.toString(from.start),
                Long.toString(own == null ? 0 : own.end),
                first(from, inOrder, "script.function"),
                first(from, inOrder, "source"),
                first(from, inOrder, "enduser.id"),
                Integer.toString(parts.size()),
                String.join("; ", logs));
    }

    private static String first(Span from, List<Span> inOrder, String key) {
        if (!from.get(key).isEmpty()) {
            return from.get(key);
        }
        return inOrder.stream()
                .map(span -> span.get(key))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Spans as a batch; pieces are marked as such. */
    public static SpanBatch batch(Collection<Span> spans, boolean pieces) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        for (Span span : spans) {
            builder.resourceAttribute(pair(builder, "service.name", span.service));
            int resource = builder.resource(true, 0, 0, 0);
            int scope = builder.scope(new ScopeColumns.Fields(true, 0, 0, 0, 0));
            builder.startSpan()
                    .resource(resource)
                    .scope(scope)
                    .traceId(1, span.trace)
                    .spanId(span.id)
                    .startNanos(span.start)
                    .endNanos(span.end);
            if (span.failed) {
                builder.status(2, 0);
            }
            span.attributes.forEach((key, value) -> builder.attribute(pair(builder, key, value)));
            for (Line line : span.lines) {
                builder.startEvent();
                builder.eventTimeNanos(line.time);
                builder.eventName(builder.string(line.name));
                builder.eventAttribute(pair(builder, "log.message", line.message));
                builder.endEvent();
            }
            if (pieces) {
                builder.mark(SpanMark.REPLACES);
            }
            builder.endSpan();
        }
        return builder.build();
    }

    private static int pair(SpanBatchBuilder builder, String key, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return builder.pair(builder.string(key), ValueType.STRING, bytes, 0, bytes.length);
    }
}
