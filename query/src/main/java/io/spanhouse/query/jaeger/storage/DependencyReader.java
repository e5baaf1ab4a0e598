package io.spanhouse.query.jaeger.storage;

import io.spanhouse.proto.jaeger.storage.Dependency;
import io.spanhouse.proto.jaeger.storage.GetDependenciesRequest;
import io.spanhouse.proto.jaeger.storage.GetDependenciesResponse;
import io.spanhouse.query.http.GrpcCall;
import io.spanhouse.query.http.GrpcMethod;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.jaeger.Dependencies;
import io.spanhouse.query.jaeger.Messages;
import io.spanhouse.storage.filter.ServiceGraphAnswer;
import io.spanhouse.storage.filter.TimeWindow;
import java.io.IOException;

/** The method of {@code jaeger.storage.v2.DependencyReader}. */
final class DependencyReader implements GrpcMethod {
    private final Dependencies dependencies;

    DependencyReader(Dependencies dependencies) {
        this.dependencies = dependencies;
    }

    @Override
    public void answer(byte[] message, GrpcCall call) throws IOException {
        GetDependenciesRequest request = Messages.read(GetDependenciesRequest.parser(), message);
        Long start = Messages.given("start_time", request.hasStartTime(), request.getStartTime());
        Long end = Messages.given("end_time", request.hasEndTime(), request.getEndTime());
        if (start == null) {
            throw HttpFailure.badRequest("start_time is missing, expected one");
        }
        TimeWindow window = new TimeWindow(start, end == null ? TimeWindow.FOREVER : end);
        GetDependenciesResponse.Builder answer = GetDependenciesResponse.newBuilder();
        if (end == null || Long.compareUnsigned(start, end) <= 0) {
            ServiceGraphAnswer calls = dependencies.calls(call.exchange(), window);
            call.completeness(calls.completeness());
            for (ServiceGraphAnswer.Edge edge : calls.edges()) {
                answer.addDependencies(Dependency.newBuilder()
                        .setParent(edge.caller())
                        .setChild(edge.callee())
                        .setCallCount(edge.calls()));
            }
        }
        call.send(answer.build().toByteArray());
    }
}
