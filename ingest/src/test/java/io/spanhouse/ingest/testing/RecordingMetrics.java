package io.spanhouse.ingest.testing;

import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.otlp.SpanRejection;
import io.spanhouse.ingest.otlp.SpanRepair;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps every count by a short name, as the table of bad inputs writes them: {@code R too_large}, {@code S trace_id},
 * {@code F utf8}, {@code C headers}, {@code duplicate}, {@code duplicate_conflict}; accepted requests are {@code requests},
 * {@code spans}, {@code wire} and {@code inflated} bytes, with transport and project. Thread-safe.
 */
public final class RecordingMetrics implements IngestMetrics {
    private final Map<String, Long> counts = new TreeMap<>();

    /** All counts that are not zero. */
    public synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }

    /** One count. */
    public synchronized long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** Back to nothing. */
    public synchronized void forget() {
        counts.clear();
    }

    private synchronized void add(String name, long count) {
        if (count > 0) {
            counts.merge(name, count, Long::sum);
        }
    }

    @Override
    public void accepted(Transport transport, String project, long wireBytes, long inflatedBytes, long spans) {
        String label = " " + transport.label() + " " + project;
        add("requests" + label, 1);
        add("spans" + label, spans);
        add("wire" + label, wireBytes);
        add("inflated" + label, inflatedBytes);
    }

    @Override
    public void requestRejected(Transport transport, RejectionKind kind) {
        add("R " + kind.reason(), 1);
    }

    @Override
    public void spansRejected(SpanRejection reason, long spans) {
        add("S " + reason.label(), spans);
    }

    @Override
    public void spansRepaired(SpanRepair reason, long spans) {
        add("F " + reason.label(), spans);
    }

    @Override
    public void duplicates(long repeated, long conflicting) {
        add("duplicate", repeated);
        add("duplicate_conflict", conflicting);
    }

    @Override
    public void connectionClosed(Transport transport, ConnectionCloseReason reason) {
        add("C " + reason.label(), 1);
    }
}
