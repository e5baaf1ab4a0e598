package io.spanhouse.deploy.bench;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.deploy.load.ExportAnswer;
import io.spanhouse.deploy.load.Latencies;
import io.spanhouse.deploy.load.TrafficObserver;
import io.spanhouse.deploy.verify.ReadSide;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HexFormat;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks for a trace of each request as soon as its acknowledgement is in, by id and by search, and asks again until it is
 * found. For traffic of one request at a time.
 */
final class FoundAfterAck implements TrafficObserver {
    /** A span that is not found after so many questions will not be. */
    private static final int QUESTIONS_MAX = 1_000;

    private final ReadSide readSide;
    private final Latencies latencies = new Latencies();
    private int atOnce;

    FoundAfterAck(ReadSide readSide) {
        this.readSide = readSide;
    }

    @Override
    public void sending(byte[] request) {}

    @Override
    public synchronized void ended(byte[] request, ExportAnswer answer) throws IOException {
        if (answer.outcome() != ExportAnswer.Outcome.ACKED) {
            throw new IOException("a request was not acknowledged: " + answer.detail());
        }
        long ackedNanoTime = System.nanoTime();
        Span span = ExportTraceServiceRequest.parseFrom(request)
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0);
        TraceId id = TraceId.parse(HexFormat.of().formatHex(span.getTraceId().toByteArray()));
        try {
            int questions = 1;
            while (!isFound(id)) {
                if (++questions > QUESTIONS_MAX) {
                    throw new IOException("trace " + id + " was acknowledged and is not found");
                }
            }
            atOnce += questions == 1 ? 1 : 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while looking for trace " + id);
        }
        latencies.add(System.nanoTime() - ackedNanoTime);
    }

    private boolean isFound(TraceId id) throws IOException, InterruptedException {
        ObjectNode request = ReadSide.body().put("limit", 1);
        ObjectNode comparison = request.putObject("filter").putObject("span").putObject("compare");
        comparison.putObject("operand").put("field", "traceId");
        comparison.put("operator", "equal").putObject("value").put("hex", id.toString());
        return readSide.trace(id) != null
                && !readSide.search(request, null).get("traces").isEmpty();
    }

    /** From the acknowledgement to both answers that have it. */
    synchronized Latencies latencies() {
        return latencies;
    }

    /** Requests whose trace the first two questions found. */
    synchronized int atOnce() {
        return atOnce;
    }
}
