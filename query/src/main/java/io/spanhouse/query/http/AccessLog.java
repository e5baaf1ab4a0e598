package io.spanhouse.query.http;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for each request of a listener, also of those that paths of others answer, in a log of its own: {@code
 * io.spanhouse.access}. What was searched for stands in query strings and bodies, and in no line.
 */
final class AccessLog implements RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.spanhouse.access");
    private static final String KIND = AccessLog.class.getName() + ".kind";
    private static final String PROJECT = AccessLog.class.getName() + ".project";
    private static final String STATUS = AccessLog.class.getName() + ".status";
    private static final String UNKNOWN = "-";

    /** Notes which endpoint answers, for which project. */
    static void route(Request request, String kind) {
        request.setAttribute(KIND, kind);
    }

    /** Notes whose spans are meant. */
    static void project(Request request, String project) {
        request.setAttribute(PROJECT, project);
    }

    /** Notes the status that metrics count, which of a gRPC call is another than HTTP's. */
    static void status(Request request, int status) {
        request.setAttribute(STATUS, status);
    }

    @Override
    public void log(Request request, Response response) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        LOG.info(
                "{} {} {} {} project {} status {} {} bytes {} ms",
                Request.getRemoteAddr(request),
                request.getMethod(),
                request.getHttpURI().getPath(),
                noted(request, KIND, UNKNOWN),
                noted(request, PROJECT, UNKNOWN),
                noted(request, STATUS, response.getStatus()),
                Response.getContentBytesWritten(response),
                TimeUnit.NANOSECONDS.toMillis(NanoTime.since(request.getHeadersNanoTime())));
    }

    private static Object noted(Request request, String name, Object otherwise) {
        Object noted = request.getAttribute(name);
        return noted == null ? otherwise : noted;
    }
}
