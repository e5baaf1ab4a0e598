package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.Transport;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What tells one protocol of spans in HTTP bodies from another. Called by many threads. */
public interface PostProtocol extends PostIntake.Form {
    /** The label of its counters. */
    Transport transport();

    /** What a request's headers make of its body, where its answers show something of that body. */
    default PostIntake.Form form(Answering answers) {
        return this;
    }

    /** The answers to one request. */
    Answering answering(Request request, Response response, Callback callback);
}
