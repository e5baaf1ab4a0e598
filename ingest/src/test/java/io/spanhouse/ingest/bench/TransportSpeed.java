package io.spanhouse.ingest.bench;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.grpc.GrpcIngestServer;
import io.spanhouse.ingest.otlp.Recording;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.storage.testing.Moved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Sends 16 requests of 512 spans at once to a server in the same process, over loopback: to one that reads the bytes and
 * throws them away, and to ours before a sink that counts. Bytes are those of the requests; client and server share the
 * cores.
 */
@State(Scope.Benchmark)
public class TransportSpeed {
    private static final int SPANS = 512;
    private static final int CALLS = 16;
    private static final int MESSAGE_BYTES_MAX = 16 << 20;

    private final LongAdder spans = new LongAdder();
    private final Server nothing = nullServer();
    private final GrpcIngestServer ours =
            new GrpcIngestServer(NullSinkServer.ingest(spans), ListenerOptions.plain("127.0.0.1", 0), 4318);
    private final List<byte[]> requests = requests();
    private final byte[] copied = new byte[MESSAGE_BYTES_MAX];
    private GrpcClient toNothing;
    private GrpcClient toOurs;
    private int next;

    private static Server nullServer() {
        return NettyServerBuilder.forPort(0)
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .addService(ServerServiceDefinition.builder("opentelemetry.proto.collector.trace.v1.TraceService")
                        .addMethod(GrpcClient.EXPORT_BYTES, ServerCalls.asyncUnaryCall((request, answer) -> {
                            answer.onNext(new byte[0]);
                            answer.onCompleted();
                        }))
                        .build())
                .build();
    }

    private static List<byte[]> requests() {
        try {
            return Recording.requests(SPANS, new Random(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Setup
    public void start() throws IOException {
        nothing.start();
        ours.start();
        toNothing = new GrpcClient(nothing.getPort());
        toOurs = new GrpcClient(ours.port());
    }

    @TearDown
    public void stop() throws InterruptedException {
        toNothing.close();
        toOurs.close();
        ours.stop(Duration.ZERO);
        nothing.shutdownNow().awaitTermination();
    }

    @Benchmark
    public long grpcToNothing(Moved moved) throws InterruptedException {
        return send(toNothing.channel(), moved);
    }

    @Benchmark
    public long grpcWalked(Moved moved) throws InterruptedException {
        return send(toOurs.channel(), moved);
    }

    private long send(ManagedChannel channel, Moved moved) throws InterruptedException {
        Semaphore done = new Semaphore(0);
        for (int i = 0; i < CALLS; i++) {
            byte[] request = requests.get(next++ % requests.size());
            ClientCall<byte[], byte[]> call = channel.newCall(GrpcClient.EXPORT_BYTES, CallOptions.DEFAULT);
            call.start(new Ending(done), new Metadata());
            call.request(1);
            call.sendMessage(request);
            call.halfClose();
            moved.add(request.length, SPANS);
        }
        done.acquire(CALLS);
        return moved.bytes;
    }

    @Benchmark
    public byte[] floor(Moved moved) {
        moved.copy(requests.get(next++ % requests.size()), copied, SPANS);
        return copied;
    }

    /** Counts an ended call. */
    private static final class Ending extends ClientCall.Listener<byte[]> {
        private final Semaphore done;

        Ending(Semaphore done) {
            this.done = done;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (!status.isOk()) {
                throw status.asRuntimeException();
            }
            done.release();
        }
    }
}
