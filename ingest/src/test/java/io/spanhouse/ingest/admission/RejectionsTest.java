package io.spanhouse.ingest.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What OTLP clients make of each refusal: retry or drop, the same on both transports. */
class RejectionsTest {
    private static final Set<RejectionKind> PASSING = EnumSet.of(
            RejectionKind.OVERLOADED,
            RejectionKind.RATE,
            RejectionKind.READ_ONLY,
            RejectionKind.DRAINING,
            RejectionKind.INTERNAL);

    @ParameterizedTest
    @EnumSource
    void retriedExactlyIfItMayPass(RejectionKind kind) throws Exception {
        Rejection rejection = Rejection.of(kind, "why");
        Metadata trailers = GrpcStatuses.trailers(rejection);
        com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(GrpcStatuses.status(rejection), trailers);
        boolean hint = details.getDetailsCount() > 0;
        Status.Code code = GrpcStatuses.code(kind);
        boolean grpcRetries = code == Status.Code.UNAVAILABLE
                || code == Status.Code.DEADLINE_EXCEEDED
                || code == Status.Code.RESOURCE_EXHAUSTED && hint;
        boolean httpRetries = Set.of(429, 502, 503, 504).contains(HttpStatuses.code(kind));
        if (kind != RejectionKind.SLOW_BODY) {
            assertThat(grpcRetries).isEqualTo(PASSING.contains(kind));
        }
        assertThat(httpRetries).isEqualTo(PASSING.contains(kind));
        assertThat(hint).isEqualTo(PASSING.contains(kind));
        assertThat(HttpStatuses.retryAfterSeconds(rejection) > 0).isEqualTo(PASSING.contains(kind));
        if (hint) {
            RetryInfo retry = details.getDetails(0).unpack(RetryInfo.class);
            assertThat(retry.getRetryDelay().getSeconds()).isEqualTo(HttpStatuses.retryAfterSeconds(rejection));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theStoresPassingFailuresMayPassForClients(FailureKind kind) {
        Rejection rejection = Rejection.of(new StoreException(kind, "why"));
        boolean forGood = kind == FailureKind.TOO_LARGE || kind == FailureKind.NOT_ALLOWED;
        assertThat(PASSING.contains(rejection.kind())).isNotEqualTo(forGood);
        assertThat(rejection.message()).isEqualTo("why");
    }

    @Test
    void waitsAreRoundedUpToWholeSeconds() {
        Rejection rejection = new Rejection(RejectionKind.RATE, "why", 1_001);
        assertThat(HttpStatuses.retryAfterSeconds(rejection)).isEqualTo(2);
    }

    @Test
    void ratesAreOfBytesAndDebtIsWaitedFor() throws Exception {
        AtomicLong nanos = new AtomicLong();
        ByteRates rates = new ByteRates(new io.github.bucket4j.TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanos.get();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        });
        Sender limited = new Sender("a", 1, "default", 1_000);
        rates.admit(limited);
        rates.spend(limited, 3_500);
        assertThatThrownBy(() -> rates.admit(limited))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.rejection().retryAfterMillis()).isBetween(2_400L, 2_600L));
        nanos.addAndGet(2_600_000_000L);
        rates.admit(limited);
        Sender raised = new Sender("a", 1, "default", 1_000_000);
        rates.spend(limited, 10_000);
        rates.admit(raised);
        Sender unlimited = new Sender("b", 1, "default", 0);
        rates.spend(unlimited, Long.MAX_VALUE);
        rates.admit(unlimited);
    }

    @Test
    void connectionsAreCountedInAllAndByAddress() {
        ConnectionLimits limits = new ConnectionLimits(3, 2);
        InetSocketAddress one = new InetSocketAddress("127.0.0.1", 1);
        InetSocketAddress sameHost = new InetSocketAddress("127.0.0.1", 2);
        InetSocketAddress other = new InetSocketAddress("127.0.0.2", 1);
        assertThat(limits.tryOpen(one)).isTrue();
        assertThat(limits.tryOpen(sameHost)).isTrue();
        assertThat(limits.tryOpen(one)).isFalse();
        assertThat(limits.tryOpen(other)).isTrue();
        assertThat(limits.tryOpen(null)).isFalse();
        limits.closed(one);
        assertThat(limits.tryOpen(other)).isTrue();
        assertThat(limits.tryOpen(sameHost)).isFalse();
        limits.closed(other);
        assertThat(limits.tryOpen(sameHost)).isTrue();
        assertThat(limits.open()).isEqualTo(3);
    }
}
