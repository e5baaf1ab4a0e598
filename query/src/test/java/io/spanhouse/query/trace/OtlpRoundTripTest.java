package io.spanhouse.query.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spanhouse.query.http.Json;
import io.spanhouse.query.trace.NaiveProto.Placed;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.testing.SeededSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** What the writers write is read back by the library, or by the rules, as the same messages. */
final class OtlpRoundTripTest {
    private static final JsonMapper DEEP = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(OtlpJson.NESTING_MAX)
                    .build())
            .build());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void protobufIsReadBackBySlices(long seed) throws IOException {
        SeededSpans spans = new SeededSpans(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Placed> expected = new ArrayList<>();
        OtlpProto writer = new OtlpProto();
        for (int slice = 0; slice < 3; slice++) {
            SpanBatch batch = spans.batchUpTo(120);
            writer.write(batch, out);
            expected.addAll(new NaiveProto(batch).all());
        }
        assertThat(flatten(TracesData.parseFrom(out.toByteArray()))).isEqualTo(expected);
    }

    private static List<Placed> flatten(TracesData data) {
        List<Placed> all = new ArrayList<>();
        for (ResourceSpans ofResource : data.getResourceSpansList()) {
            for (ScopeSpans ofScope : ofResource.getScopeSpansList()) {
                for (Span span : ofScope.getSpansList()) {
                    all.add(new Placed(
                            ofResource.getResource(),
                            ofResource.getSchemaUrl(),
                            ofScope.getScope(),
                            ofScope.getSchemaUrl(),
                            span));
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void jsonIsReadBack(long seed) {
        SpanBatch batch = new SeededSpans(seed).batch(150);
        String text = Json.text(json -> {
            json.writeStartArray();
            new OtlpJson(batch, json).writeResourceSpans();
            json.writeEndArray();
        });
        assertThat(JsonToProto.read(DEEP.readTree(text))).isEqualTo(new NaiveProto(batch).all());
    }
}
