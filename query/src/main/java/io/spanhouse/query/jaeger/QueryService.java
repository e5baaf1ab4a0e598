package io.spanhouse.query.jaeger;

import com.google.protobuf.ByteString;
import io.spanhouse.proto.jaeger.v3.DependenciesResponse;
import io.spanhouse.proto.jaeger.v3.Dependency;
import io.spanhouse.proto.jaeger.v3.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.v3.FindTracesRequest;
import io.spanhouse.proto.jaeger.v3.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.v3.GetTraceRequest;
import io.spanhouse.proto.jaeger.v3.TraceQueryParameters;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;
import java.time.InstantSource;

/** The methods of {@code jaeger.api_v3.QueryService}. */
final class QueryService {
    private final TraceStore store;
    private final ListCalls lists;
    private final Dependencies dependencies;

    QueryService(TraceStore store, InstantSource clock) {
        this.store = store;
        this.lists = new ListCalls(store, id -> ByteString.copyFromUtf8(id.toString()));
        this.dependencies = new Dependencies(store, clock);
    }

    /** What the remote storage has, too. */
    ListCalls lists() {
        return lists;
    }

    /** {@code GetTrace}. */
    void getTrace(byte[] message, GrpcCall call) throws IOException {
        GetTraceRequest request = Messages.read(GetTraceRequest.parser(), message);
        Exchange exchange = call.exchange();
        try (TraceAnswer trace = TraceAnswer.open(store, exchange, ShortTraceId.parseUsable(request.getTraceId()))) {
            TraceAnswer.Slices slices = trace.slices();
            TraceMessages messages = new TraceMessages(call);
            for (SpanBatch slice = slices.next(); slice != null; slice = slices.next()) {
                messages.send(slice);
            }
            call.completeness(trace.completeness());
        } catch (HttpFailure e) {
            throw e.status() == 404 ? Envelope.notFound() : e;
        }
    }

    /** {@code FindTraces}. */
    void findTraces(byte[] message, GrpcCall call) throws IOException {
        FindTracesRequest request = Messages.read(FindTracesRequest.parser(), message);
        Exchange exchange = call.exchange();
        TraceQuery query = query(request.hasQuery(), request.getQuery());
        SearchAnswer answer =
                store.search(query.request(exchange.project(), exchange.visibility()), exchange.control());
        TraceMessages messages = new TraceMessages(call);
        Found found = new Found(store, exchange, answer.completeness());
        for (TraceSummary trace : answer.traces()) {
            found.read(trace.traceId(), messages::send);
        }
        call.completeness(found.completeness());
    }

    private static TraceQuery query(boolean given, TraceQueryParameters query) {
        if (!given) {
            throw HttpFailure.badRequest("the message has no query, expected one");
        }
        return Version3Query.message(query);
    }

    /** {@code FindTraceSummaries}. */
    void findSummaries(byte[] message, GrpcCall call) throws IOException {
        FindTraceSummariesRequest request = Messages.read(FindTraceSummariesRequest.parser(), message);
        lists.summaries(query(request.hasQuery(), request.getQuery()), call);
    }

    /** {@code GetDependencies}. */
    void getDependencies(byte[] message, GrpcCall call) throws IOException {
        GetDependenciesRequest request = Messages.read(GetDependenciesRequest.parser(), message);
        Long start = Messages.given("start_time", request.hasStartTime(), request.getStartTime());
        Long end = Messages.given("end_time", request.hasEndTime(), request.getEndTime());
        if (start == null || end == null || Long.compareUnsigned(end, start) <= 0) {
            throw HttpFailure.badRequest("start_time and end_time are required, the second after the first");
        }
        ServiceGraphAnswer calls = dependencies.calls(call.exchange(), new TimeWindow(start, end));
        call.completeness(calls.completeness());
        DependenciesResponse.Builder answer = DependenciesResponse.newBuilder();
        for (ServiceGraphAnswer.Edge edge : calls.edges()) {
            answer.addDependencies(Dependency.newBuilder()
                    .setParent(edge.caller())
                    .setChild(edge.callee())
                    .setCallCount(edge.calls()));
        }
        call.send(answer.build().toByteArray());
    }
}
