package io.spanhouse.deploy.command;

import io.spanhouse.deploy.load.LoadOptions;
import io.spanhouse.deploy.load.ProcessWatch;
import io.spanhouse.deploy.load.TrafficReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what became of traffic, one figure a line, name before value. */
final class TrafficText {
    private static final double MEBIBYTE = 1 << 20;

    private TrafficText() {}

    static void print(LoadOptions options, TrafficReport report, PrintWriter out) {
        long spans = Math.max(1, report.spans().acked());
        line(out, "seed", "%d", options.series().seed());
        line(out, "acked spans", "%d", report.spans().acked());
        line(out, "refused spans", "%d", report.spans().refused());
        line(out, "unanswered spans", "%d", report.spans().unanswered());
        line(out, "requests", "%d, sent again %d", report.requests(), report.again());
        line(out, "acked spans/s", "%.0f", report.ackedPerSecond());
        line(out, "bytes/span before compression", "%.1f", (double) report.ackedBytes() / spans);
        line(
                out,
                "ack p50, p99, most",
                "%.2f ms, %.2f ms, %.2f ms",
                report.ack().quantileNanos(0.5) / 1e6,
                report.ack().quantileNanos(0.99) / 1e6,
                report.ack().mostNanos() / 1e6);
        line(out, "own CPU/span", "%.2f us", (double) report.ownCpuMicros() / spans);
        for (Map.Entry<String, Long> detail : new TreeMap<>(report.details()).entrySet()) {
            line(out, "answered " + detail.getKey(), "%d times", detail.getValue());
        }
    }

    static void print(ProcessWatch.Seen seen, TrafficReport report, PrintWriter out) {
        long spans = Math.max(1, report.spans().acked());
        line(out, "server CPU/acked span", "%.2f us", (double) seen.cpuMicros() / spans);
        line(
                out,
                "server memory peak, steady",
                "%.0f MiB, %.0f MiB",
                seen.residentBytesMax() / MEBIBYTE,
                seen.residentBytesSteady() / MEBIBYTE);
        line(
                out,
                "server bytes to disk/byte taken",
                "%.3f",
                (double) seen.writtenBytes() / Math.max(1, report.ackedBytes()));
    }

    static void line(PrintWriter out, String name, String format, Object... values) {
        out.println(String.format(Locale.ROOT, "%-32s ", name) + String.format(Locale.ROOT, format, values));
    }
}
