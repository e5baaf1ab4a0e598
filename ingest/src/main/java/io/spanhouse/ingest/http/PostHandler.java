package io.spanhouse.ingest.http;

import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.SlowBodyWatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Takes the spans of one protocol at a path of somebody else's listener, which starts and stops it, once, and has matched
 * method and path before. Has one thread while it runs, which watches for bodies that do not arrive.
 */
public final class PostHandler extends Handler.Abstract {
    private final TraceIngest ingest;
    private final PostProtocol protocol;
    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable PostIntake intake;

    /** A handler that is not started. */
    public PostHandler(TraceIngest ingest, PostProtocol protocol) {
        this.ingest = ingest;
        this.protocol = protocol;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, protocol.transport().label() + "-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    protected void doStart() throws Exception {
        intake = new PostIntake(ingest, new SlowBodyWatch(SlowBodyWatch.Limits.DEFAULT, timer));
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        intake = null;
        timer.shutdownNow();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        PostIntake running = intake;
        if (running == null) {
            return false;
        }
        Answering answers = protocol.answering(request, response, callback);
        running.take(request, protocol.transport(), protocol.form(answers), answers);
        return true;
    }
}
