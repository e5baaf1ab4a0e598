package io.spanhouse.query.http;

import io.spanhouse.storage.access.AccessKey;
import io.spanhouse.storage.access.Caller;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Visibility;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One request whose caller is known, and its answer. Used by the thread of the request alone.
 *
 * <p>An endpoint reads what it needs, then writes once: {@link #json}, {@link #text} or {@link #stream}. Writes block while
 * the client does not take them.
 */
public final class Exchange {
    /** Says why an answer does not cover everything. */
    public static final String PARTIAL_HEADER = "Spanhouse-Partial";

    private static final int BUFFER_BYTES = 32 << 10;
    private static final Set<String> METHODS_WITH_BODY = Set.of("PATCH", "POST", "PUT");

    private final Request request;
    private final Response response;
    private final Context context;
    private @Nullable Map<String, List<String>> query;
    private boolean partial;
    private @Nullable AnswerStream answer;
    private @Nullable ClientWatch watch;
    private volatile boolean computing;
    private @Nullable String described;
    private boolean goesOn;

    /**
     * What is known before an endpoint is called.
     *
     * @param parameters of the path, still encoded
     * @param projects numbers of projects by their names
     * @param project number of the project that is meant
     * @param projectName its name; an answer repeats the name that was asked for
     * @param download the request that is answered in the place of the one that came; null if there is none
     */
    record Context(
            Map<String, String> parameters,
            Caller caller,
            ToIntFunction<String> projects,
            int project,
            String projectName,
            QueryControl control,
            String requestId,
            @Nullable Download download,
            Surroundings surroundings) {}

    /**
     * What all requests of a listener share.
     *
     * @param watches of all requests that are being answered
     * @param closing says when the listener closes
     * @param records what operators ask of its past
     * @param keys who may ask
     * @param downloads what may be fetched by tickets
     */
    record Surroundings(
            ClientWatches watches, Closing closing, QueryRecords records, KeyRing keys, Downloads downloads) {}

    Exchange(Request request, Response response, Context context) {
        this.request = request;
        this.response = response;
        this.context = context;
        // While the store works nothing moves on the connection; the query's own time limit bounds that.
        request.addIdleTimeoutListener(timeout -> !computing);
        if (!METHODS_WITH_BODY.contains(request.getMethod())) {
            startWatching();
        }
    }

    private void startWatching() {
        if (watch == null) {
            computing = true;
            watch = ClientWatch.start(
                    request, context.control(), context.surroundings().watches());
        }
    }

    /** From now on the answer is written, and a client that is gone shows in that. */
    void stopWatching() {
        computing = false;
        if (watch != null) {
            watch.close();
        }
    }

    /** A parameter of the path, decoded. */
    public String parameter(String name) {
        String raw = context.parameters().get(name);
        if (raw == null) {
            throw new IllegalArgumentException("the route has no parameter " + name);
        }
        return UriText.segment(raw);
    }

    /** A parameter of the query string; null if it is absent. */
    public @Nullable String query(String name) {
        List<String> values = query().get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw HttpFailure.badRequest("the parameter " + name + " comes " + values.size() + " times, expected once");
        }
        return values.get(0);
    }

    /** All values of a parameter of the query string that may come several times. */
    public List<String> queries(String name) {
        return query().getOrDefault(name, List.of());
    }

    /** The names of all parameters of the query string. */
    public Set<String> queryNames() {
        return Set.copyOf(query().keySet());
    }

    private Map<String, List<String>> query() {
        Map<String, List<String>> read = query;
        if (read == null) {
            read = UriText.query(queryText());
            query = read;
        }
        return read;
    }

    private @Nullable String queryText() {
        Download download = context.download();
        return download == null
                ? request.getHttpURI().getQuery()
                : download.source().query();
    }

    /** Parameters in the place of those of the query string. */
    void ask(Map<String, String> parameters) {
        Map<String, List<String>> asked = new HashMap<>();
        parameters.forEach((name, value) -> asked.put(name, List.of(value)));
        query = asked;
    }

    /** A whole number of the query string. */
    public int query(String name, int otherwise, int least, int most) {
        String text = query(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw HttpFailure.badRequest(
                "the parameter " + name + " is '" + text + "', expected a whole number from " + least + " to " + most);
    }

    /** A header of the request; null if it is absent. */
    public @Nullable String requestHeader(String name) {
        return request.getHeaders().get(name);
    }

    /** The body, whole. */
    public byte[] body() throws IOException {
        Download download = context.download();
        byte[] body =
                download == null ? BodyReader.read(request) : download.source().body();
        startWatching();
        described =
                new String(body, 0, Math.min(body.length, QueryRecords.REQUEST_CHARACTERS_MAX), StandardCharsets.UTF_8);
        return body;
    }

    /** The body as it arrives; closed by Jetty with the request. */
    InputStream bodyStream() {
        return Request.asInputStream(request);
    }

    public Caller caller() {
        return context.caller();
    }

    /** Whose spans may be seen. */
    public Visibility visibility() {
        return context.caller().visibility();
    }

    /** Number of the project; one that no project has if the name is not known, so that nothing is found. */
    public int project() {
        return context.project();
    }

    /**
     * Number of a project that the request's message names.
     *
     * @throws io.spanhouse.storage.access.AccessDeniedException if it is not among the caller's
     */
    public int project(String named) {
        return context.projects().applyAsInt(context.caller().project(named.isEmpty() ? null : named));
    }

    public String projectName() {
        return context.projectName();
    }

    public String requestId() {
        return context.requestId();
    }

    /** The reins of this query; cancelled when the client goes away. */
    public QueryControl control() {
        return context.control();
    }

    /** Sets a header of the answer. */
    public void header(String name, String value) {
        response.getHeaders().put(name, value);
    }

    /** Says that the answer does not cover everything, if it does not. Before the answer's first byte. */
    public void completeness(Completeness completeness) {
        Download download = context.download();
        if (download != null) {
            download.completeness(() -> completeness);
        }
        if (!completeness.complete()) {
            partial = true;
            header(PARTIAL_HEADER, completeness.reason().text());
        }
    }

    /** Says in a trailer whether the answer covers everything, for answers that know it only at their end. */
    public void completenessAtEnd(Supplier<Completeness> completeness) {
        Download download = context.download();
        if (download != null) {
            download.completeness(completeness);
        }
        header("Trailer", PARTIAL_HEADER);
        response.setTrailersSupplier(() -> {
            Completeness known = completeness.get();
            if (known.complete()) {
                return HttpFields.EMPTY;
            }
            partial = true;
            return HttpFields.build().put(PARTIAL_HEADER, known.reason().text());
        });
    }

    /** Counts rows of a file as they are written, for those who ask how far a download is. */
    public void wrote(long rows) {
        Download download = context.download();
        if (download != null) {
            download.wrote(rows);
        }
    }

    /**
     * Makes a ticket for a request that this caller may make.
     *
     * @param routes what may be fetched by tickets
     * @param path with its parameters
     * @param body empty for none
     */
    public Downloads.Issued ticket(Router routes, String method, String path, String parameters, byte[] body) {
        Router.Match match = routes.find(method, path);
        caller().require(match.route().scope());
        // Read once now, so that nonsense is told here and not by a file that does not come.
        UriText.query(parameters);
        return context.surroundings()
                .downloads()
                .issue(new Download.Source(match, parameters, body, caller().keyId(), projectName()));
    }

    /** How a download of this caller is; null if it has none of this name. */
    public Download.@Nullable Progress download(String id) {
        return context.surroundings().downloads().find(id, caller().keyId(), projectName());
    }

    /** Starts an answer of events. */
    public EventStream events() {
        header("Cache-Control", "no-store");
        goesOn = true;
        return new EventStream(
                started(EventStream.CONTENT_TYPE), context.surroundings().closing());
    }

    /** Waits within an answer that goes on; true when the listener closes. */
    boolean closesWithin(long millis) {
        goesOn = true;
        return context.surroundings().closing().within(millis);
    }

    /** An answer whose end is in trailers. */
    AnswerStream stream(String contentType, Supplier<HttpFields> trailers) {
        response.setTrailersSupplier(trailers);
        return started(contentType);
    }

    private AnswerStream started(String contentType) {
        stream(contentType);
        AnswerStream started = answer;
        if (started == null) {
            throw new IllegalStateException("an answer that was started is there");
        }
        return started;
    }

    /** Notes that the answer does not cover everything. */
    void noteCompleteness(Completeness completeness) {
        partial |= !completeness.complete();
    }

    /** Notes how an answer ended whose own status says that it went well. */
    void noteStatus(int status) {
        AccessLog.status(request, status);
    }

    /** What a failure is to the client. */
    HttpFailure failure(RuntimeException e) {
        return Dispatcher.failure(e, GrpcErrors.FORM, requestId());
    }

    /** What operators ask of the listener's past. */
    public QueryRecords records() {
        return context.surroundings().records();
    }

    /** All keys in force, for operators. */
    public List<AccessKey> keys() {
        return context.surroundings().keys().keys();
    }

    /** Whether the answer takes as long as its client likes. */
    boolean goesOn() {
        return goesOn;
    }

    /** The begin of the body, or the parameters of a request without. */
    String described() {
        String query = queryText();
        String text = described != null ? described : query == null ? "" : query;
        return text.substring(0, Math.min(text.length(), QueryRecords.REQUEST_CHARACTERS_MAX));
    }

    boolean partial() {
        return partial;
    }

    /** Answers 200 with JSON. */
    public void json(Json.JsonAnswer answer) throws IOException {
        try (OutputStream out = stream(Json.CONTENT_TYPE);
                JsonGenerator json = Json.generator(out)) {
            answer.write(json);
        }
    }

    /** Answers 200 with JSON, on lines of its own for people if wanted. */
    public void json(boolean indented, Json.JsonAnswer answer) throws IOException {
        if (!indented) {
            json(answer);
            return;
        }
        try (OutputStream out = stream(Json.CONTENT_TYPE);
                JsonGenerator json = Json.indented(out)) {
            answer.write(json);
        }
    }

    /** Answers 200 with text. */
    public void text(String contentType, String text) throws IOException {
        try (OutputStream out = stream(contentType)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Answers 200 with a resource of the program. */
    public void resource(String contentType, Class<?> owner, String name) throws IOException {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program has no resource " + name + " beside " + owner.getName());
            }
            try (OutputStream out = stream(contentType)) {
                in.transferTo(out);
            }
        }
    }

    /**
     * Starts an answer of status 200. Closing the stream does nothing: the answer ends when the endpoint returns, and if it
     * throws instead, the answer becomes an error or, where its first bytes are out, breaks off.
     */
    public OutputStream stream(String contentType) {
        stopWatching();
        response.setStatus(200);
        header("Content-Type", contentType);
        answer = new AnswerStream(Content.Sink.asOutputStream(response), BUFFER_BYTES);
        return answer;
    }

    /** Ends the answer in good order. */
    void finish() throws IOException {
        if (answer == null) {
            throw new IllegalStateException("the endpoint returned without an answer");
        }
        answer.end();
    }

    /** Whether an exception means that the client is gone. */
    static boolean isClientGone(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof EofException || cause instanceof ClientGoneException) {
                return true;
            }
        }
        return false;
    }
}
