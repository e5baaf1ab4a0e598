package io.spanhouse.ingest;

import static io.spanhouse.ingest.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.admission.KeyRingAuthenticator;
import io.spanhouse.ingest.admission.PermitHolder;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Sender;
import io.spanhouse.ingest.testing.Answer;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.Http2Sender;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import io.spanhouse.ingest.testing.TestServers;
import io.spanhouse.ingest.testing.TestServers.Setup;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Good requests that are refused for who sends them or for the state of the server, over both transports. */
class AdmissionTest {
    enum Wire {
        GRPC,
        HTTP1,
        HTTP2
    }

    private static Answer send(TestServers servers, Wire wire, byte[] body, Map<String, String> headers) {
        if (wire == Wire.GRPC) {
            try (GrpcClient client = new GrpcClient(servers.grpc.port())) {
                return client.export(body, "", headers);
            }
        }
        Map<String, String> all = new HashMap<>(headers);
        all.put("content-type", "application/x-protobuf");
        if (wire == Wire.HTTP1) {
            return new HttpSender(servers.http.port()).post(body, all);
        }
        try (Http2Sender client = new Http2Sender(servers.http.port())) {
            return client.post(body, all);
        }
    }

    private static void assertAnswer(Answer answer, Wire wire, String grpc, int http, long retryMillis) {
        assertThat(answer.code()).as(answer.toString()).isEqualTo(wire == Wire.GRPC ? grpc : "" + http);
        assertThat(answer.retryMillis()).as(answer.toString()).isEqualTo(retryMillis);
    }

