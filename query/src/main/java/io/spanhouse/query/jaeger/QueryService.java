package io.spanhouse.query.jaeger;

import io.spanhouse.proto.jaeger.v3.DependenciesResponse;
import io.spanhouse.proto.jaeger.v3.Dependency;
import io.spanhouse.proto.jaeger.v3.FindTraceSummariesRequest;
import io.spanhouse.proto.jaeger.v3.FindTraceSummariesResponse;
import io.spanhouse.proto.jaeger.v3.FindTracesRequest;
import io.spanhouse.proto.jaeger.v3.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.v3.GetOperationsRequest;
import io.spanhouse.proto.jaeger.v3.GetOperationsResponse;
import io.spanhouse.proto.jaeger.v3.GetServicesResponse;
import io.spanhouse.proto.jaeger.v3.GetTraceRequest;
import io.spanhouse.proto.jaeger.v3.Operation;
import io.spanhouse.proto.jaeger.v3.ServiceSummary;
import io.spanhouse.proto.jaeger.v3.TraceQueryParameters;
import io.spanhouse.proto.jaeger.v3.TraceSummary;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.ShortTraceId;
import io.spanhouse.query.http.TraceAnswer;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.model.SpanBatch;
import java.io.IOException;
import java.time.InstantSource;

/** The methods of {@code jaeger.api_v3.QueryService}. */
final class QueryService {
    /** Most summaries of a message. */
    private static final int SUMMARIES_MAX = 100;

    private final TraceStore store;
    private final Names names;
    private final Dependencies dependencies;

    QueryService(TraceStore store, InstantSource clock) {
        this.store = store;
        this.names = new Names(store);
        this.dependencies = new Dependencies(store, clock);
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
        for (io.spanhouse.storage.filter.TraceSummary trace : answer.traces()) {
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
        Summaries summaries = Summaries.find(store, call.exchange(), query(request.hasQuery(), request.getQuery()));
        FindTraceSummariesResponse.Builder answer = FindTraceSummariesResponse.newBuilder();
        for (Summaries.Summary summary : summaries.list()) {
            answer.addSummaries(message(summary));
            if (answer.getSummariesCount() == SUMMARIES_MAX) {
                call.send(answer.build().toByteArray());
                answer.clear();
            }
        }
        if (answer.getSummariesCount() > 0) {
            call.send(answer.build().toByteArray());
        }
        call.completeness(summaries.completeness());
    }

    private static TraceSummary message(Summaries.Summary summary) {
        io.spanhouse.storage.filter.TraceSummary trace = summary.trace();
        TraceSummary.Builder message = TraceSummary.newBuilder()
                .setTraceId(trace.traceId().toString())
                .setRootServiceName(summary.rootService())
                .setRootOperationName(summary.rootName())
                .setMinStartTimeUnixNano(trace.startNanos())
                .setMaxEndTimeUnixNano(trace.endNanos())
                .setSpanCount((int) trace.spans())
                .setErrorSpanCount((int) trace.errors())
                .setOrphanSpanCount((int) summary.orphans());
        for (io.spanhouse.storage.filter.TraceSummary.ServiceCount service : trace.services()) {
            message.addServices(ServiceSummary.newBuilder()
                    .setName(service.service())
                    .setSpanCount((int) service.spans())
                    .setErrorSpanCount((int) service.errors()));
        }
        return message.build();
    }

    /** {@code GetServices}. */
    void getServices(byte[] message, GrpcCall call) throws IOException {
        Names.Listed<String> services = names.services(call.exchange());
        call.completeness(services.completeness());
        call.send(GetServicesResponse.newBuilder()
                .addAllServices(services.names())
                .build()
                .toByteArray());
    }

    /** {@code GetOperations}. */
    void getOperations(byte[] message, GrpcCall call) throws IOException {
        GetOperationsRequest request = Messages.read(GetOperationsRequest.parser(), message);
        Names.Listed<Names.Operation> operations =
                names.operations(call.exchange(), request.getService(), request.getSpanKind(), false);
        call.completeness(operations.completeness());
        GetOperationsResponse.Builder answer = GetOperationsResponse.newBuilder();
        for (Names.Operation operation : operations.names()) {
            answer.addOperations(
                    Operation.newBuilder().setName(operation.name()).setSpanKind(operation.kind()));
        }
        call.send(answer.build().toByteArray());
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
