package io.spanhouse.deploy.config;

import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.StoreClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything the program is wired from, typed and checked. Made from a {@link Configuration} before anything is opened, so
 * that a wrong one stops the start and touches nothing.
 */
public record ServerOptions(
        StoreOptions store, MemoryShares memory, Listen listen, Ingest ingest, Query query, Logs logs) {
    /** Names of listeners in {@code tls.listeners}. */
    public static final List<String> LISTENERS = List.of(
            "otlp-grpc", "otlp-http", "query", "admin", "zipkin", "jaeger-http", "jaeger-grpc", "jaeger-storage");

    /**
     * Where the program listens and who may come.
     *
     * @param keysFile null: no keys
     * @param tls null: plain
     */
    public record Listen(
            String host,
            int otlpGrpcPort,
            int otlpHttpPort,
            int queryPort,
            int adminPort,
            int zipkinPort,
            Jaeger jaeger,
            @Nullable Path keysFile,
            @Nullable Tls tls) {}

    /** Where Jaeger's clients and programs come; 0 is nowhere. */
    public record Jaeger(int httpPort, int grpcPort, int storagePort) {}

    /**
     * The listeners' certificate, and clients'.
     *
     * @param clientAuthorities null: none are asked for
     */
    public record Tls(
            Path certificate,
            Path key,
            Set<String> listeners,
            @Nullable Path clientAuthorities,
            Set<String> clientsRequired) {}

    /** What ingest takes. */
    public record Ingest(
            long requestBytesMax,
            List<String> corsOrigins,
            Duration refuseOlderThan,
            Limits limits,
            int connectionsMax,
            int connectionsPerAddressMax) {}

    /** What queries may take. */
    public record Query(
            Duration timeout,
            long bytesMax,
            int concurrentMax,
            boolean mackerelNamespaceAny,
            int mackerelRatePerSecond,
            List<String> zipkinAutocompleteKeys) {}

    /**
     * How logs look.
     *
     * @param access whether each request on the query port has a line
     */
    public record Logs(boolean json, String level, boolean access) {}

    /**
     * Reads and checks a configuration.
     *
     * @param machineBytes memory of the machine or container
     * @param volumeBytes size of the volume that the data directory is on
     * @throws ConfigurationException naming the setting that is wrong
     */
    public static ServerOptions of(Configuration from, long machineBytes, long volumeBytes) {
        long asked = from.size(Setting.MEMORY, 0, 1L << 42);
        if (asked != 0 && asked < MemoryShares.TOTAL_BYTES_MIN) {
            throw from.unexpected(Setting.MEMORY, "0 or at least 128MiB");
        }
        MemoryShares memory = MemoryShares.of(asked == 0 ? MemoryShares.unasked(machineBytes) : asked);
        Listen listen = listen(from);
        return new ServerOptions(
                store(from, memory, volumeBytes), memory, listen, ingest(from), query(from), logs(from));
    }

    private static StoreOptions store(Configuration from, MemoryShares memory, long volumeBytes) {
        boolean sync = from.choice(Setting.STORE_DURABILITY, List.of("sync", "interval"))
                .equals("sync");
        int partitions = from.number(Setting.STORE_PARTITIONS, 1, 64);
        // Three generations may be in memory at once: one open, one in its hold, one being written.
        long generationBytes = Math.min(
                from.size(Setting.STORE_GENERATION_SIZE, 1L << 20, 1L << 30), memory.headBytes() / 3 / partitions);
        return new StoreOptions(
                Path.of(from.text(Setting.DATA)),
                partitions,
                sync ? StoreOptions.Durability.SYNC : StoreOptions.Durability.INTERVAL,
                new StoreOptions.Memory(
                        memory.queueBytes(),
                        memory.headBytes(),
                        memory.chunkCacheBytes(),
                        memory.indexBytes(),
                        memory.keptBytes()),
                new StoreOptions.Head(
                        generationBytes,
                        from.duration(Setting.STORE_GENERATION_AGE, Duration.ofSeconds(1)),
                        from.duration(Setting.STORE_HOLD, Duration.ZERO)),
                new StoreOptions.Retention(
                        from.duration(Setting.STORE_RETENTION_AGE, Duration.ofMinutes(1)),
                        from.sizeOrShare(Setting.STORE_RETENTION_SIZE, volumeBytes),
                        from.duration(Setting.STORE_BUCKET_SPAN, Duration.ofMinutes(1))),
                from.size(Setting.STORE_DISK_RESERVE, 0, Long.MAX_VALUE),
                StoreClock.SYSTEM,
                ScriptAttributes.of(from),
                from.size(Setting.STORE_JOURNAL_KEPT, 0, Long.MAX_VALUE));
    }

    private static Listen listen(Configuration from) {
        String host = from.text(Setting.LISTEN_HOST);
        String keys = from.text(Setting.KEYS_FILE);
        if (keys.isEmpty() && !from.truth(Setting.LISTEN_PUBLIC_WITHOUT_KEYS) && !isLoopback(from, host)) {
            throw from.unexpected(
                    Setting.LISTEN_HOST,
                    "a loopback address while no keys are configured (keys.file), or listen.public-without-keys");
        }
        return new Listen(
                host,
                from.port(Setting.OTLP_GRPC_PORT),
                from.port(Setting.OTLP_HTTP_PORT),
                from.port(Setting.QUERY_PORT),
                from.port(Setting.ADMIN_PORT),
                from.port(Setting.ZIPKIN_PORT),
                new Jaeger(
                        from.port(Setting.JAEGER_HTTP_PORT),
                        from.port(Setting.JAEGER_GRPC_PORT),
                        from.port(Setting.JAEGER_STORAGE_PORT)),
                keys.isEmpty() ? null : Path.of(keys),
                tls(from));
    }

    private static boolean isLoopback(Configuration from, String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            ConfigurationException unexpected = from.unexpected(Setting.LISTEN_HOST, "an address of this machine");
            unexpected.initCause(e);
            throw unexpected;
        }
    }

    private static @Nullable Tls tls(Configuration from) {
        String certificate = from.text(Setting.TLS_CERTIFICATE);
        String key = from.text(Setting.TLS_KEY);
        if (certificate.isEmpty() != key.isEmpty()) {
            throw from.unexpected(
                    certificate.isEmpty() ? Setting.TLS_CERTIFICATE : Setting.TLS_KEY,
                    "a file, as the other of the pair has one");
        }
        Set<String> listeners = listeners(from, Setting.TLS_LISTENERS);
        Set<String> clientsRequired = listeners(from, Setting.TLS_CLIENT_REQUIRED);
        String authorities = from.text(Setting.TLS_CLIENT_AUTHORITIES);
        if (certificate.isEmpty() && !authorities.isEmpty()) {
            throw from.unexpected(
                    Setting.TLS_CERTIFICATE, "a file, as tls.client-authorities asks for clients that come by TLS");
        }
        return certificate.isEmpty()
                ? null
                : new Tls(
                        Path.of(certificate),
                        Path.of(key),
                        listeners,
                        authorities.isEmpty() ? null : Path.of(authorities),
                        clientsRequired);
    }

    private static Set<String> listeners(Configuration from, Setting setting) {
        List<String> listeners = from.list(setting);
        if (!LISTENERS.containsAll(listeners)) {
            throw from.unexpected(setting, "names of " + String.join(", ", LISTENERS));
        }
        return Set.copyOf(listeners);
    }

    private static Ingest ingest(Configuration from) {
        Limits limits = new Limits(
                (int) from.size(Setting.INGEST_VALUE_BYTES_MAX, 1L << 10, 64L << 20),
                from.number(Setting.INGEST_ATTRIBUTES_MAX, 1, 1 << 20),
                from.number(Setting.INGEST_EVENTS_MAX, 1, 1 << 20),
                from.number(Setting.INGEST_LINKS_MAX, 1, 1 << 20),
                Limits.VALUE_DEPTH_CEILING);
        return new Ingest(
                from.size(Setting.INGEST_REQUEST_BYTES_MAX, 1L << 10, 1L << 30),
                from.list(Setting.INGEST_CORS_ORIGINS),
                from.duration(Setting.INGEST_REFUSE_OLDER_THAN, Duration.ZERO),
                limits,
                from.number(Setting.INGEST_CONNECTIONS_MAX, 1, 1 << 20),
                from.number(Setting.INGEST_CONNECTIONS_PER_ADDRESS_MAX, 1, 1 << 20));
    }

    private static Query query(Configuration from) {
        return new Query(
                from.duration(Setting.QUERY_TIMEOUT, Duration.ofMillis(1)),
                from.size(Setting.QUERY_BYTES_MAX, 1L << 20, Long.MAX_VALUE),
                from.number(Setting.QUERY_CONCURRENT_MAX, 1, 1 << 16),
                from.choice(Setting.MACKEREL_NAMESPACE_DEFAULT, List.of("any", "empty"))
                        .equals("any"),
                from.number(Setting.MACKEREL_RATE, 0, 1_000_000),
                from.list(Setting.ZIPKIN_AUTOCOMPLETE_KEYS));
    }

    private static Logs logs(Configuration from) {
        return new Logs(
                from.choice(Setting.LOG_FORMAT, List.of("text", "json")).equals("json"),
                from.choice(Setting.LOG_LEVEL, List.of("error", "warn", "info", "debug")),
                from.truth(Setting.LOG_ACCESS));
    }
}
