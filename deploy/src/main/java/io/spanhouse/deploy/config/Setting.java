package io.spanhouse.deploy.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every setting there is, in the order in which documents and {@code config print} list them. */
public enum Setting {
    DATA("data", ValueKind.TEXT, "data", "Directory of the store; made if absent. One process at a time may use it."),
    MEMORY(
            "memory",
            ValueKind.SIZE,
            "0",
            "What the server may use in all; heap, head, caches and permits get their shares of it. 0 is a quarter of the"
                    + " machine or container, at most 1GiB."),
    LISTEN_HOST(
            "listen.host",
            ValueKind.TEXT,
            "127.0.0.1",
            "Address that all listeners bind. One that is not loopback needs keys, or listen.public-without-keys."),
    LISTEN_PUBLIC_WITHOUT_KEYS(
            "listen.public-without-keys",
            ValueKind.TRUTH,
            "false",
            "Lets anybody who reaches the machine read and write. For networks that are closed otherwise."),
    OTLP_GRPC_PORT("otlp.grpc-port", ValueKind.PORT, "4317", "OTLP over gRPC. 0 switches it off."),
    OTLP_HTTP_PORT("otlp.http-port", ValueKind.PORT, "4318", "OTLP over HTTP. 0 switches it off."),
    QUERY_PORT("query.port", ValueKind.PORT, "3200", "API and web pages. 0 switches it off."),
    ADMIN_PORT("admin.port", ValueKind.PORT, "3201", "Metrics, health and status. 0 switches it off."),
    ZIPKIN_PORT(
            "zipkin.port",
            ValueKind.PORT,
            "9411",
            "Zipkin's API, in and out; it also answers on the query port. 0 switches it off. If it is taken, the start goes on"
                    + " without it."),
    JAEGER_HTTP_PORT(
            "jaeger.http-port",
            ValueKind.PORT,
            "16686",
            "Jaeger's API over HTTP; it also answers below /jaeger on the query port. 0 switches it off. If it is taken, the"
                    + " start goes on without it."),
    JAEGER_GRPC_PORT(
            "jaeger.grpc-port",
            ValueKind.PORT,
            "16685",
            "Jaeger's API over gRPC. 0 switches it off. If it is taken, the start goes on without it."),
    JAEGER_STORAGE_PORT(
            "jaeger.storage-port",
            ValueKind.PORT,
            "17271",
            "Remote storage for Jaeger's own programs, in and out. 0 switches it off. If it is taken, the start goes on"
                    + " without it."),
    KEYS_FILE(
            "keys.file",
            ValueKind.TEXT,
            "",
            "File of keys, made with the keys command. Empty: no key is asked for, everybody is project default."),
    TLS_CERTIFICATE(
            "tls.certificate",
            ValueKind.TEXT,
            "",
            "PEM file of the listeners' certificate chain; read again on change."),
    TLS_KEY("tls.key", ValueKind.TEXT, "", "PEM file (PKCS#8) of the certificate's private key; read again on change."),
    TLS_LISTENERS(
            "tls.listeners",
            ValueKind.LIST,
            "otlp-grpc,otlp-http,query,admin,zipkin,jaeger-http,jaeger-grpc,jaeger-storage",
            "Which listeners speak TLS when a certificate is given."),
    TLS_CLIENT_AUTHORITIES(
            "tls.client-authorities",
            ValueKind.TEXT,
            "",
            "PEM file of the authorities whose certificates clients may show; read again on change. Empty: none are asked"
                    + " for."),
    TLS_CLIENT_REQUIRED(
            "tls.client-required",
            ValueKind.LIST,
            "otlp-grpc,otlp-http,query,zipkin,jaeger-http,jaeger-grpc,jaeger-storage",
            "Which TLS listeners refuse a client without a certificate when authorities are given; on the others it may show"
                    + " one."),
    INGEST_REQUEST_BYTES_MAX(
            "ingest.request-bytes-max",
            ValueKind.SIZE,
            "64MiB",
            "Largest export request, before and after it is inflated. A larger one is refused for good."),
    INGEST_CORS_ORIGINS(
            "ingest.cors-origins",
            ValueKind.LIST,
            "",
            "Origins whose pages may send traces from a browser, such as https://shop.example; * for all."),
    INGEST_REFUSE_OLDER_THAN(
            "ingest.refuse-older-than",
            ValueKind.DURATION,
            "0s",
            "Spans that start longer ago are refused one by one. 0s takes them whatever their age."),
    INGEST_VALUE_BYTES_MAX(
            "ingest.value-bytes-max",
            ValueKind.SIZE,
            "4MiB",
            "Longest attribute value; a longer one is cut and marked."),
    INGEST_ATTRIBUTES_MAX(
            "ingest.attributes-max",
            ValueKind.NUMBER,
            "8192",
            "Most attributes of one span, event, link, resource or scope; the rest is counted as dropped."),
    INGEST_EVENTS_MAX(
            "ingest.events-max", ValueKind.NUMBER, "8192", "Most events of one span; the rest is counted as dropped."),
    INGEST_LINKS_MAX(
            "ingest.links-max", ValueKind.NUMBER, "8192", "Most links of one span; the rest is counted as dropped."),
    INGEST_CONNECTIONS_MAX(
            "ingest.connections-max", ValueKind.NUMBER, "4096", "Most connections of one ingest listener."),
    INGEST_CONNECTIONS_PER_ADDRESS_MAX(
            "ingest.connections-per-address-max",
            ValueKind.NUMBER,
            "1024",
            "Most connections of one ingest listener from one address."),
    STORE_PARTITIONS(
            "store.partitions",
            ValueKind.NUMBER,
            "1",
            "Journals and heads of a new directory, 1 to 64. An existing directory keeps its number."),
    STORE_DURABILITY(
            "store.durability",
            ValueKind.TEXT,
            "sync",
            "sync: an export is answered when it is synced to disk. interval: when it is written; synced each 100 ms, so a"
                    + " power cut may lose that much."),
    STORE_DISK_RESERVE(
            "store.disk-reserve",
            ValueKind.SIZE,
            "512MiB",
            "Free space of the volume below which exports are refused."),
    STORE_JOURNAL_KEPT(
            "store.journal-kept",
            ValueKind.SIZE,
            "256MiB",
            "How much of the journals stays at most when it is in blocks: a damaged new block is built again from it. Less"
                    + " stays where blocks have less than twice as much."),
    STORE_RETENTION_AGE("store.retention-age", ValueKind.DURATION, "30d", "Spans received longer ago are dropped."),
    STORE_RETENTION_SIZE(
            "store.retention-size",
            ValueKind.SIZE_OR_SHARE,
            "80%",
            "The oldest spans are dropped when the data grows beyond this."),
    STORE_BUCKET_SPAN(
            "store.bucket-span", ValueKind.DURATION, "1d", "Longest stretch of receipt that is dropped as a whole."),
    STORE_GENERATION_SIZE(
            "store.generation-size",
            ValueKind.SIZE,
            "96MiB",
            "Spans in memory are written as a block when they reach this; less where memory is small."),
    STORE_GENERATION_AGE(
            "store.generation-age", ValueKind.DURATION, "10m", "Spans in memory are written as a block at this age."),
    STORE_HOLD(
            "store.hold",
            ValueKind.DURATION,
            "10s",
            "How long a closing block still takes spans of the traces it has, so that traces are not cut."),
    QUERY_TIMEOUT("query.timeout", ValueKind.DURATION, "30s", "Longest time of one query; it then answers in part."),
    QUERY_BYTES_MAX("query.bytes-max", ValueKind.SIZE, "8GiB", "Most stored bytes that one query reads."),
    QUERY_CONCURRENT_MAX(
            "query.concurrent-max", ValueKind.NUMBER, "64", "Most queries at once; one more is answered 503."),
    MACKEREL_NAMESPACE_DEFAULT(
            "mackerel.namespace-default",
            ValueKind.TEXT,
            "any",
            "What a list without serviceNamespace means: any namespace, or empty for spans without one."),
    MACKEREL_RATE(
            "mackerel.rate-per-second",
            ValueKind.NUMBER,
            "0",
            "Calls a second and key of the Mackerel API; one more is answered 429. 0 is no limit."),
    ZIPKIN_AUTOCOMPLETE_KEYS(
            "zipkin.autocomplete-keys",
            ValueKind.LIST,
            "",
            "Tags whose values Zipkin's web page offers for completion."),
    SCRIPTS_ATTRIBUTES(
            "scripts.attributes",
            ValueKind.LIST,
            "",
            "Attributes that say what spans have to do with scripts, in place of the usual ones: run-id=job.id."),
    LOG_FORMAT("log.format", ValueKind.TEXT, "text", "text, or json with one object a line."),
    LOG_LEVEL("log.level", ValueKind.TEXT, "info", "error, warn, info or debug."),
    LOG_ACCESS(
            "log.access",
            ValueKind.TRUTH,
            "false",
            "A line for each request on the query port and on those of dialects: address, method, path, endpoint, project,"
                    + " status, bytes, milliseconds. What was searched for is in none.");

    private static final String ENVIRONMENT_PREFIX = "SPANHOUSE_";

    private final String key;
    private final ValueKind kind;
    private final String defaultText;
    private final String description;

    Setting(String key, ValueKind kind, String defaultText, String description) {
        this.key = key;
        this.kind = kind;
        this.defaultText = defaultText;
        this.description = description;
    }

    /** The name in files and flags. */
    public String key() {
        return key;
    }

    /** What its text may look like. */
    public ValueKind kind() {
        return kind;
    }

    /** What holds unless something else is configured. */
    public String defaultText() {
        return defaultText;
    }

    /** For operators. */
    public String description() {
        return description;
    }

    /** The environment variable: {@code otlp.grpc-port} is {@code SPANHOUSE_OTLP_GRPC_PORT}. */
    public String environmentName() {
        return ENVIRONMENT_PREFIX
                + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The setting with a key, or null. */
    public static @Nullable Setting ofKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        return null;
    }
}
