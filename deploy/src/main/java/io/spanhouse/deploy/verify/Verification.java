package io.spanhouse.deploy.verify;

import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads everything back that the lists of a directory hold: each trace by id, and all traces by the pages of one search.
 * Nothing may be sent meanwhile, else search and get see different traces. Runs once.
 */
public final class Verification {
    private static final int READERS = 4;
    private static final int EXAMPLES_MAX = 20;

    private final ExpectedTraces expected;
    private final ReadSide readSide;
    private final Map<TraceId, Long> foundSpans = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long lost;
    private long wrong;
    private long duplicated;
    private long inDoubtPresent;
    private long tracesBySearch;

    private Verification(ExpectedTraces expected, ReadSide readSide) {
        this.expected = expected;
        this.readSide = readSide;
    }

    /**
     * Verifies the lists of a directory.
     *
     * @param tracesMax at most so many traces, chosen at random, are read by id; the search is always of all
     * @throws IOException if the lists cannot be read, or the server does not answer
     */
    public static Findings run(Path directory, ReadSide readSide, int tracesMax)
            throws IOException, InterruptedException {
        Verification verification = new Verification(ExpectedTraces.read(directory), readSide);
        int read = verification.readById(tracesMax);
        verification.readBySearch();
        return new Findings(
                verification.expected.acked(),
                verification.lost,
                verification.wrong,
                verification.duplicated,
                verification.expected.inDoubt(),
                verification.inDoubtPresent,
                read,
                verification.tracesBySearch,
                verification.examples);
    }

    private int readById(int tracesMax) throws IOException, InterruptedException {
        List<TraceId> ids = new ArrayList<>(expected.traces().keySet());
        if (ids.size() > tracesMax) {
            Collections.shuffle(ids, new Random());
            ids = ids.subList(0, tracesMax);
        }
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                List<TraceId> part = ids.subList(
                        (int) ((long) ids.size() * i / READERS), (int) ((long) ids.size() * (i + 1) / READERS));
                parts.add(readers.submit(() -> {
                    readTraces(part);
                    return null;
                }));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException("a reader failed", e.getCause());
        } finally {
            readers.shutdownNow();
        }
        return ids.size();
    }

    private void readTraces(List<TraceId> ids) throws IOException, InterruptedException {
        SpanDigests digests = new SpanDigests();
        for (TraceId id : ids) {
            byte[] answer = readSide.trace(id);
            List<SentSpan> found = new ArrayList<>();
            if (answer != null) {
                digests.each(answer, found::add);
            }
            compare(id, found);
        }
    }

    private synchronized void compare(TraceId id, List<SentSpan> found) {
        ExpectedTraces.Spans spans = expected.traces().getOrDefault(id, new ExpectedTraces.Spans());
        int[] times = new int[spans.count()];
        for (SentSpan span : found) {
            int number = span.traceId().equals(id) ? spans.find(span.spanId()) : -1;
            if (number < 0) {
                wrong++;
                example("span %016x of trace %s was never sent", span.spanId(), id);
                continue;
            }
            times[number]++;
            if (times[number] > 1) {
                duplicated++;
                example("span %016x of trace %s is there %d times", span.spanId(), id, times[number]);
            } else if (span.digest() != spans.digest(number)) {
                wrong++;
                example("span %016x of trace %s is not as it was sent", span.spanId(), id);
            }
        }
        for (int i = 0; i < times.length; i++) {
            if (times[i] == 0 && spans.isAcked(i)) {
                lost++;
                example("span %016x of trace %s is lost", spans.id(i), id);
            }
            inDoubtPresent += times[i] > 0 && !spans.isAcked(i) ? 1 : 0;
        }
        foundSpans.put(id, (long) found.size());
    }

    private void readBySearch() throws IOException, InterruptedException {
        Map<TraceId, Long> listed = new HashMap<>();
        ObjectNode request = ReadSide.body().put("limit", ReadSide.PAGE_TRACES_MAX);
        @Nullable String cursor = null;
        do {
            JsonNode page = readSide.search(request, cursor);
            for (JsonNode trace : page.get("traces")) {
                TraceId id = TraceId.parse(trace.get("traceId").asString());
                tracesBySearch++;
                Long before = listed.put(id, Long.parseLong(trace.get("spans").asString()));
                if (before != null) {
                    duplicated++;
                    example("trace %s is on more than one place of the search", id);
                }
            }
            cursor = page.get("cursor").isNull() ? null : page.get("cursor").asString();
        } while (cursor != null);
        expected.traces().forEach((id, spans) -> compareListed(id, spans, listed.get(id)));
    }

    private void compareListed(TraceId id, ExpectedTraces.Spans spans, @Nullable Long listed) {
        Long found = foundSpans.get(id);
        if (listed == null) {
            if (spans.anyAcked()) {
                lost++;
                example("trace %s is in no page of the search", id);
            }
        } else if (found != null && !found.equals(listed)) {
            wrong++;
            example("trace %s has %d spans by id and %d by search", id, found, listed);
        }
    }

    private synchronized void example(String format, Object... values) {
        if (examples.size() < EXAMPLES_MAX) {
            examples.add(String.format(Locale.ROOT, format, values));
        }
    }
}
