package io.spanhouse.deploy.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a process has used so far, as Linux tells it.
 *
 * @param cpuMicros processor time of all its threads
 * @param residentBytes memory now
 * @param residentBytesMax most memory ever
 * @param writtenBytes sent to disk
 */
public record ProcessFigures(long cpuMicros, long residentBytes, long residentBytesMax, long writtenBytes) {
    /** Linux counts processor time in hundredths of a second here on every platform. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;

    /**
     * Reads them.
     *
     * @throws IOException if there is no such process, or it is another user's
     */
    public static ProcessFigures of(long pid) throws IOException {
        Path directory = Path.of("/proc", Long.toString(pid));
        String stat = Files.readString(directory.resolve("stat"));
        // The name before the last bracket may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        List<String> status = Files.readAllLines(directory.resolve("status"));
        return new ProcessFigures(
                (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * MICROS_PER_TICK,
                value(status, "VmRSS:") << 10,
                value(status, "VmHWM:") << 10,
                value(Files.readAllLines(directory.resolve("io")), "write_bytes:"));
    }

    private static long value(List<String> lines, String name) throws IOException {
        for (String line : lines) {
            if (line.startsWith(name)) {
                return Long.parseLong(line.substring(name.length())
                        .toLowerCase(Locale.ROOT)
                        .replace("kb", "")
                        .trim());
            }
        }
        throw new IOException("found no " + name + " among the figures of the process");
    }
}
