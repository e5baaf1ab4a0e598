package io.spanhouse.deploy.verify;

import io.spanhouse.deploy.load.ExportAnswer;
import io.spanhouse.deploy.load.TrafficObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what traffic sends and what of it is acknowledged. A request of which a part was refused stays in doubt as a
 * whole. Thread-safe; whoever opens it closes it.
 */
public final class SentSpans implements TrafficObserver, AutoCloseable {
    static final String SENT = "sent";
    static final String ACKED = "acked";

    private final SpanList sent;
    private final SpanList acked;

    /** Goes on with the lists of a directory; made if absent. */
    public SentSpans(Path directory) throws IOException {
        Files.createDirectories(directory);
        sent = new SpanList(directory.resolve(SENT));
        acked = new SpanList(directory.resolve(ACKED));
    }

    @Override
    public void sending(byte[] request) throws IOException {
        sent.add(spans(request), false);
    }

    @Override
    public void ended(byte[] request, ExportAnswer answer) throws IOException {
        if (answer.outcome() == ExportAnswer.Outcome.ACKED && answer.rejectedSpans() == 0) {
            acked.add(spans(request), true);
        }
    }

    private static List<SentSpan> spans(byte[] request) throws IOException {
        List<SentSpan> spans = new ArrayList<>();
        new SpanDigests().each(request, spans::add);
        return spans;
    }

    @Override
    public void close() throws IOException {
        try {
            sent.close();
        } finally {
            acked.close();
        }
    }
}
