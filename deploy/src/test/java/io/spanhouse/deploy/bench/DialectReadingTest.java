package io.spanhouse.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What answers of the dialects are compared by, out of each form. */
final class DialectReadingTest {
    private static Answer answer(String json) {
        return new Answer(200, "", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void spansOfBothForms() {
        String json =
                "{'result':{'resourceSpans':[{'scopeSpans':[{'spans':[{'spanId':'0a','links':[{'spanId':'0b'}]}]}]}]}}";
        assertThat(DialectReading.spansAt("/result/resourceSpans").apply(answer(json)))
                .containsExactly("0a");
        TracesData message = TracesData.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder()
                                .addSpans(Span.newBuilder().setSpanId(ByteString.copyFrom(new byte[] {10})))))
                .build();
        assertThat(DialectReading.spans(new Answer(200, "", message.toByteArray())))
                .containsExactly("0a");
    }

    @Test
    void textsOfLists() {
        assertThat(DialectReading.list("/data").apply(answer("{'data':['b','a']}")))
                .containsExactly("a", "b");
        assertThat(DialectReading.each("", "/id").apply(answer("[{'id':'x'}]"))).containsExactly("x");
        assertThat(DialectReading.every("id").apply(answer("[[{'id':'x'},{'id':'y'}]]")))
                .containsExactly("x", "y");
        assertThat(DialectReading.pairs("/data", "/from", "/to").apply(answer("{'data':[{'from':'a','to':'b'}]}")))
                .containsExactly("a>b");
        assertThat(DialectReading.padded(DialectReading.list("")).apply(answer("['a']")))
                .containsExactly("0".repeat(31) + "a");
    }
}
