package io.spanhouse.query;

import io.spanhouse.storage.access.ListenerTls;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the read side listens and what one caller may take of it.
 *
 * @param listener where it listens
 * @param limits what queries may take
 * @param mackerel what differs in the Mackerel dialect
 * @param zipkin what differs in the Zipkin dialect
 */
public record QueryOptions(Listener listener, Limits limits, Mackerel mackerel, Zipkin zipkin) {
    /** What holds unless configured, on a free port of loopback. */
    public static QueryOptions defaults() {
        return new QueryOptions(
                new Listener("127.0.0.1", 0, null, 4_096), Limits.DEFAULT, Mackerel.DEFAULT, Zipkin.DEFAULT);
    }

    /** The same on another listener. */
    public QueryOptions at(Listener other) {
        return new QueryOptions(other, limits, mackerel, zipkin);
    }

    /** The same with other limits. */
    public QueryOptions with(Limits other) {
        return new QueryOptions(listener, other, mackerel, zipkin);
    }

    /** The same with another Mackerel dialect. */
    public QueryOptions with(Mackerel other) {
        return new QueryOptions(listener, limits, other, zipkin);
    }

    /**
     * Where the read side listens.
     *
     * @param host address to bind
     * @param port 0 for any free one
     * @param tls null for plain text
     * @param connectionsMax most connections at once; further ones wait to be accepted
     * @param headTimeout a request's head that takes longer, or the first byte of a connection, ends the connection
     */
    public record Listener(String host, int port, @Nullable ListenerTls tls, int connectionsMax, Duration headTimeout) {
        /** As long as OTLP's ports wait. */
        public static final Duration HEAD_TIMEOUT = Duration.ofSeconds(10);

        /** Waits for heads as long as OTLP's ports do. */
        public Listener(String host, int port, @Nullable ListenerTls tls, int connectionsMax) {
            this(host, port, tls, connectionsMax, HEAD_TIMEOUT);
        }
    }

    /**
     * What queries may take.
     *
     * @param timeout longest time of one query; a list then answers in part
     * @param bytesMax most stored bytes that one query reads
     * @param concurrentMax most queries at once; one more is answered 503
     */
    public record Limits(Duration timeout, long bytesMax, int concurrentMax) {
        /** 30 seconds, 8 GiB, 64 queries. */
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), 8L << 30, 64);
    }

    /**
     * What differs in the Mackerel dialect.
     *
     * @param ratePerSecond calls a second and key; 0 for no limit
     * @param namespaceDefault what a list without {@code serviceNamespace} means
     * @param traceSpansMax most spans of a trace in one answer; a larger trace is cut and says so
     */
    public record Mackerel(int ratePerSecond, NamespaceDefault namespaceDefault, long traceSpansMax) {
        /** No limit of rate, any namespace, a million spans. */
        public static final Mackerel DEFAULT = new Mackerel(0, NamespaceDefault.ANY, 1_000_000);
    }

    /** What a list without {@code serviceNamespace} means. */
    public enum NamespaceDefault {
        /** Services of any namespace. */
        ANY,
        /** Services without a namespace. */
        EMPTY
    }

    /**
     * What differs in the Zipkin dialect.
     *
     * @param autocompleteKeys tags whose values its web page offers
     */
    public record Zipkin(List<String> autocompleteKeys) {
        /** No tags. */
        public static final Zipkin DEFAULT = new Zipkin(List.of());

        public Zipkin {
            autocompleteKeys = List.copyOf(autocompleteKeys);
        }
    }
}
