package io.spanhouse.deploy.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spanhouse.deploy.verify.SentSpan;
import io.spanhouse.deploy.verify.SpanDigests;
import java.util.HashSet;
import java.util.Set;

/** A get is answered with every span of the trace, field by field, and nothing else. */
final class TraceExpectation implements Expectation {
    private final DataSet data;
    private final long number;

    TraceExpectation(DataSet data, long number) {
        this.data = data;
        this.number = number;
    }

    @Override
    public Verdict check(Answer answer, Extent extent) {
        if (!answer.failure().isEmpty()) {
            return Verdict.wrong(answer.failure());
        }
        try {
            Set<SentSpan> sent = digests(data.request(data.trace(number)));
            Set<SentSpan> found = digests(answer.body());
            if (found.equals(sent)) {
                return Verdict.right(true);
            }
            Set<SentSpan> missing = new HashSet<>(sent);
            missing.removeAll(found);
            return Verdict.wrong("trace " + data.trace(number).id() + " has " + found.size() + " spans, expected "
                    + sent.size() + "; missing or not as sent: " + missing);
        } catch (InvalidProtocolBufferException e) {
            return Verdict.wrong("the answer is no trace: " + e.getMessage());
        }
    }

    private static Set<SentSpan> digests(byte[] message) throws InvalidProtocolBufferException {
        Set<SentSpan> digests = new HashSet<>();
        new SpanDigests().each(message, span -> {
            if (!digests.add(span)) {
                // Two equal spans of one message: a set would hide it.
                digests.add(new SentSpan(span.traceId(), span.spanId(), ~span.digest()));
            }
        });
        return digests;
    }
}
