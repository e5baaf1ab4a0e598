package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.admission.Authenticator;
import io.spanhouse.ingest.admission.Peer;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RequestHeaders;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;

/**
 * A call without the routing header, as OpenTelemetry's exporter for Node makes: the project is known from the message alone, and
 * the key was judged without it. So the message's must be the one that the key writes to anyway.
 *
 * @param authenticator says who sends
 * @param headers of the call
 * @param peer the other end of the connection
 */
record UnroutedCall(Authenticator authenticator, HttpFields headers, Peer peer) {
    /** Refuses a message of a project that these headers do not choose. */
    void require(String project) throws MalformedRequestException {
        try {
            int chosen = authenticator.authenticate(headers::get, peer).project();
            RequestHeaders named =
                    name -> name.equals(ProjectRequest.HEADER.toLowerCase(Locale.ROOT)) ? project : headers.get(name);
            if (authenticator.authenticate(named, peer).project() != chosen) {
                throw PatchBatch.malformed("the message is of project '" + PatchBatch.shortened(project)
                        + "', which is not the first of the key's; name it in the header " + PatchCallHandler.ROUTING
                        + ", too, as name=projects/...");
            }
        } catch (RejectedException e) {
            throw PatchBatch.malformed("the message is of project '" + PatchBatch.shortened(project) + "': "
                    + e.rejection().message());
        }
    }
}
