package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Real requests, byte for byte, against protobuf's reading. */
class RecordingTest {
    @Test
    void everyRecordedRequestIsReadAsProtobufReadsIt() throws Exception {
        TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
        List<byte[]> requests = Recording.requests();
        long spans = 0;
        for (byte[] request : requests) {
            WalkResult result = walker.walk(request, 0, request.length);
            List<FlatSpan> expected = OtlpOracle.flatten(ExportTraceServiceRequest.parseFrom(request))
                    .taken();
            FlatSpan.assertSame(RowsToOtlp.convert(result.batch()), expected);
            assertThat(result.spansRejected()).isZero();
            assertThat(result.spansAltered()).isZero();
            assertThat(ExportResponses.protobuf(result)).isEmpty();
            spans += result.spansAccepted();
        }
        assertThat(requests).hasSize(70);
        assertThat(spans).isGreaterThan(3000);
    }
}
