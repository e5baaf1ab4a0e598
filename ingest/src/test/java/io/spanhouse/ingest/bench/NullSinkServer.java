package io.spanhouse.ingest.bench;

import com.sun.management.OperatingSystemMXBean;
import io.spanhouse.ingest.IngestOptions;
import io.spanhouse.ingest.SpanSink;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.ByteRates;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.ingest.admission.Sender;
import io.spanhouse.ingest.grpc.GrpcIngestServer;
import io.spanhouse.ingest.http.CorsOptions;
import io.spanhouse.ingest.http.HttpIngestServer;
import io.spanhouse.storage.AppendResult;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;

/** Both listeners before a sink that counts; answers questions on its standard input. For {@link TransportBench}. */
public final class NullSinkServer {
    private NullSinkServer() {}

    public static void main(String[] arguments) throws Exception {
        LongAdder spans = new LongAdder();
        TraceIngest ingest = ingest(spans);
        GrpcIngestServer grpc = new GrpcIngestServer(ingest, ListenerOptions.plain("127.0.0.1", 0), 4318);
        HttpIngestServer http =
                new HttpIngestServer(ingest, ListenerOptions.plain("127.0.0.1", 0), CorsOptions.OFF, 4317);
        grpc.start();
        http.start();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            if (question.equals("ports")) {
                System.out.println("> " + grpc.port() + " " + http.port());
            } else {
                long gcMillis = 0;
                for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
                    gcMillis += collector.getCollectionTime();
                }
                String rss =
                        Files.readString(Path.of("/proc/self/status")).replaceAll("(?s).*VmRSS:\\s*(\\d+).*", "$1");
                System.out.println("> " + system.getProcessCpuTime() + " " + spans.sum() + " " + gcMillis + " " + rss
                        + " " + cpuNanos("otlp-") + " " + cpuNanos("otlp-grpc-io"));
            }
        }
    }

    /** Everything between the listeners and the sink, and the sink. */
    static TraceIngest ingest(LongAdder spans) {
        SpanSink sink = (project, batch) -> {
            spans.add(batch.rowCount());
            return CompletableFuture.completedFuture(new AppendResult(batch.rowCount(), 0, 0));
        };
        return new TraceIngest(
                new TraceIngest.Collaborators(
                        sink,
                        (headers, peer) -> new Sender("anonymous", 1, "default", 0),
                        new MemoryPermits(64 << 20),
                        new ByteRates(),
                        () -> true,
                        IngestMetrics.NONE,
                        InstantSource.system()),
                IngestOptions.DEFAULT);
    }

    /** CPU of all threads whose name starts so. */
    private static long cpuNanos(String prefix) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(prefix)) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return nanos;
    }
}
