package io.spanhouse.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class HappyPathTest {
    @Test
    void bothTransportsStoreAndAnswer() throws Exception {
        ExportTraceServiceRequest request = Requests.spans(512);
        try (TestServers servers = new TestServers()) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", servers.grpc.port())
                    .usePlaintext()
                    .build();
            try {
                ExportTraceServiceResponse answer =
                        TraceServiceGrpc.newBlockingStub(channel).export(request);
                assertThat(answer.hasPartialSuccess()).isFalse();
                assertThat(servers.sink.spans()).isEqualTo(512);
                answer = TraceServiceGrpc.newBlockingStub(channel)
                        .withCompression("gzip")
                        .export(Requests.spans(3));
                assertThat(answer.hasPartialSuccess()).isFalse();
                assertThat(servers.sink.spans()).isEqualTo(515);
            } finally {
                channel.shutdownNow();
            }
            for (HttpClient.Version version : HttpClient.Version.values()) {
                int before = servers.sink.spans();
                HttpClient client = HttpClient.newBuilder().version(version).build();
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + servers.http.port() + "/v1/traces"))
                                .header("Content-Type", "application/x-protobuf")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(
                                        Requests.spans(100).toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).isEmpty();
                assertThat(servers.sink.spans()).isEqualTo(before + 100);
            }
        }
    }
}
