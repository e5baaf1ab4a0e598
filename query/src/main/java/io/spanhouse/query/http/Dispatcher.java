package io.spanhouse.query.http;

import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryOptions;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.access.AccessDeniedException;
import io.spanhouse.storage.access.Caller;
import io.spanhouse.storage.access.Credentials;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSession;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request goes through: route, key and project before anything of the body is read; a permit and a budget; the
 * endpoint; the answer's end or a refusal in the dialect's form; figures. Thread-safe.
 */
final class Dispatcher extends Handler.Abstract {
    /** Headers that choose among a key's projects, in the order in which they are looked at. */
    private static final String[] PROJECT_HEADERS = {"X-Scope-OrgID", "x-tenant"};

    /** The parameter of a path that does so too, and goes before them. */
    private static final String PROJECT_PARAMETER = "projectId";

    /** No project ever has this number. */
    private static final int NO_PROJECT = -1;

    /** The status under which a request is counted whose client went away. */
    private static final int CLIENT_GONE = 499;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Router router;
    private final TraceStore store;
    private final KeyRing keys;
    private final QueryOptions.Limits limits;
    private final QueryMetrics metrics;
    private final Semaphore permits;
    private final QueryRecords records = new QueryRecords();
    private final Closing closing = new Closing();
    private final Downloads downloads = new Downloads(StoreClock.SYSTEM);
    private final Exchange.Surroundings surroundings;

    Dispatcher(Router router, TraceStore store, KeyRing keys, QueryOptions.Limits limits, QueryMetrics metrics) {
        this.router = router;
        this.store = store;
        this.keys = keys;
        this.limits = limits;
        this.metrics = metrics;
        this.permits = new Semaphore(limits.concurrentMax());
        this.surroundings = new Exchange.Surroundings(new ClientWatches(), closing, records, keys, downloads);
    }

    /** Ends answers that would go on. */
    void closing() {
        closing.begin();
    }

    /** Queries that are being answered now. */
    int running() {
        return limits.concurrentMax() - permits.availablePermits();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String requestId = RequestIds.of(request);
        CommonHeaders.add(response, requestId);
        String rawPath = request.getHttpURI().getPath();
        ErrorForm errors = GrpcErrors.isGrpc(request) ? GrpcErrors.FORM : router.errorsNear(rawPath);
        String kind = "unknown";
        int status;
        try {
            Router.Match match = router.find(request.getMethod(), rawPath);
            kind = match.route().kind();
            AccessLog.route(request, kind);
            errors = match.route().errors();
            status = fetchOrAnswer(match, request, response, requestId);
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            status = fail(
                    e, errors == null ? ErrorForm.PLAIN : errors, new Open(request, response, callback, requestId));
        }
        metrics.answered(
                kind, status, NanoTime.since(request.getHeadersNanoTime()), Response.getContentBytesWritten(response));
        return true;
    }

    /** Answers what came, or in its place what its ticket stands for, whose end somebody may ask for. */
    private int fetchOrAnswer(Router.Match came, Request request, Response response, String requestId)
            throws IOException {
        String ticket = came.route().endpoint() instanceof FetchByTicket ? ticket(request) : null;
        if (ticket == null) {
            Caller caller =
                    keys.authenticate(Credentials.find(request.getHeaders()::get), peer(request), session(request));
            String named = projectNamed(request, came.parameters().get(PROJECT_PARAMETER));
            return answer(new Asked(came, caller, named, null), request, response, requestId);
        }
        if (!request.getMethod().equals("GET")) {
            // A look at the headers alone would use the ticket up.
            throw new HttpFailure(405, QueryRefusal.ROUTE, "a ticket is good for GET").header("Allow", "GET");
        }
        Download download = downloads.redeem(
                UriText.segment(String.valueOf(came.parameters().get(FetchByTicket.DOWNLOAD))), ticket);
        Download.Source source = download.source();
        download.begin();
        try {
            Caller caller = keys.renew(source.keyId(), peer(request), session(request));
            int status =
                    answer(new Asked(source.match(), caller, source.project(), download), request, response, requestId);
            download.done();
            return status;
        } catch (IOException | RuntimeException e) {
            download.fail(
                    Exchange.isClientGone(e)
                            ? "whoever fetched it went away"
                            : String.valueOf(
                                    failure(e, came.route().errors(), requestId).getMessage()));
            throw e;
        }
    }

    private static @Nullable String ticket(Request request) {
        List<String> tickets = UriText.query(request.getHttpURI().getQuery()).get(FetchByTicket.TICKET);
        return tickets == null ? null : tickets.get(0);
    }

    /**
     * What is answered, to whom.
     *
     * @param named the project that the request names; null for none
     * @param download if it is not the request that came
     */
    private record Asked(
            Router.Match match,
            Caller caller,
            @Nullable String named,
            @Nullable Download download) {}

