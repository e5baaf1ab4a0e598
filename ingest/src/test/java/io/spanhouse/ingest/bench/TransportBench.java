package io.spanhouse.ingest.bench;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.CodedInputStream;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.spanhouse.ingest.testing.GrpcClient;
import io.spanhouse.ingest.testing.HttpSender;
import io.spanhouse.ingest.testing.Requests;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * CPU of the server process for each span that it takes from the wire and throws away, on the recorded requests put together
 * to 512 spans each; on a machine that does other things too, the least of the rounds is the figure. Starts the server as a process of its own.
 *
 * <p>{@code mvn -q -Dquick -pl ingest -am test-compile}, then {@code mvn -q -pl ingest dependency:build-classpath} for the
 * class path, then {@code java -cp ... io.spanhouse.ingest.bench.TransportBench grpc|http none|gzip|zstd [seconds a round] [spans
 * a second, 0 = all it takes]} from the project's top folder.
 */
public final class TransportBench {
    private static final Path RECORDING =
            Path.of("deploy/src/main/resources/io/spanhouse/deploy/demo/otel-demo.otlp.zst");
    private static final int SPANS = 512;
    private static final int IN_FLIGHT = 8;

    /** The first ones warm up. */
    private static final int ROUNDS = 6;

    private final BufferedReader fromServer;
    private final PrintWriter toServer;
    private final List<byte[]> bodies = new ArrayList<>();
    private final String encoding;
    private long wireBytes;

    private TransportBench(Process server, String encoding) throws IOException {
        this.encoding = encoding;
        fromServer = server.inputReader(StandardCharsets.UTF_8);
        toServer = new PrintWriter(server.outputWriter(StandardCharsets.UTF_8), true);
        for (byte[] body : requests()) {
            byte[] encoded = switch (encoding) {
                case "gzip" -> Requests.gzip(body);
                case "zstd" -> Zstd.compress(body);
                default -> body;
            };
            bodies.add(encoded);
            wireBytes += encoded.length;
        }
    }

    public static void main(String[] arguments) throws Exception {
        String transport = arguments[0];
        String encoding = arguments[1];
        int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 10;
        long spansPerSecond = arguments.length > 3 ? Long.parseLong(arguments[3]) : 0;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(System.getProperty("server.options", "-Xmx256m -XX:+UseSerialGC")
                .split(" ", -1)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), NullSinkServer.class.getName()));
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            TransportBench bench = new TransportBench(server, encoding);
            int[] ports = bench.ask("ports");
            for (int round = 0; round < ROUNDS; round++) {
                bench.run(transport, ports[transport.equals("grpc") ? 0 : 1], seconds, spansPerSecond);
            }
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    private int[] ask(String question) throws IOException {
        String[] parts = askText(question);
        return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    }

    private String[] askText(String question) throws IOException {
        toServer.println(question);
        // The virtual machine may have something to say there too.
        String answer = fromServer.readLine();
        while (!answer.startsWith("> ")) {
            answer = fromServer.readLine();
        }
        return answer.substring(2).split(" ", -1);
    }

    private void run(String transport, int port, int seconds, long spansPerSecond) throws Exception {
        String[] before = askText("cpu");
        long start = System.nanoTime();
        if (transport.equals("grpc")) {
            try (GrpcClient client = new GrpcClient(port)) {
                load(start + seconds * 1_000_000_000L, spansPerSecond, body -> export(client.channel(), body));
            }
        } else {
            HttpSender client = new HttpSender(port);
            Map<String, String> headers = encoding.equals("none")
                    ? Map.of("content-type", "application/x-protobuf")
                    : Map.of("content-type", "application/x-protobuf", "content-encoding", encoding);
            load(start + seconds * 1_000_000_000L, spansPerSecond, body -> client.post(body, headers));
        }
        double elapsed = (System.nanoTime() - start) / 1e9;
        String[] after = askText("cpu");
        long spans = Long.parseLong(after[1]) - Long.parseLong(before[1]);
        long cpuNanos = Long.parseLong(after[0]) - Long.parseLong(before[0]);
        System.out.printf(
                "%s %s: %,.0f spans/s, server CPU %.3f us/span, without compiler and collector %.3f, of that on the"
                        + " connections' threads %.3f, gc %s ms, %d wire bytes/span, server RSS %s kB%n",
                transport,
                encoding,
                spans / elapsed,
                cpuNanos / 1e3 / spans,
                (Long.parseLong(after[4]) - Long.parseLong(before[4])) / 1e3 / spans,
                (Long.parseLong(after[5]) - Long.parseLong(before[5])) / 1e3 / spans,
                Long.parseLong(after[2]) - Long.parseLong(before[2]),
                wireBytes / bodies.size() / SPANS,
                after[3]);
    }

    private interface Export {
        void send(byte[] body) throws InterruptedException;
    }

    private void load(long endNanos, long spansPerSecond, Export export) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < IN_FLIGHT; i++) {
            Thread thread = new Thread(() -> {
                try {
                    while (System.nanoTime() < endNanos) {
                        int number = next.getAndIncrement();
                        if (spansPerSecond > 0) {
                            long due = start + (long) (number * 1e9 * SPANS / spansPerSecond);
                            while (System.nanoTime() < due) {
                                LockSupport.parkNanos(due - System.nanoTime());
                            }
                        }
                        export.send(bodies.get(number % bodies.size()));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void export(ManagedChannel channel, byte[] body) throws InterruptedException {
        Semaphore done = new Semaphore(0);
        CallOptions options =
                encoding.equals("none") ? CallOptions.DEFAULT : CallOptions.DEFAULT.withCompression(encoding);
        ClientCall<byte[], byte[]> call = channel.newCall(GrpcClient.EXPORT_BYTES, options);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        if (!status.isOk()) {
                            System.err.println(status);
                        }
                        done.release();
                    }
                },
                new Metadata());
        call.request(1);
        call.sendMessage(body);
        call.halfClose();
        done.acquire();
    }

    private static List<byte[]> requests() throws IOException {
        List<byte[]> requests = new ArrayList<>();
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        int spans = 0;
        try (InputStream file = new ZstdInputStream(Files.newInputStream(RECORDING))) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            while (!in.isAtEnd()) {
                for (ResourceSpans resource :
                        ExportTraceServiceRequest.parseFrom(in.readByteArray()).getResourceSpansList()) {
                    for (ScopeSpans scope : resource.getScopeSpansList()) {
                        for (int i = 0; i < scope.getSpansCount(); i++) {
                            spans++;
                        }
                    }
                    request.writeBytes(ExportTraceServiceRequest.newBuilder()
                            .addResourceSpans(resource)
                            .build()
                            .toByteArray());
                    if (spans >= SPANS) {
                        requests.add(request.toByteArray());
                        request.reset();
                        spans = 0;
                    }
                }
            }
        }
        return requests;
    }
}
