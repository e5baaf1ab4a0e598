package io.spanhouse.query.cloudtrace;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.Timestamp;
import io.spanhouse.proto.cloudtrace.GetTraceRequest;
import io.spanhouse.proto.cloudtrace.ListTracesRequest;
import io.spanhouse.proto.cloudtrace.ListTracesResponse;
import io.spanhouse.proto.cloudtrace.Trace;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;

/** The reading methods of {@code google.devtools.cloudtrace.v1.TraceService}: the REST paths in messages. */
final class TraceService {
    private final TraceStore store;
    private final TraceList list;

    TraceService(TraceStore store, TraceList list) {
        this.store = store;
        this.list = list;
    }

    /** {@code GetTrace}. */
    void get(byte[] message, GrpcCall call) throws IOException {
        GetTraceRequest request = parsed(GetTraceRequest.parser(), message);
        Exchange exchange = call.exchange();
        int project = exchange.project(request.getProjectId());
        TraceId id = GetTrace.id(request.getTraceId());
        Trace.Builder answer =
                Trace.newBuilder().setProjectId(request.getProjectId()).setTraceId(id.toString());
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, project, id)) {
            SpanMessages messages = new SpanMessages();
            TraceAnswer.Slices slices = trace.slices();
            SpanBatch slice = slices.next();
            while (slice != null) {
                messages.add(slice, false, answer);
                slice = slices.next();
            }
            call.completeness(trace.completeness());
        }
        call.send(answer.build().toByteArray());
    }

    /** {@code ListTraces}. */
    void list(byte[] message, GrpcCall call) throws IOException {
        ListTracesRequest request = parsed(ListTracesRequest.parser(), message);
        Exchange exchange = call.exchange();
        int project = exchange.project(request.getProjectId());
        ListQuery query = new ListQuery(
                TraceView.parse(Integer.toString(request.getViewValue())),
                request.getPageSize(),
                request.getPageToken(),
                nanos("start_time", request.getStartTime()),
                nanos("end_time", request.getEndTime()),
                request.getFilter(),
                request.getOrderBy());
        TraceList.Page page = list.find(query, new TraceList.Asked(project, exchange.visibility(), exchange.control()));
        call.completeness(page.answer().completeness());
        ListTracesResponse.Builder answer = ListTracesResponse.newBuilder().setNextPageToken(page.nextPageToken());
        SpanMessages messages = new SpanMessages();
        for (TraceSummary summary : page.answer().traces()) {
            Trace.Builder trace = Trace.newBuilder()
                    .setProjectId(request.getProjectId())
                    .setTraceId(summary.traceId().toString());
            if (query.view() != TraceView.MINIMAL) {
                TraceRequest wanted = new TraceRequest(project, summary.traceId(), exchange.visibility());
                addSpans(wanted, call, query.view() == TraceView.ROOTSPAN, trace, messages);
            }
            answer.addTraces(trace);
        }
        call.send(answer.build().toByteArray());
    }

    /** A trace that expired since it was found has none. */
    private void addSpans(
            TraceRequest wanted, GrpcCall call, boolean rootsOnly, Trace.Builder trace, SpanMessages messages) {
        try (TraceSpans spans = store.get(wanted, call.exchange().control())) {
            SpanBatch slice = spans == null ? null : spans.next();
            while (spans != null && slice != null) {
                messages.add(slice, rootsOnly, trace);
                slice = spans.next();
            }
            if (spans != null) {
                call.completeness(spans.completeness());
            }
        }
    }

    private static <T> T parsed(Parser<T> parser, byte[] message) {
        try {
            return parser.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            throw HttpFailure.badRequest("the message is none of this method's: " + e.getMessage());
        }
    }

    // Seconds are taken beside them.
    @SuppressWarnings("ProtoTimestampGetSecondsGetNano")
    private static long nanos(String field, Timestamp time) {
        if (time.getNanos() < 0 || time.getNanos() > 999_999_999) {
            throw HttpFailure.badRequest(field + " has " + time.getNanos() + " nanoseconds, expected 0 to 999999999");
        }
        return Timestamps.nanos(time.getSeconds(), time.getNanos());
    }
}
