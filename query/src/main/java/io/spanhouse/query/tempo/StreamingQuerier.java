package io.spanhouse.query.tempo;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import io.spanhouse.proto.tempo.QueryInstantRequest;
import io.spanhouse.proto.tempo.QueryRangeRequest;
import io.spanhouse.proto.tempo.QueryRangeResponse;
import io.spanhouse.proto.tempo.SearchRequest;
import io.spanhouse.proto.tempo.SearchResponse;
import io.spanhouse.proto.tempo.SearchTagValuesRequest;
import io.spanhouse.proto.tempo.SearchTagsRequest;
import io.spanhouse.proto.tempo.TraceSearchMetadata;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.GrpcMethod;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.filter.Completeness;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code tempopb.StreamingQuerier}: the HTTP paths in messages. A field with its default value is a parameter that was not
 * given. Traces are sent as they are found, series in messages that clients take by default; names and values in one.
 */
final class StreamingQuerier {
    private static final String SERVICE = "tempopb.StreamingQuerier/";
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** A message is sent when it is this large: clients take 4 MiB, and one trace or series more goes in. */
    private static final int MESSAGE_BYTES = 1 << 20;

    private final SearchTraces search;
    private final TagNames names;
    private final TagValues values;
    private final MetricsQueries metrics;

    StreamingQuerier(SearchTraces search, TagNames names, TagValues values, MetricsQueries metrics) {
        this.search = search;
        this.names = names;
        this.values = values;
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(
                route("search", "Search", this::search),
                route("tags_v1", "SearchTags", (message, call) -> one(call, names.flat(tags(message, call)))),
                route("tags", "SearchTagsV2", (message, call) -> one(call, names.scoped(tags(message, call)))),
                route("tag_values_v1", "SearchTagValues", (message, call) -> {
                    SearchTagValuesRequest request = parsed(SearchTagValuesRequest.parser(), message);
                    one(call, values.flat(values(request, call), request.getTagName()));
                }),
                route("tag_values", "SearchTagValuesV2", (message, call) -> {
                    SearchTagValuesRequest request = parsed(SearchTagValuesRequest.parser(), message);
                    one(call, values.typed(values(request, call), request.getTagName()));
                }),
                route("metrics_range", "MetricsQueryRange", this::range),
                route("metrics_instant", "MetricsQueryInstant", this::instant));
    }

    private static Route route(String kind, String method, GrpcMethod answers) {
        return GrpcCall.route("tempo_grpc_" + kind, SERVICE + method, answers);
    }

    private static void one(GrpcCall call, TempoAnswer answer) throws IOException {
        call.completeness(answer.completeness());
        call.send(answer.message().toByteArray());
    }

    private void search(byte[] message, GrpcCall call) throws IOException {
        SearchRequest request = parsed(SearchRequest.parser(), message);
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "q", request.getQuery());
        if (request.getTagsCount() > 0) {
            parameters.put("tags", LogfmtReader.text(request.getTagsMap()));
        }
        putNumber(parameters, "limit", request.getLimit(), "");
        putNumber(parameters, "start", request.getStart(), "");
        putNumber(parameters, "end", request.getEnd(), "");
        putNumber(parameters, "spss", request.getSpansPerSpanSet(), "");
        putNumber(parameters, "minDuration", request.getMinDurationMs(), "ms");
        putNumber(parameters, "maxDuration", request.getMaxDurationMs(), "ms");
        Exchange exchange = call.asking(parameters);
        SearchQuery query = SearchQuery.read(exchange);
        SearchMessages messages = new SearchMessages(query.plan());
        Completeness completeness = search.find(exchange, query, traces -> {
            SearchResponse.Builder page = SearchResponse.newBuilder();
            long size = 0;
            for (SearchTraces.Found found : traces) {
                TraceSearchMetadata trace = messages.trace(found);
                size += trace.getSerializedSize();
                page.addTraces(trace);
                if (size >= MESSAGE_BYTES) {
                    send(call, page, false);
                    page = SearchResponse.newBuilder();
                    size = 0;
                }
            }
            if (page.getTracesCount() > 0) {
                send(call, page, false);
            }
        });
        call.completeness(completeness);
        send(call, SearchResponse.newBuilder(), true);
    }

    private static void send(GrpcCall call, SearchResponse.Builder page, boolean last) throws IOException {
        page.setMetrics(SearchTraces.metrics(call.exchange().control().statistics(), last));
        call.send(page.build().toByteArray());
    }

    private static Exchange tags(byte[] message, GrpcCall call) {
        SearchTagsRequest request = parsed(SearchTagsRequest.parser(), message);
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "scope", request.getScope());
        put(parameters, "q", request.getQuery());
        putNumber(parameters, "start", request.getStart(), "");
        putNumber(parameters, "end", request.getEnd(), "");
        putNumber(parameters, "limit", request.getMaxTagsPerScope(), "");
        return call.asking(parameters);
    }

    private static Exchange values(SearchTagValuesRequest request, GrpcCall call) {
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "q", request.getQuery());
        putNumber(parameters, "start", request.getStart(), "");
        putNumber(parameters, "end", request.getEnd(), "");
        putNumber(parameters, "limit", request.getMaxTagValues(), "");
        return call.asking(parameters);
    }

    private void range(byte[] message, GrpcCall call) throws IOException {
        QueryRangeRequest request = parsed(QueryRangeRequest.parser(), message);
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "q", request.getQuery());
        window(parameters, request.getStart(), request.getEnd());
        if (request.getStep() != 0) {
            parameters.put("step", Long.toUnsignedString(request.getStep()) + "ns");
        }
        putNumber(parameters, "exemplars", request.getExemplars(), "");
        putNumber(parameters, "maxSeries", request.getMaxSeries(), "");
        Exchange exchange = call.asking(parameters);
        SeriesAnswer answer = request.getInstant() ? metrics.instant(exchange) : metrics.range(exchange);
        call.completeness(answer.completeness());
        for (QueryRangeResponse part : answer.ranges(MESSAGE_BYTES)) {
            call.send(part.toByteArray());
        }
    }

    private void instant(byte[] message, GrpcCall call) throws IOException {
        QueryInstantRequest request = parsed(QueryInstantRequest.parser(), message);
        Map<String, String> parameters = new LinkedHashMap<>();
        put(parameters, "q", request.getQuery());
        window(parameters, request.getStart(), request.getEnd());
        one(call, metrics.instant(call.asking(parameters)));
    }

    private static void window(Map<String, String> parameters, long startNanos, long endNanos) {
        if (startNanos != 0 || endNanos != 0) {
            parameters.put("start", seconds(startNanos));
            parameters.put("end", seconds(endNanos));
        }
    }

    /** Nanoseconds as seconds with nine digits behind the point. */
    private static String seconds(long nanos) {
        return Long.toUnsignedString(Long.divideUnsigned(nanos, NANOS_PER_SECOND))
                + String.format(".%09d", Long.remainderUnsigned(nanos, NANOS_PER_SECOND));
    }

    private static void put(Map<String, String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.put(name, value);
        }
    }

    private static void putNumber(Map<String, String> parameters, String name, int unsigned, String unit) {
        if (unsigned != 0) {
            parameters.put(name, Integer.toUnsignedString(unsigned) + unit);
        }
    }

    private static <T> T parsed(Parser<T> parser, byte[] message) {
        try {
            return parser.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw HttpFailure.badRequest("the message is none of this method's: " + e.getMessage());
        }
    }
}