    @ParameterizedTest
    @EnumSource
    void row35NoPermitLeft(Wire wire) throws Exception {
        try (TestServers servers = new TestServers(Setup.DEFAULT.withPermitBytes(4 << 20));
                PermitHolder others = servers.permits.newHolder()) {
            others.hold(3 << 20);
            byte[] large = Requests.spans(6_000).toByteArray();
            assertAnswer(send(servers, wire, large, Map.of()), wire, "UNAVAILABLE", 503, 1_000);
            assertThat(servers.metrics.counts()).isEqualTo(Map.of("R overloaded", 1L));
            assertThat(servers.sink.spans()).isZero();
            eventually()
                    .untilAsserted(
                            () -> assertThat(servers.permits.bytesTaken()).isEqualTo(3 << 20));
            others.close();
            assertThat(send(servers, wire, large, Map.of()).ok()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void row35WhatWouldNotFitAloneIsNotTriedForEver(Wire wire) throws Exception {
        try (TestServers servers = new TestServers(Setup.DEFAULT.withPermitBytes(512 << 10))) {
            byte[] large = Requests.spans(6_000).toByteArray();
            assertThat(large.length).isGreaterThan(512 << 10);
            assertAnswer(send(servers, wire, large, Map.of()), wire, "RESOURCE_EXHAUSTED", 413, -1);
            assertThat(servers.metrics.counts()).isEqualTo(Map.of("R too_large", 1L));
            eventually()
                    .untilAsserted(
                            () -> assertThat(servers.permits.bytesTaken()).isZero());
            assertThat(send(servers, wire, Requests.spans(3).toByteArray(), Map.of())
                            .ok())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void row35WhatWaitsForTheDiskHoldsItsPermits(Wire wire) throws Exception {
        try (TestServers servers = new TestServers(Setup.DEFAULT.withPermitBytes(1 << 20))) {
            servers.sink.hold();
            byte[] body = Requests.spans(1_500).toByteArray();
            CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> send(servers, wire, body, Map.of()));
            eventually().until(() -> servers.sink.waiting() == 1);
            assertThat(servers.permits.bytesTaken()).isGreaterThan(150 << 10);
            byte[] large = Requests.spans(6_000).toByteArray();
            assertAnswer(send(servers, wire, large, Map.of()), wire, "UNAVAILABLE", 503, 1_000);
            assertThat(first).isNotDone();
            servers.sink.release();
            assertThat(first.get().ok()).isTrue();
            eventually()
                    .untilAsserted(
                            () -> assertThat(servers.permits.bytesTaken()).isZero());
        }
    }

    @ParameterizedTest
    @EnumSource
    void row36OverItsRate(Wire wire) throws Exception {
        byte[] body = Requests.spans(50).toByteArray();
        Setup setup = Setup.DEFAULT.withAuthenticator(
                (headers, peer) -> new Sender(String.valueOf(headers.first("x-name")), 1, "default", body.length / 10));
        try (TestServers servers = new TestServers(setup)) {
            assertThat(send(servers, wire, body, Map.of("x-name", "a")).ok()).isTrue();
            Answer refused = send(servers, wire, Requests.spans(50).toByteArray(), Map.of("x-name", "a"));
            assertThat(refused.code()).isEqualTo(wire == Wire.GRPC ? "RESOURCE_EXHAUSTED" : "429");
            assertThat(refused.retryMillis()).isBetween(5_000L, 10_000L);
            assertThat(servers.metrics.count("R rate")).isEqualTo(1);
            assertThat(servers.sink.spans()).isEqualTo(50);
            assertThat(send(servers, wire, Requests.spans(50).toByteArray(), Map.of("x-name", "b"))
                            .ok())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void row37DiskFullOrStoreFailed(Wire wire) throws Exception {
        try (TestServers servers = new TestServers()) {
            byte[] body = Requests.spans(5).toByteArray();
            servers.writable.set(false);
            assertAnswer(send(servers, wire, body, Map.of()), wire, "UNAVAILABLE", 503, 30_000);
            servers.writable.set(true);
            servers.sink.failWith(new StoreException(FailureKind.UNAVAILABLE, "the disk refused a sync"));
            assertAnswer(send(servers, wire, body, Map.of()), wire, "UNAVAILABLE", 503, 30_000);
            assertThat(servers.metrics.counts()).isEqualTo(Map.of("R read_only", 2L));
            servers.sink.failWith(new StoreException(FailureKind.OVERLOADED, "the queue is full"));
            assertAnswer(send(servers, wire, body, Map.of()), wire, "UNAVAILABLE", 503, 1_000);
            assertThat(servers.metrics.count("R overloaded")).isEqualTo(1);
            servers.sink.failWith(new IllegalStateException("a fault of ours"));
            assertAnswer(send(servers, wire, body, Map.of()), wire, "UNAVAILABLE", 503, 1_000);
            assertThat(servers.metrics.count("R internal")).isEqualTo(1);
            servers.sink.failWith(null);
            assertThat(servers.sink.spans()).isZero();
            assertThat(send(servers, wire, body, Map.of()).ok()).isTrue();
            assertThat(servers.sink.spans()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row38DrainingFinishesWhatIsInFlight(Wire wire) throws Exception {
        try (TestServers servers = new TestServers()) {
            servers.sink.hold();
            CompletableFuture<Answer> first = CompletableFuture.supplyAsync(
                    () -> send(servers, wire, Requests.spans(4).toByteArray(), Map.of()));
            eventually().until(() -> servers.sink.waiting() == 1);
            servers.ingest.drain();
            assertAnswer(
                    send(servers, wire, Requests.spans(2).toByteArray(), Map.of()), wire, "UNAVAILABLE", 503, 1_000);
            assertThat(servers.metrics.count("R draining")).isEqualTo(1);
            assertThat(servers.ingest.awaitIdle(Duration.ofMillis(1))).isFalse();
            servers.sink.release();
            assertThat(servers.ingest.awaitIdle(Duration.ofSeconds(5))).isTrue();
            assertThat(first.get().ok()).isTrue();
            assertThat(servers.sink.spans()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void rows30And31RepeatsAreCountedAndConflictsKept(Wire wire) throws Exception {
        try (TestServers servers = new TestServers()) {
            byte[] body = Requests.of(Requests.span().setName("a")).toByteArray();
            byte[] other = body.clone();
            other[new String(body, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("/cart")] = '!';
            assertThat(send(servers, wire, body, Map.of()).ok()).isTrue();
            assertThat(send(servers, wire, body, Map.of()).ok()).isTrue();
            assertThat(servers.sink.spans()).isEqualTo(1);
            assertThat(servers.metrics.count("duplicate")).isEqualTo(1);
            assertThat(send(servers, wire, other, Map.of()).ok()).isTrue();
            assertThat(servers.sink.spans()).isEqualTo(2);
            assertThat(servers.metrics.count("duplicate_conflict")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void row48KeysAreCheckedBeforeTheBody(Wire wire, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys.json");
        KeyAdministration keys = new KeyAdministration(file, Clock.systemUTC());
        String ingest = keys.create(key(Set.of(Scope.INGEST), List.of("shop", "bank")));
        String query = keys.create(key(Set.of(Scope.QUERY), List.of("shop")));
        Map<String, Integer> projects = new HashMap<>();
        KeyRingAuthenticator authenticator = new KeyRingAuthenticator(
                KeyRing.of(file, StoreClock.SYSTEM),
                name -> projects.computeIfAbsent(name, absent -> projects.size() + 1),
                caller -> 0);
        try (TestServers servers = new TestServers(Setup.DEFAULT.withAuthenticator(authenticator))) {
            byte[] body = Requests.spans(2).toByteArray();
            byte[] noRequest = {1, 2, 3};
            assertAnswer(send(servers, wire, noRequest, Map.of()), wire, "UNAUTHENTICATED", 401, -1);
            assertAnswer(bearer(servers, wire, noRequest, ingest + "x"), wire, "UNAUTHENTICATED", 401, -1);
            assertAnswer(bearer(servers, wire, noRequest, query), wire, "PERMISSION_DENIED", 403, -1);
            assertAnswer(
                    send(servers, wire, noRequest, Map.of("x-api-key", ingest, "x-scope-orgid", "pub")),
                    wire,
                    "PERMISSION_DENIED",
                    403,
                    -1);
            assertThat(servers.metrics.counts()).isEqualTo(Map.of("R auth", 4L));
            assertThat(servers.sink.spans()).isZero();
            assertThat(bearer(servers, wire, body, ingest).ok()).isTrue();
            assertThat(send(servers, wire, body, Map.of("x-api-key", ingest, "x-scope-orgid", "bank"))
                            .ok())
                    .isTrue();
            assertThat(projects.keySet()).containsExactlyInAnyOrder("shop", "bank");
            assertThat(servers.sink.spans()).isEqualTo(4);
            assertThat(servers.metrics.counts().keySet())
                    .anyMatch(name -> name.startsWith("spans") && name.endsWith(" shop"))
                    .anyMatch(name -> name.startsWith("spans") && name.endsWith(" bank"));
        }
    }

    private static Answer bearer(TestServers servers, Wire wire, byte[] body, String key) {
        return send(servers, wire, body, Map.of("authorization", "Bearer " + key));
    }

    private static KeyAdministration.NewKey key(Set<Scope> scopes, List<String> projects) {
        return new KeyAdministration.NewKey("test", projects, scopes, null, List.of(), null, null);
    }

    @Test
    void aFaultInAuthenticationIsNoAnswerToRetryForever() throws Exception {
        Setup setup = Setup.DEFAULT.withAuthenticator((headers, peer) -> {
            throw new RejectedException(RejectionKind.NOT_ALLOWED, "not from here");
        });
        try (TestServers servers = new TestServers(setup)) {
            for (Wire wire : Wire.values()) {
                Answer answer = send(servers, wire, new byte[3 << 20], Map.of());
                assertAnswer(answer, wire, "PERMISSION_DENIED", 403, -1);
                assertThat(answer.message()).isEqualTo("not from here");
            }
            assertThat(servers.ingest.requestsInFlight()).isZero();
        }
    }
}
