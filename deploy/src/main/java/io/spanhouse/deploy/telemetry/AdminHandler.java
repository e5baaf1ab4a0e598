package io.spanhouse.deploy.telemetry;

import io.spanhouse.deploy.config.ServerOptions;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.Credentials;
import io.spanhouse.storage.access.Entrance;
import io.spanhouse.storage.access.Scope;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers on the operator's port. */
final class AdminHandler extends Handler.Abstract {
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final String JSON = "application/json";

    /** What it answers. */
    static final List<Entrance> ENTRANCES = List.of(
            new Entrance("GET", "/healthz", null),
            new Entrance("GET", "/readyz", null),
            new Entrance("GET", "/metrics", null),
            new Entrance("GET", "/status", Scope.ADMIN),
            new Entrance("GET", "/routes", Scope.ADMIN));

    private final Metrics metrics;
    private final AccessFiles access;
    private final String version;
    private volatile @Nullable TraceStore store;
    private volatile @Nullable ServerOptions served;
    private volatile List<String> notices = List.of();
    private volatile List<OpenListener> listeners = List.of();
    private long probedNanoTime;
    private boolean probeResult;

    AdminHandler(Metrics metrics, AccessFiles access, String version) {
        this.metrics = metrics;
        this.access = access;
        this.version = version;
    }

    void ready(TraceStore opened, ServerOptions options, List<String> toTell, List<OpenListener> open) {
        served = options;
        notices = List.copyOf(toTell);
        listeners = List.copyOf(open);
        store = opened;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            answer(response, callback, 405, TEXT, "found " + request.getMethod() + ", expected GET\n");
            return true;
        }
        switch (path) {
            case "/healthz":
                answer(response, callback, 200, TEXT, "ok\n");
                return true;
            case "/readyz":
                ready(response, callback);
                return true;
            case "/metrics":
                answer(response, callback, 200, PROMETHEUS, metrics.scrape());
                return true;
            case "/status":
                ifAdministrator(
                        request,
                        response,
                        callback,
                        () -> StatusDocument.json(version, store, served, access, notices));
                return true;
            case "/routes":
                ifAdministrator(request, response, callback, () -> RoutesDocument.json(listeners));
                return true;
            default:
                answer(response, callback, 404, TEXT, "expected /metrics, /healthz, /readyz, /status or /routes\n");
                return true;
        }
    }

    private void ready(Response response, Callback callback) {
        TraceStore opened = store;
        if (opened == null) {
            answer(response, callback, 503, TEXT, "starting\n");
        } else if (probe(opened)) {
            answer(response, callback, 200, TEXT, "ready\n");
        } else {
            answer(response, callback, 503, TEXT, opened.status().refusal() + "\n");
        }
    }

    /** A real write and sync, at most one a second; those who ask in between get the last answer. */
    private synchronized boolean probe(TraceStore opened) {
        long now = System.nanoTime();
        if (!probeResult || now - probedNanoTime >= PROBE_NANOS) {
            probeResult = opened.probe();
            probedNanoTime = System.nanoTime();
        }
        return probeResult;
    }

    private void ifAdministrator(Request request, Response response, Callback callback, Supplier<String> document) {
        try {
            access.keys()
                    .authenticate(Credentials.find(request.getHeaders()::get), peer(request), session(request))
                    .require(Scope.ADMIN);
        } catch (AccessDeniedException e) {
            int code = e.reason() == AccessDeniedException.Reason.NO_KEY
                            || e.reason() == AccessDeniedException.Reason.WRONG_KEY
                    ? 401
                    : 403;
            answer(response, callback, code, TEXT, e.getMessage() + "\n");
            return;
        }
        answer(response, callback, 200, JSON, document.get());
    }

    private static InetAddress peer(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress internet
                        && internet.getAddress() != null
                ? internet.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private static @Nullable SSLSession session(Request request) {
        EndPoint.SslSessionData secure =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        return secure == null ? null : secure.sslSession();
    }

    private static void answer(Response response, Callback callback, int status, String type, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)), callback);
    }
}
