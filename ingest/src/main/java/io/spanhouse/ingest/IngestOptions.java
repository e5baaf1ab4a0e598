package io.spanhouse.ingest;

import io.spanhouse.ingest.otlp.WalkOptions;

/**
 * Limits of every OTLP request, whatever the transport.
 *
 * @param requestBytesMax most bytes of a body, as sent and again once inflated
 * @param walk limits of one span
 * @param workers how many requests are inflated and read at the same time, each by a thread of its transport; about the
 *     number of cores
 */
public record IngestOptions(int requestBytesMax, WalkOptions walk, int workers) {
    /** Largest {@code requestBytesMax}: a body is one array. */
    public static final int REQUEST_BYTES_CEILING = 1 << 30;

    /** 64 MiB, what OTLP recommends. */
    public static final IngestOptions DEFAULT = new IngestOptions(
            64 << 20, WalkOptions.DEFAULT, Math.max(2, Runtime.getRuntime().availableProcessors()));

    public IngestOptions {
        if (requestBytesMax < 1 << 10 || requestBytesMax > REQUEST_BYTES_CEILING) {
            throw new IllegalArgumentException("requestBytesMax is " + requestBytesMax + ", expected " + (1 << 10)
                    + " to " + REQUEST_BYTES_CEILING);
        }
        if (workers < 1) {
            throw new IllegalArgumentException("workers is " + workers + ", expected at least 1");
        }
    }
}
