package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Answers are what clients' libraries read, and small. */
class ExportResponsesTest {
    private final TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, Requests.CLOCK);

    @Test
    void nothingToTellIsNothingOnTheWire() throws Exception {
        WalkResult result = walk(Requests.span(1));
        assertThat(ExportResponses.protobuf(result)).isEmpty();
        assertThat(text(ExportResponses.json(result))).isEqualTo("{}");
    }

    @Test
    void refusedSpansAreCountedAndTheFirstThreeExplained() throws Exception {
        Span.Builder[] spans = new Span.Builder[5];
        for (int i = 0; i < spans.length; i++) {
            spans[i] = Requests.span(i + 1);
        }
        for (int i = 0; i < 4; i++) {
            spans[i].setSpanId(ByteString.copyFrom(new byte[i]));
        }
        WalkResult result = walk(spans);
        String message = "4 spans were refused: "
                + "resource_spans[0].scope_spans[0].spans[0]: span id is 0 bytes, expected 8 bytes and not all zero; "
                + "resource_spans[0].scope_spans[0].spans[1]: span id is 1 bytes, expected 8 bytes and not all zero; "
                + "resource_spans[0].scope_spans[0].spans[2]: span id is 2 bytes, expected 8 bytes and not all zero; "
                + "and more";
        ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(ExportResponses.protobuf(result));
        assertThat(response.getPartialSuccess().getRejectedSpans()).isEqualTo(4);
        assertThat(response.getPartialSuccess().getErrorMessage()).isEqualTo(message);
        assertThat(text(ExportResponses.json(result)))
                .isEqualTo("{\"partialSuccess\":{\"rejectedSpans\":\"4\",\"errorMessage\":\"" + message + "\"}}");
    }

    @Test
    void alteredSpansAreAWarning() throws Exception {
        WalkResult result = walk(Requests.span(1).setParentSpanId(ByteString.copyFrom(new byte[3])));
        ExportTraceServiceResponse response = ExportTraceServiceResponse.parseFrom(ExportResponses.protobuf(result));
        assertThat(response.getPartialSuccess().getRejectedSpans()).isZero();
        assertThat(response.getPartialSuccess().getErrorMessage())
                .isEqualTo("1 spans were stored altered (spans by reason: parent_id 1)");
        assertThat(text(ExportResponses.json(result)))
                .isEqualTo("{\"partialSuccess\":{\"errorMessage\":"
                        + "\"1 spans were stored altered (spans by reason: parent_id 1)\"}}");
    }

    @Test
    void aStatusIsReadByItsOwnLibrary() throws Exception {
        Status status = Status.parseFrom(ExportResponses.statusProtobuf(8, "over the \"rate\" é", 3));
        assertThat(status.getCode()).isEqualTo(8);
        assertThat(status.getMessage()).isEqualTo("over the \"rate\" é");
        assertThat(status.getDetailsList()).hasSize(1);
        assertThat(status.getDetails(0).unpack(RetryInfo.class).getRetryDelay().getSeconds())
                .isEqualTo(3);
        assertThat(Status.parseFrom(ExportResponses.statusProtobuf(3, "bad", 0)).getDetailsCount())
                .isZero();
        assertThat(text(ExportResponses.statusJson(3, "bad \"x\"\u0000", 0)))
                .isEqualTo("{\"code\":3,\"message\":\"bad \\\"x\\\"\\u0000\"}");
        assertThat(text(ExportResponses.statusJson(14, "full", 1)))
                .isEqualTo("{\"code\":14,\"message\":\"full\",\"details\":"
                        + "[{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"1s\"}]}");
    }

    @Test
    void messagesAreCutBetweenCharacters() throws Exception {
        String message = "x" + "\uD83C\uDF89".repeat(5000);
        String cut =
                Status.parseFrom(ExportResponses.statusProtobuf(13, message, 0)).getMessage();
        assertThat(cut).hasSizeBetween(990, 1000).endsWith("\uD83C\uDF89...");
    }

    private WalkResult walk(Span.Builder... spans) throws MalformedRequestException {
        byte[] bytes = Requests.request(spans).toByteArray();
        return walker.walk(bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
