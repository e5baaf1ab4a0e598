package io.spanhouse.deploy.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says what a figure was measured on: without it a figure says nothing. */
public final class MeasuredMachine {
    private static final double GIBIBYTE = 1 << 30;

    private MeasuredMachine() {}

    /** Processors, memory, system and Java in one line. */
    public static String line() {
        return Runtime.getRuntime().availableProcessors() + " CPUs (" + value("/proc/cpuinfo", "model name") + "), "
                + Math.round(kibibytes(value("/proc/meminfo", "MemTotal")) * 1024 / GIBIBYTE) + " GiB, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", Java "
                + Runtime.version();
    }

    private static double kibibytes(String text) {
        String digits = text.replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Double.parseDouble(digits);
    }

    private static String value(String file, String name) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(name)) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        } catch (IOException e) {
            return "unknown";
        }
        return "unknown";
    }
}
