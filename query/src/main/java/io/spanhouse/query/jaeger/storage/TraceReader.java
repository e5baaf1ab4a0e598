package io.spanhouse.query.jaeger.storage;

import com.google.protobuf.ByteString;
import io.spanhouse.proto.jaeger.storage.FindTraceIDsRequest;
import io.spanhouse.proto.jaeger.storage.FindTraceIDsResponse;
import io.spanhouse.proto.jaeger.storage.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.storage.FindTracesRequest;
import io.spanhouse.proto.jaeger.storage.FoundTraceID;
import io.spanhouse.proto.jaeger.storage.GetTraceParams;
import io.spanhouse.proto.jaeger.storage.GetTracesRequest;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.jaeger.Found;
import io.spanhouse.query.jaeger.JaegerIds;
import io.spanhouse.query.jaeger.ListCalls;
import io.spanhouse.query.jaeger.Messages;
import io.spanhouse.query.jaeger.TraceMessages;
import io.spanhouse.query.jaeger.TraceQuery;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The methods of {@code jaeger.storage.v2.TraceReader}. Finding nothing is an answer without messages, never a failure. */
final class TraceReader {
    private final TraceStore store;
    private final ListCalls lists;

    TraceReader(TraceStore store) {
        this.store = store;
        this.lists = new ListCalls(store, TraceReader::bytes);
    }

    /** What version 3 has, too. */
    ListCalls lists() {
        return lists;
    }

    /** {@code GetTraces}: in the order of the ids, unknown ones left out; times are hints that are not needed. */
    void getTraces(byte[] message, GrpcCall call) throws IOException {
        GetTracesRequest request = Messages.read(GetTracesRequest.parser(), message);
        List<TraceId> ids = new ArrayList<>();
        for (GetTraceParams one : request.getQueryList()) {
            ids.add(JaegerIds.read(one.getTraceId().toByteArray()));
        }
        send(ids, Completeness.COMPLETE, call);
    }

    /** {@code FindTraces}. */
    void findTraces(byte[] message, GrpcCall call) throws IOException {
        FindTracesRequest request = Messages.read(FindTracesRequest.parser(), message);
        SearchAnswer answer = search(StorageQuery.read(request.hasQuery(), request.getQuery()), call.exchange());
        List<TraceId> ids = new ArrayList<>();
        answer.traces().forEach(trace -> ids.add(trace.traceId()));
        send(ids, answer.completeness(), call);
    }

    private SearchAnswer search(TraceQuery query, Exchange exchange) {
        return store.search(query.request(exchange.project(), exchange.visibility()), exchange.control());
    }

    private void send(List<TraceId> ids, Completeness searched, GrpcCall call) throws IOException {
        Found found = new Found(store, call.exchange(), searched);
        TraceMessages messages = new TraceMessages(call);
        for (TraceId id : ids) {
            found.read(id, messages::send);
        }
        call.completeness(found.completeness());
    }

    /** {@code FindTraceIDs}. */
    void findIds(byte[] message, GrpcCall call) throws IOException {
        FindTraceIDsRequest request = Messages.read(FindTraceIDsRequest.parser(), message);
        SearchAnswer found = search(StorageQuery.read(request.hasQuery(), request.getQuery()), call.exchange());
        FindTraceIDsResponse.Builder answer = FindTraceIDsResponse.newBuilder();
        for (TraceSummary trace : found.traces()) {
            answer.addTraceIds(FoundTraceID.newBuilder()
                    .setTraceId(bytes(trace.traceId()))
                    .setStart(Messages.time(trace.startNanos()))
                    .setEnd(Messages.time(trace.endNanos())));
        }
        call.completeness(found.completeness());
        call.send(answer.build().toByteArray());
    }

    private static ByteString bytes(TraceId id) {
        return ByteString.copyFrom(JaegerIds.bytes(id));
    }

    /** {@code FindTraceSummaries}. */
    void findSummaries(byte[] message, GrpcCall call) throws IOException {
        FindTraceSummariesRequest request = Messages.read(FindTraceSummariesRequest.parser(), message);
        lists.summaries(StorageQuery.read(request.hasQuery(), request.getQuery()), call);
    }
}
