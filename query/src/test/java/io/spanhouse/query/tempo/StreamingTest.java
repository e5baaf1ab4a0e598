package io.spanhouse.query.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.spanhouse.proto.tempo.QueryInstantRequest;
import io.spanhouse.proto.tempo.QueryInstantResponse;
import io.spanhouse.proto.tempo.QueryRangeRequest;
import io.spanhouse.proto.tempo.QueryRangeResponse;
import io.spanhouse.proto.tempo.SearchRequest;
import io.spanhouse.proto.tempo.SearchResponse;
import io.spanhouse.proto.tempo.SearchTagValuesRequest;
import io.spanhouse.proto.tempo.SearchTagValuesResponse;
import io.spanhouse.proto.tempo.SearchTagValuesV2Response;
import io.spanhouse.proto.tempo.SearchTagsRequest;
import io.spanhouse.proto.tempo.SearchTagsResponse;
import io.spanhouse.proto.tempo.SearchTagsV2Response;
import io.spanhouse.proto.tempo.StreamingQuerierGrpc;
import io.spanhouse.proto.tempo.TraceSearchMetadata;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tempopb.StreamingQuerier} by a real gRPC client on the HTTP port: what it streams is what HTTP answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StreamingTest {
    private static final int T0 = (int) Shop.T0_SECONDS;
    private static final long NANOS = 1_000_000_000L;

    private final Shop shop = new Shop();
    private final ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", shop.server.port())
            .usePlaintext()
            .build();
    private final StreamingQuerierGrpc.StreamingQuerierBlockingStub querier =
            StreamingQuerierGrpc.newBlockingStub(channel);

    @AfterAll
    void stop() {
        channel.shutdownNow();
        shop.close();
    }

    /** What HTTP answers as a message. */
    private <T> T http(String path, Parser<T> parser) {
        HttpResponse<byte[]> answer = shop.server.send(
                shop.server.request(path, "Accept", "application/protobuf").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/protobuf");
        try {
            return parser.parseFrom(answer.body());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static <T> List<T> all(Iterator<T> stream) {
        List<T> messages = new ArrayList<>();
        stream.forEachRemaining(messages::add);
        return messages;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ resource.service.name = `shop` } | by(status) | count() > 0 | select(name, .n, .arr)",
                "{nestedSetParent<0} &>> { true } | select(nestedSetParent, nestedSetLeft, nestedSetRight, kind)",
                "{ .flag = true && .price != nil || .arr = `a` }",
                "{} | avg(duration) > 1ms"
            })
    void tracesAreFound(String query) {
        List<SearchResponse> messages = all(querier.search(SearchRequest.newBuilder()
                .setQuery(query)
                .setLimit(20)
                .setStart(T0)
                .setEnd(T0 + 10)
                .setSpansPerSpanSet(10)
                .build()));
        SearchResponse last = messages.get(messages.size() - 1);
        assertThat(last.getMetrics().getCompletedJobs()).isEqualTo(1);
        assertThat(messages.get(0).getMetrics().getCompletedJobs()).isZero();
        List<TraceSearchMetadata> traces = messages.stream()
                .flatMap(message -> message.getTracesList().stream())
                .toList();
        SearchResponse http = http(
                "/api/search?spss=10&start=" + T0 + "&end=" + (T0 + 10) + "&q=" + Shop.encoded(query),
                SearchResponse.parser());
        assertThat(traces).isNotEmpty().isEqualTo(http.getTracesList());
    }

    @Test
    void messagesSayWhatJsonSays() {
        TraceSearchMetadata trace = all(querier.search(SearchRequest.newBuilder()
                        .setQuery("{ status = error } | by(status) | select(name, .n)")
                        .build()))
                .get(0)
                .getTraces(0);
        assertThat(trace.getTraceId()).isEqualTo("1");
        assertThat(trace.getRootServiceName()).isEqualTo("shop");
        assertThat(trace.getRootTraceName()).isEqualTo("checkout");
        assertThat(trace.getStartTimeUnixNano()).isEqualTo(T0 * NANOS);
        assertThat(trace.getDurationMs()).isEqualTo(500);
        assertThat(trace.getSpanSet()).isEqualTo(trace.getSpanSets(0));
        assertThat(trace.getSpanSet().getMatched()).isEqualTo(1);
        assertThat(trace.getSpanSet().getAttributes(0).getKey()).isEqualTo("by(status)");
        assertThat(trace.getSpanSet().getSpans(0).getSpanId()).isEqualTo("0000000000000002");
        assertThat(trace.getSpanSet().getSpans(0).getName()).isEqualTo("db");
        assertThat(trace.getSpanSet().getSpans(0).getDurationNanos()).isEqualTo(100_000_000);
        assertThat(trace.getSpanSet().getSpans(0).getAttributes(1).getValue().getIntValue())
                .isEqualTo(5);
        assertThat(trace.getServiceStatsOrThrow("shop").getErrorCount()).isEqualTo(1);
    }

    @Test
    void tagsAndDurations() {
        SearchRequest request = SearchRequest.newBuilder()
                .putTags("foo", "BA")
                .putTags("name", "check")
                .setMinDurationMs(400)
                .setMaxDurationMs(600)
                .build();
        assertThat(all(querier.search(request)).get(0).getTraces(0).getTraceId())
                .isEqualTo("1");
        SearchRequest quoted =
                SearchRequest.newBuilder().putTags("foo", "\"\\ ").build();
        assertThat(all(querier.search(quoted)).get(0).getTracesCount()).isZero();
    }

    @Test
    void namesAndValues() {
        SearchTagsRequest tags = SearchTagsRequest.newBuilder()
                .setQuery("{ name = `db` }")
                .setStart(T0)
                .setEnd(T0 + 10)
                .setMaxTagsPerScope(5)
                .build();
        assertThat(all(querier.searchTagsV2(tags)))
                .containsExactly(http(
                        "/api/v2/search/tags?limit=5&q=" + Shop.encoded("{ name = `db` }"),
                        SearchTagsV2Response.parser()));
        assertThat(all(querier.searchTags(
                        SearchTagsRequest.newBuilder().setScope("resource").build())))
                .containsExactly(http("/api/search/tags?scope=resource", SearchTagsResponse.parser()))
                .element(0)
                .satisfies(answer -> assertThat(answer.getTagNamesList()).containsExactly("service.name"));
        SearchTagValuesRequest values = SearchTagValuesRequest.newBuilder()
                .setTagName("resource.service.name")
                .setQuery("{ name = `db` || name = `bank` }")
                .setMaxTagValues(10)
                .build();
        SearchTagValuesV2Response typed = all(querier.searchTagValuesV2(values)).get(0);
        assertThat(typed)
                .isEqualTo(http(
                        "/api/v2/search/tag/resource.service.name/values?q="
                                + Shop.encoded("{ name = `db` || name = `bank` }"),
                        SearchTagValuesV2Response.parser()));
        assertThat(typed.getTagValuesList())
                .extracting(value -> value.getType() + ":" + value.getValue())
                .containsExactlyInAnyOrder("string:pay", "string:shop");
        assertThat(all(querier.searchTagValues(SearchTagValuesRequest.newBuilder()
                                .setTagName("service.name")
                                .build()))
                        .get(0))
                .isEqualTo(http("/api/search/tag/service.name/values", SearchTagValuesResponse.parser()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{} | rate() by(resource.service.name)",
                "{} | quantile_over_time(duration, .5, .9)",
                "{} | compare({ status = error })",
                "({ status = error } | count_over_time()) / ({} | count_over_time())"
            })
    void series(String query) {
        List<QueryRangeResponse> range = all(querier.metricsQueryRange(QueryRangeRequest.newBuilder()
                .setQuery(query)
                .setStart(T0 * NANOS)
                .setEnd((T0 + 2) * NANOS)
                .setStep(NANOS)
                .setExemplars(10)
                .build()));
        String window = "?start=" + T0 + "&end=" + (T0 + 2) + "&q=" + Shop.encoded(query);
        QueryRangeResponse http =
                http("/api/metrics/query_range" + window + "&step=1s&exemplars=10", QueryRangeResponse.parser());
        assertThat(range).containsExactly(http);
        assertThat(http.getSeriesList()).isNotEmpty();
        QueryInstantResponse instant = all(querier.metricsQueryInstant(QueryInstantRequest.newBuilder()
                        .setQuery(query)
                        .setStart(T0 * NANOS)
                        .setEnd((T0 + 2) * NANOS)
                        .build()))
                .get(0);
        assertThat(instant).isEqualTo(http("/api/metrics/query" + window, QueryInstantResponse.parser()));
    }

    @Test
    void onePointOverTheWholeWindow() {
        QueryRangeResponse answer = all(querier.metricsQueryRange(QueryRangeRequest.newBuilder()
                        .setQuery("{} | count_over_time()")
                        .setStart((T0 - 2) * NANOS)
                        .setEnd((T0 + 2) * NANOS)
                        .setInstant(true)
                        .build()))
                .get(0);
        assertThat(answer.getSeries(0).getSamplesList())
                .extracting(sample -> sample.getTimestampMs() + ": " + sample.getValue())
                .containsExactly((T0 + 2) * 1_000L + ": 5.0");
    }

    @Test
    void longQueriesAreTakenUpToALimit() {
        String half = "{ .a = `" + "x".repeat(70_000) + "` }";
        assertThat(all(querier.search(SearchRequest.newBuilder().setQuery(half).build()))
                        .get(0)
                        .getTracesCount())
                .isZero();
        assertThatThrownBy(() -> all(querier.search(SearchRequest.newBuilder()
                        .setQuery(half + " || " + half)
                        .build())))
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageContaining("expected at most 131072");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "{ .a = } # parse error at line 1, col 8",
                "{ status } # error at line 1, col 1: the filter is a status, expected true or false",
                "{} | rate() # found a query of metrics"
            })
    void badQueriesAreSaid(String query, String message) {
        assertThatThrownBy(() -> all(querier.search(
                        SearchRequest.newBuilder().setQuery(query).build())))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                    assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                    assertThat(e.getStatus().getDescription()).contains(message);
                });
    }
}
