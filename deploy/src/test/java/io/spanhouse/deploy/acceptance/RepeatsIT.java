package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.ingest.otlp.OtlpOracle;
import io.spanhouse.ingest.testing.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that a client sends again change no answer and no figure: at once, over another connection, over the other
 * transport, after an ordered end, after a kill, from memory and from blocks.
 */
@Timeout(300)
final class RepeatsIT {
    private static final int REQUESTS = 20;

    private final List<byte[]> requests = Samples.recording().subList(0, REQUESTS);
    private final SentSpans sent = new SentSpans();

    @TempDir
    Path directory;

    @Test
    void addNothing() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory)) {
            try (OtlpSender sender = new OtlpSender(server.ports())) {
                send(sender, Transport.GRPC);
                Map<String, Object> answers = answers(server);
                send(sender, Transport.GRPC);
                assertThat(answers(server)).isEqualTo(answers);
                repeat(server, Transport.HTTP_PROTOBUF_GZIP, answers);
                repeat(server, Transport.GRPC_GZIP, answers);
                MetricsText metrics = new AdminPort(server.ports()).metrics();
                assertThat(metrics.sum("spanhouse_ingest_spans_total")
                                - metrics.sum("spanhouse_ingest_spans_duplicate_total"))
                        .isEqualTo(sent.spanCount());
                server.stop();
                server.startAgain();
                repeat(server, Transport.HTTP_PROTOBUF, answers);
                server.kill();
                server.startAgain();
                repeat(server, Transport.GRPC, answers);
                server.stop();
                server.startAgain(AdminPort.SEAL_SOON);
                AdminPort admin = new AdminPort(server.ports());
                admin.awaitSealed(sent.spanCount());
                repeat(server, Transport.HTTP_PROTOBUF, answers);
                admin.awaitSealed(sent.spanCount());
                repeat(server, Transport.GRPC, answers);
                sent.assertGotBack(new ReadApi(server.ports()));
            }
        }
    }

    private void repeat(PackagedServer server, Transport transport, Map<String, Object> answers) throws Exception {
        try (OtlpSender other = new OtlpSender(server.ports())) {
            send(other, transport);
        }
        assertThat(answers(server)).isEqualTo(answers);
    }

    private void send(OtlpSender sender, Transport transport) throws InvalidProtocolBufferException {
        for (byte[] body : requests) {
            Answer answer = sender.offer(transport, body);
            assertThat(answer.ok() && answer.rejectedSpans() == 0)
                    .as("%s", answer)
                    .isTrue();
            sent.add(ExportTraceServiceRequest.parseFrom(body));
        }
    }

    /** What everybody who asks is told, by the question. */
    private Map<String, Object> answers(PackagedServer server) {
        ReadApi api = new ReadApi(server.ports());
        Map<String, Object> answers = new TreeMap<>();
        for (String list : List.of(
                "/services",
                "/operations?service=frontend",
                "/attributes",
                "/attributes/values?level=resource&key=service.name",
                "/issues")) {
            answers.put(list, api.get(list));
        }
        for (String order : List.of("start", "duration", "spans", "errors")) {
            answers.put(
                    order,
                    new ArrayList<>(FoundTraces.all(api, "{'order':{'by':'" + order + "'}}")
                            .values()));
        }
        answers.put(
                "errors of a service",
                api.search("{'filter':{'count':{'of':{'compare':{'operand':{'field':'statusCode'},'operator':'equal',"
                        + "'value':{'whole':'2'}}},'operator':'greaterOrEqual','number':'1'}},'total':true}"));
        answers.put(
                "mackerel",
                api.mackerelList("{'serviceName':'frontend','from':1,'to':4000000000,'perPage':100,'page':1}"));
        int number = 0;
        for (String id : sent.traceIds()) {
            if (number++ % 10 == 0) {
                answers.put(id, new HashSet<>(OtlpOracle.flatten(api.trace(id)).taken()));
                answers.put("mackerel " + id, api.mackerelTrace(id));
            }
        }
        return answers;
    }
}
