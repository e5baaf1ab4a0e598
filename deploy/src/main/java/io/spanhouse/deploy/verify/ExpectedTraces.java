package io.spanhouse.deploy.verify;

import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The lists of a directory by trace. Some 150 bytes of memory a trace and 17 a span. */
final class ExpectedTraces {
    private final Map<TraceId, Spans> traces = new HashMap<>();
    private long acked;
    private long inDoubt;

    /** The spans of one trace; those in doubt and those acked. */
    static final class Spans {
        private long[] ids = new long[4];
        private long[] digests = new long[4];
        private boolean[] acked = new boolean[4];
        private int count;

        int count() {
            return count;
        }

        long digest(int number) {
            return digests[number];
        }

        long id(int number) {
            return ids[number];
        }

        boolean isAcked(int number) {
            return acked[number];
        }

        boolean anyAcked() {
            for (int i = 0; i < count; i++) {
                if (acked[i]) {
                    return true;
                }
            }
            return false;
        }

        /** Number of a span by its id, -1 if it was never sent. */
        int find(long id) {
            for (int i = 0; i < count; i++) {
                if (ids[i] == id) {
                    return i;
                }
            }
            return -1;
        }

        private int add(SentSpan span) {
            int number = find(span.spanId());
            if (number < 0) {
                if (count == ids.length) {
                    ids = Arrays.copyOf(ids, count * 2);
                    digests = Arrays.copyOf(digests, count * 2);
                    acked = Arrays.copyOf(acked, count * 2);
                }
                number = count++;
                ids[number] = span.spanId();
                digests[number] = span.digest();
            }
            return number;
        }
    }

    private ExpectedTraces() {}

    /** Reads the lists of a directory. */
    static ExpectedTraces read(Path directory) throws IOException {
        ExpectedTraces expected = new ExpectedTraces();
        SpanList.read(directory.resolve(SentSpans.SENT), span -> {
            Spans spans = expected.traces.computeIfAbsent(span.traceId(), absent -> new Spans());
            int before = spans.count;
            spans.add(span);
            expected.inDoubt += spans.count - before;
        });
        SpanList.read(directory.resolve(SentSpans.ACKED), span -> {
            Spans spans = expected.traces.computeIfAbsent(span.traceId(), absent -> new Spans());
            int before = spans.count;
            int number = spans.add(span);
            if (!spans.acked[number]) {
                spans.acked[number] = true;
                spans.digests[number] = span.digest();
                expected.acked++;
                // The list of what was sent is not synced, so it may have lost what this one has.
                expected.inDoubt -= before == spans.count ? 1 : 0;
            }
        });
        return expected;
    }

    Map<TraceId, Spans> traces() {
        return traces;
    }

    long acked() {
        return acked;
    }

    /** Spans sent without an answer. */
    long inDoubt() {
        return inDoubt;
    }
}
