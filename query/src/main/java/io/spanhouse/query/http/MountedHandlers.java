package io.spanhouse.query.http;

import io.spanhouse.query.MountedHandler;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives the paths of others to their handlers, and everything else on. */
final class MountedHandlers extends Handler.Sequence {
    MountedHandlers(List<MountedHandler> mounted, Handler otherwise) {
        super(inOrder(mounted, otherwise));
    }

    private static List<Handler> inOrder(List<MountedHandler> mounted, Handler otherwise) {
        List<Handler> handlers = new ArrayList<>();
        for (MountedHandler one : mounted) {
            handlers.add(new AtPath(one));
        }
        handlers.add(otherwise);
        return handlers;
    }

    private static final class AtPath extends Handler.Wrapper {
        private final String method;
        private final PathTemplate path;

        AtPath(MountedHandler mounted) {
            super(mounted.handler());
            this.method = mounted.method();
            this.path = PathTemplate.parse(mounted.path());
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            boolean meant = (method.equals(MountedHandler.EVERY_METHOD)
                            || request.getMethod().equals(method))
                    && path.match(request.getHttpURI().getPath()) != null;
            return meant && super.handle(request, response, callback);
        }
    }
}
