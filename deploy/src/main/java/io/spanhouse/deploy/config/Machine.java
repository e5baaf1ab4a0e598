package io.spanhouse.deploy.config;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the machine, or the container if it has less, offers. */
public final class Machine {
    private Machine() {}

    /** Bytes of memory; the JVM knows of containers. */
    public static long memoryBytes() {
        java.lang.management.OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean
                ? ((com.sun.management.OperatingSystemMXBean) system).getTotalMemorySize()
                : MemoryShares.TOTAL_BYTES_UNASKED_MAX;
    }

    /** Bytes of the volume that a directory is on or will be on. */
    public static long volumeBytes(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null) {
            throw new ConfigurationException("data directory " + directory + " is on no volume");
        }
        try {
            return Files.getFileStore(existing).getTotalSpace();
        } catch (IOException e) {
            throw new ConfigurationException("the volume of " + directory + " cannot be read", e);
        }
    }
}
