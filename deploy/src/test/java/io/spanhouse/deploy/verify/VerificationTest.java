package io.spanhouse.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.spanhouse.deploy.load.ExportAnswer;
import io.spanhouse.deploy.load.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a server does wrong with acknowledged spans is found. */
final class VerificationTest {
    private static final ExportAnswer ACKED = new ExportAnswer(ExportAnswer.Outcome.ACKED, 0, "OK");
    private static final ExportAnswer UNANSWERED = new ExportAnswer(ExportAnswer.Outcome.UNANSWERED, 0, "gone");

    private final byte[] first = recorded(0);
    private final byte[] second = recorded(10);

    @TempDir
    Path directory;

    private FakeReadSide server;

    @BeforeEach
    void sendTwoRequestsOfWhichOneIsAcked() throws Exception {
        server = new FakeReadSide();
        try (SentSpans sent = new SentSpans(directory)) {
            sent.sending(first);
            sent.ended(first, ACKED);
            sent.sending(second);
            sent.ended(second, UNANSWERED);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aSoundServerIsSound() throws Exception {
        server.hold(first);
        Findings findings = verify();
        assertThat(findings.sound()).as("%s", findings).isTrue();
        assertThat(findings.acked()).isPositive();
        assertThat(findings.inDoubt()).isPositive();
        assertThat(findings.inDoubtPresent()).isZero();
        assertThat(findings.tracesBySearch()).isEqualTo(server.listed.size());
    }

    @Test
    void whatIsInDoubtMayBeThere() throws Exception {
        server.hold(first);
        server.hold(second);
        Findings findings = verify();
        assertThat(findings.sound()).as("%s", findings).isTrue();
        assertThat(findings.inDoubtPresent()).isEqualTo(findings.inDoubt()).isPositive();
    }

    @Test
    void whatIsInDoubtIsNeitherChangedNorDoubled() throws Exception {
        server.hold(first);
        server.hold(second);
        server.hold(second);
        assertThat(verify().duplicated()).isPositive();
    }

    @Test
    void aLostTraceIsFound() throws Exception {
        server.hold(first);
        Map.Entry<String, Integer> lost = server.listed.remove(0);
        assertThat(verify().lost()).isEqualTo(1);
        server.listed.add(lost);
        server.traces.remove(lost.getKey());
        assertThat(verify().lost()).isEqualTo(lost.getValue().longValue());
    }

    @Test
    void aLostSpanIsFound() throws Exception {
        server.hold(first);
        spansOfOneTrace().remove(0);
        Findings findings = verify();
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.wrong()).as("other count in search").isEqualTo(1);
        assertThat(findings.examples()).anyMatch(example -> example.endsWith("is lost"));
    }

    @Test
    void aChangedSpanIsFound() throws Exception {
        server.hold(first);
        List<ResourceSpans> spans = spansOfOneTrace();
        spans.set(0, spans.get(0).toBuilder().setSchemaUrl("other").build());
        assertThat(verify().wrong()).isEqualTo(1);
    }

    @Test
    void aSpanOfAnotherTraceIsFound() throws Exception {
        server.hold(first);
        List<List<ResourceSpans>> all = List.copyOf(server.traces.values());
        all.get(0).set(0, all.get(1).get(0));
        Findings findings = verify();
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.wrong()).isEqualTo(1);
    }

    @Test
    void doublesAreFound() throws Exception {
        server.hold(first);
        List<ResourceSpans> spans = spansOfOneTrace();
        spans.add(spans.get(0));
        server.listed.set(0, Map.entry(server.listed.get(0).getKey(), spans.size()));
        server.listed.add(server.listed.get(1));
        Findings findings = verify();
        assertThat(findings.duplicated()).isEqualTo(2);
        assertThat(findings.lost() + findings.wrong()).isZero();
    }

    @Test
    void aServerThatDoesNotAnswerIsNoLoss() throws Exception {
        server.hold(first);
        server.status = 503;
        assertThatThrownBy(this::verify).isInstanceOf(IOException.class).hasMessageContaining("status 503");
    }

    /** Ten recorded requests as one, so that there are many traces with many spans. */
    private static byte[] recorded(int from) {
        ExportTraceServiceRequest.Builder all = ExportTraceServiceRequest.newBuilder();
        Recording.requests().subList(from, from + 10).forEach(all::mergeFrom);
        return all.build().toByteArray();
    }

    private List<ResourceSpans> spansOfOneTrace() {
        return server.traces.get(server.listed.get(0).getKey());
    }

    private Findings verify() throws Exception {
        return Verification.run(directory, new ReadSide(server.address(), null), Integer.MAX_VALUE);
    }
}