    private int answer(Asked asked, Request request, Response response, String requestId) throws IOException {
        Router.Match match = asked.match();
        Caller caller = asked.caller();
        String kind = match.route().kind();
        caller.require(match.route().scope());
        String named = asked.named();
        String project = caller.project(named);
        AccessLog.project(request, project);
        keys.countCall(caller);
        if (!permits.tryAcquire()) {
            throw Failures.busy(limits.concurrentMax());
        }
        QueryControl control = new QueryControl(limits.timeout().toMillis(), limits.bytesMax());
        try {
            Exchange exchange = new Exchange(
                    request,
                    response,
                    new Exchange.Context(
                            match.parameters(),
                            caller,
                            name -> store.projects().getOrDefault(name, NO_PROJECT),
                            store.projects().getOrDefault(project, NO_PROJECT),
                            named == null ? project : named,
                            control,
                            requestId,
                            asked.download(),
                            surroundings));
            try {
                match.route().endpoint().answer(exchange);
            } catch (StoreException e) {
                if (control.cancelled()) {
                    throw new ClientGoneException(e);
                }
                throw e;
            } finally {
                exchange.stopWatching();
                recordSlow(exchange, kind, NanoTime.since(request.getHeadersNanoTime()));
            }
            exchange.finish();
            if (exchange.partial()) {
                metrics.partial(kind);
            }
            return response.getStatus();
        } finally {
            permits.release();
        }
    }

    private void recordSlow(Exchange exchange, String kind, long nanos) {
        if (nanos >= QueryRecords.SLOW_NANOS && !exchange.goesOn()) {
            records.slow(new QueryRecords.Slow(
                    System.currentTimeMillis(),
                    kind,
                    exchange.projectName(),
                    exchange.caller().keyId(),
                    exchange.requestId(),
                    nanos,
                    exchange.described(),
                    exchange.control().statistics(),
                    exchange.partial()));
        }
    }

    private static @Nullable String projectNamed(Request request, @Nullable String inPath) {
        if (inPath != null) {
            return UriText.segment(inPath);
        }
        for (String header : PROJECT_HEADERS) {
            String named = request.getHeaders().get(header);
            if (named != null && !named.isBlank()) {
                return named.trim();
            }
        }
        return null;
    }

    private static InetAddress peer(Request request) {
        SocketAddress address = request.getConnectionMetaData().getRemoteSocketAddress();
        if (address instanceof InetSocketAddress) {
            return ((InetSocketAddress) address).getAddress();
        }
        throw new IllegalStateException("the peer's address is " + address + ", expected an internet address");
    }

    private static @Nullable SSLSession session(Request request) {
        EndPoint.SslSessionData secure =
                request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
        return secure == null ? null : secure.sslSession();
    }

    private record Open(Request request, Response response, Callback callback, String requestId) {}

    private int fail(Exception e, ErrorForm errors, Open open) {
        if (Exchange.isClientGone(e)) {
            AccessLog.status(open.request(), CLIENT_GONE);
            open.callback().failed(e);
            return CLIENT_GONE;
        }
        HttpFailure failure = failure(e, errors, open.requestId());
        AccessLog.status(open.request(), failure.status());
        QueryRefusal refusal = failure.refusal();
        if (refusal != null) {
            metrics.refused(refusal);
            records.refused(refusal, open.requestId(), String.valueOf(failure.getMessage()));
        }
        if (open.response().isCommitted()) {
            LOG.warn("request {} broke off: {}", open.requestId(), failure.getMessage());
            open.callback().failed(e);
            return failure.status();
        }
        String partial = open.response().getHeaders().get(Exchange.PARTIAL_HEADER);
        open.response().reset();
        CommonHeaders.add(open.response(), open.requestId());
        if (partial != null) {
            // What was not found may lie in what cannot be read.
            open.response().getHeaders().put(Exchange.PARTIAL_HEADER, partial);
        }
        HttpFields.Mutable headers = open.response().getHeaders();
        failure.headers().forEach(headers::put);
        errors.headers(failure).forEach(headers::put);
        headers.put("Content-Type", errors.contentType());
        if (!open.request().consumeAvailable()
                && open.request().getConnectionMetaData().getHttpVersion().getVersion()
                        <= HttpVersion.HTTP_1_1.getVersion()) {
            // Of a body that is not read to its end the connection dies: a client that is told does not send its next
            // request there.
            headers.put(HttpHeader.CONNECTION, "close");
        }
        open.response().setStatus(errors.status(failure));
        byte[] body = errors.body(failure, open.requestId()).getBytes(StandardCharsets.UTF_8);
        open.response().write(true, ByteBuffer.wrap(body), open.callback());
        return failure.status();
    }

    /** What a failure of any kind is to a client. */
    static HttpFailure failure(Exception e, ErrorForm errors, String requestId) {
        if (e instanceof HttpFailure) {
            return (HttpFailure) e;
        }
        if (e instanceof AccessDeniedException) {
            return Failures.of((AccessDeniedException) e, errors);
        }
        if (e instanceof StoreException) {
            return Failures.of((StoreException) e);
        }
        LOG.error("request {} failed", requestId, e);
        return HttpFailure.bug(requestId);
    }
}
