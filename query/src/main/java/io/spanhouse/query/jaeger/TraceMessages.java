package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.trace.OtlpProto;
import io.spanhouse.storage.model.SpanRows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Spans as messages of OTLP, of at most {@value #SPANS_MAX} spans and, unless a single span is larger, {@value #BYTES_MAX}
 * bytes: clients refuse messages over 4 MiB. Not thread-safe.
 */
public final class TraceMessages {
    /** Most spans of a message. */
    static final int SPANS_MAX = 1_000;

    /** Most bytes of a message with several spans. */
    static final int BYTES_MAX = 1 << 20;

    private final GrpcCall call;
    private final OtlpProto proto = new OtlpProto();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();

    public TraceMessages(GrpcCall call) {
        this.call = call;
    }

    /** Sends the spans of a slice. */
    public void send(SpanRows rows) throws IOException {
        for (int from = 0; from < rows.rowCount(); from += SPANS_MAX) {
            send(rows, from, Math.min(rows.rowCount(), from + SPANS_MAX));
        }
    }

    /** By halves until they fit. */
    private void send(SpanRows rows, int from, int to) throws IOException {
        message.reset();
        proto.write(rows, from, to, message);
        if (message.size() <= BYTES_MAX || to - from == 1) {
            call.send(message.toByteArray());
            return;
        }
        int middle = (from + to) >>> 1;
        send(rows, from, middle);
        send(rows, middle, to);
    }
}
