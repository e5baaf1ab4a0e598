package io.spanhouse.deploy;

import io.spanhouse.deploy.config.ServerOptions;
import io.spanhouse.deploy.telemetry.AdminServer;
import io.spanhouse.deploy.telemetry.Metrics;
import io.spanhouse.ingest.IngestOptions;
import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.SpanRoute;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.ByteRates;
import io.spanhouse.ingest.admission.KeyRingAuthenticator;
import io.spanhouse.ingest.admission.ListenerOptions;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkOptions;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.ingest.scripts.FrameResolution;
import io.spanhouse.query.MountedHandler;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.ServerFacts;
import io.spanhouse.query.SpanDocuments;
import io.spanhouse.storage.StoreOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ListenerTls;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.model.ByteSlice;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the program's options into those of its parts. */
final class Wiring {
    private static final int QUERY_CONNECTIONS_MAX = 4_096;
    private static final long MACKEREL_TRACE_SPANS_MAX = 1_000_000;

    private Wiring() {}

    static AdminServer.Options adminOptions(ServerOptions options, AccessFiles access) {
        return new AdminServer.Options(
                options.listen().host(), options.listen().adminPort(), of(options, "admin", access));
    }

    static QueryOptions queryOptions(ServerOptions options, AccessFiles access) {
        ServerOptions.Query query = options.query();
        return new QueryOptions(
                queryListener(options, "query", options.listen().queryPort(), access),
                new QueryOptions.Limits(query.timeout(), query.bytesMax(), query.concurrentMax()),
                new QueryOptions.Mackerel(
                        query.mackerelRatePerSecond(),
                        query.mackerelNamespaceAny()
                                ? QueryOptions.NamespaceDefault.ANY
                                : QueryOptions.NamespaceDefault.EMPTY,
                        MACKEREL_TRACE_SPANS_MAX),
                new QueryOptions.Zipkin(query.zipkinAutocompleteKeys()));
    }

    /** Where the read side listens, or one of its dialects. */
    static QueryOptions.Listener queryListener(ServerOptions options, String name, int port, AccessFiles access) {
        return new QueryOptions.Listener(
                options.listen().host(), port, of(options, name, access), QUERY_CONNECTIONS_MAX);
    }

    /** Paths of the query port that take spans. */
    static List<MountedHandler> mounted(TraceIngest ingest) {
        List<MountedHandler> mounted = new ArrayList<>(mountedZipkin(ingest));
        mounted.addAll(mounted(SpanRoute.cloudTrace(ingest)));
        mounted.addAll(mounted(SpanRoute.scripts(ingest, Clock.systemUTC())));
        return mounted;
    }

    /** Paths of Zipkin's port that take spans. */
    static List<MountedHandler> mountedZipkin(TraceIngest ingest) {
        return mounted(SpanRoute.zipkin(ingest, Clock.systemUTC()));
    }

    /** Methods of Jaeger's remote storage that take spans. */
    static List<MountedHandler> mountedJaegerStorage(TraceIngest ingest) {
        return mounted(SpanRoute.otlpGrpc(ingest));
    }

    /** Reads documents that are only to be shown, as if they were sent. */
    static SpanDocuments documents(TraceIngest ingest) {
        RequestReader reader = ingest.otlp(RequestFormat.JSON);
        return json -> {
            WalkResult read;
            try {
                read = reader.read(new ByteSlice().set(json));
            } catch (MalformedRequestException | RejectedException e) {
                throw new SpanDocuments.UnreadableException(String.valueOf(e.getMessage()));
            }
            if (read.spansRejected() > 0) {
                throw new SpanDocuments.UnreadableException(
                        read.spansRejected() + " spans are none: " + String.join("; ", read.rejectionMessages()));
            }
            return read.batch();
        };
    }

    /** What operators ask the read side of the rest of the program. */
    static ServerFacts facts(ServerOptions options, TraceIngest ingest) {
        StoreOptions.Retention retention = options.store().retention();
        return new ServerFacts() {
            @Override
            public Retention retention() {
                return new Retention(
                        retention.age().toSeconds(),
                        retention.bytesMax(),
                        retention.bucketSpan().toSeconds());
            }

            @Override
            public List<RefusedSpans> refusedSpans() {
                return ingest.refused().stream()
                        .map(one -> new RefusedSpans(
                                one.reason(),
                                one.count(),
                                one.lastMillis(),
                                one.transport(),
                                one.client(),
                                one.message()))
                        .toList();
            }
        };
    }

    private static List<MountedHandler> mounted(List<SpanRoute> routes) {
        return routes.stream()
                .map(route -> new MountedHandler(route.method(), route.path(), Scope.INGEST, route.handler()))
                .toList();
    }

    static TraceIngest.Collaborators collaborators(
            ServerOptions options, TraceStore store, KeyRing keys, Metrics metrics) {
        MemoryPermits permits = new MemoryPermits(options.memory().permitBytes());
        metrics.bind(permits);
        return new TraceIngest.Collaborators(
                store::append,
                new KeyRingAuthenticator(keys, store::project, caller -> 0),
                permits,
                new ByteRates(),
                store::accepting,
                metrics.ingest(),
                Clock.systemUTC(),
                FrameResolution.of(store.scriptState(), options.store().scriptNames()));
    }

    static IngestOptions ingest(ServerOptions options) {
        long requestBytesMax = Math.min(options.ingest().requestBytesMax(), IngestOptions.REQUEST_BYTES_CEILING);
        return new IngestOptions(
                (int) requestBytesMax,
                new WalkOptions(
                        options.ingest().limits(),
                        options.store().retention().age().toSeconds(),
                        options.ingest().refuseOlderThan().toSeconds(),
                        // What there are no permits for would be refused behind the reading anyway.
                        Math.min(2 * requestBytesMax, options.memory().permitBytes())),
                IngestOptions.DEFAULT.workers());
    }

    /** Options of a listener, null if it is off. */
    static @Nullable ListenerOptions listener(ServerOptions options, String name, int port, AccessFiles access) {
        if (port == 0) {
            return null;
        }
        ListenerOptions plain = ListenerOptions.plain(options.listen().host(), port);
        return new ListenerOptions(
                plain.host(),
                plain.port(),
                of(options, name, access),
                options.ingest().connectionsMax(),
                options.ingest().connectionsPerAddressMax(),
                plain.handshakeTimeout(),
                plain.idleTimeout(),
                plain.headerBytesMax(),
                plain.slowBodies());
    }

    /** How a listener speaks TLS, null if in plain text. */
    private static @Nullable ListenerTls of(ServerOptions options, String name, AccessFiles access) {
        ServerOptions.Tls tls = options.listen().tls();
        return tls != null && tls.listeners().contains(name)
                ? access.tls(tls.clientsRequired().contains(name))
                : null;
    }
}
