package io.spanhouse.query.jaeger;

import com.google.protobuf.ByteString;
import io.spanhouse.proto.jaeger.storage.FindTraceSummariesResponse;
import io.spanhouse.proto.jaeger.storage.GetOperationsRequest;
import io.spanhouse.proto.jaeger.storage.GetOperationsResponse;
import io.spanhouse.proto.jaeger.storage.GetServicesResponse;
import io.spanhouse.proto.jaeger.storage.Operation;
import io.spanhouse.proto.jaeger.storage.ServiceSummary;
import io.spanhouse.proto.jaeger.storage.TraceSummary;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.util.function.Function;

/**
 * Lists that version 3 and the remote storage both have, as gRPC methods. Their messages are of two packages and the same
 * layout, field by field; only a trace's id is text in one and bytes in the other, which protobuf writes alike. So one set of
 * messages writes both, and the tests of each read it by the client that was generated for it.
 */
public final class ListCalls {
    /** Most summaries of a message. */
    private static final int SUMMARIES_MAX = 100;

    private final TraceStore store;
    private final Names names;
    private final Function<TraceId, ByteString> id;

    /**
     * Lists of a store.
     *
     * @param id how a trace's id is written: its digits, or its bytes
     */
    public ListCalls(TraceStore store, Function<TraceId, ByteString> id) {
        this.store = store;
        this.names = new Names(store);
        this.id = id;
    }

    /** {@code GetServices}. */
    public void services(byte[] message, GrpcCall call) throws IOException {
        Names.Listed<String> services = names.services(call.exchange());
        call.completeness(services.completeness());
        call.send(GetServicesResponse.newBuilder()
                .addAllServices(services.names())
                .build()
                .toByteArray());
    }

    /** {@code GetOperations}. */
    public void operations(byte[] message, GrpcCall call) throws IOException {
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

    /** Answers {@code FindTraceSummaries}: pages of summaries, none if nothing is found. */
    public void summaries(TraceQuery query, GrpcCall call) throws IOException {
        Summaries summaries = Summaries.find(store, call.exchange(), query);
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

    private TraceSummary message(Summaries.Summary summary) {
        io.spanhouse.storage.filter.TraceSummary trace = summary.trace();
        TraceSummary.Builder message = TraceSummary.newBuilder()
                .setTraceId(id.apply(trace.traceId()))
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
}
