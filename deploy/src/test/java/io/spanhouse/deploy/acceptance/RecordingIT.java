package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.spanhouse.ingest.testing.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The recorded requests of a real system, byte for byte over each transport, come back equal, each by id and by search. */
@Timeout(300)
final class RecordingIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"GRPC", "HTTP_PROTOBUF"})
    void comesBackEqual(Transport transport) throws Exception {
        SentSpans sent = new SentSpans();
        Map<String, Integer> spansOfServices = new TreeMap<>();
        try (PackagedServer server = PackagedServer.start(directory);
                OtlpSender sender = new OtlpSender(server.ports())) {
            for (byte[] body : Samples.recording()) {
                Answer answer = sender.offer(transport, body);
                assertThat(answer.ok()
                                && answer.rejectedSpans() == 0
                                && answer.message().isEmpty())
                        .as("%s", answer)
                        .isTrue();
                ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
                sent.add(request);
                count(request, spansOfServices);
            }
            ReadApi api = new ReadApi(server.ports());
            sent.assertGotBack(api);
            sent.assertFound(api);
            Map<String, Integer> found = new TreeMap<>();
            for (JsonNode service : api.get("/services").get("services")) {
                found.put(
                        service.get("service").stringValue(),
                        service.get("spans").asInt());
            }
            assertThat(found).isEqualTo(spansOfServices);
        }
    }

    private static void count(ExportTraceServiceRequest request, Map<String, Integer> spansOfServices) {
        for (ResourceSpans resource : request.getResourceSpansList()) {
            String service = resource.getResource().getAttributesList().stream()
                    .filter(attribute -> attribute.getKey().equals("service.name"))
                    .map(attribute -> attribute.getValue().getStringValue())
                    .findFirst()
                    .orElse("");
            int spans = resource.getScopeSpansList().stream()
                    .mapToInt(ScopeSpans::getSpansCount)
                    .sum();
            spansOfServices.merge(service, spans, Integer::sum);
        }
    }
}
