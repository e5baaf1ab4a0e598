package io.spanhouse.query.api;

import io.spanhouse.query.http.Download;
import io.spanhouse.query.http.Downloads;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.FetchByTicket;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.http.Route;
import io.spanhouse.query.http.Router;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * {@code POST exports} makes a ticket for a file, {@code GET exports/{download}/file} gives the file to whoever shows it, and
 * {@code GET exports/{download}} says how far that is. So a browser can save a file of any length as it saves any other: it keeps
 * nothing in memory, and no address has a key in it.
 */
final class Exports {
    /** What files are: these endpoints answer with what is to be saved. */
    private static final Set<String> KINDS = Set.of("export", "script_export");

    private static final Set<String> MEMBERS = Set.of("path", "parameters", "body");
    private static final byte[] NO_BODY = new byte[0];

    private final Router files;

    /** Tickets for those among some routes that answer with files. */
    Exports(List<Route> routes) {
        files = new Router(
                routes.stream().filter(route -> KINDS.contains(route.kind())).toList());
    }

    /** {@code POST exports}. */
    void create(Exchange exchange) throws IOException {
        JsonInput wanted = JsonInput.body(exchange.body()).object(MEMBERS);
        JsonInput path = wanted.required("path");
        JsonInput parameters = wanted.member("parameters");
        JsonInput body = wanted.member("body");
        Downloads.Issued issued;
        try {
            issued = exchange.ticket(
                    files,
                    body.present() ? "POST" : "GET",
                    ApiRoutes.BASE + "/" + path.text(),
                    parameters.present() ? parameters.text() : "",
                    body.present() ? body.bytes() : NO_BODY);
        } catch (HttpFailure e) {
            throw e.status() == 404 || e.status() == 405
                    ? path.unexpected("export, with a body, or scripts/{script}/export/runs or logs, without")
                    : e;
        }
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("id", issued.id());
            json.writeStringProperty(FetchByTicket.TICKET, issued.ticket());
            json.writeStringProperty("expiresMillis", Long.toString(issued.expiresMillis()));
            json.writeEndObject();
        });
    }

    /** {@code GET exports/{download}}. */
    void progress(Exchange exchange) throws IOException {
        Download.Progress progress = exchange.download(exchange.parameter(FetchByTicket.DOWNLOAD));
        if (progress == null) {
            throw HttpFailure.notFound("there is no such export of this key in this project, or it is over "
                    + Downloads.KEPT_SECONDS + " s ago");
        }
        exchange.json(json -> {
            json.writeStartObject();
            json.writeStringProperty("state", Operands.name(progress.state()));
            json.writeStringProperty("rows", Long.toString(progress.rows()));
            json.writeStringProperty("failure", progress.failure());
            Answers.completeness(progress.completeness(), json);
            json.writeEndObject();
        });
    }
}
