package io.spanhouse.ingest.cloudtrace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request whose project is that of its address, or, of a call, that of its routing header, whatever its other headers say. A
 * key is judged from headers alone.
 */
final class ProjectRequest extends Request.Wrapper {
    static final String HEADER = "X-Scope-OrgID";

    /** The segment of a path that is the project. */
    private static final int PROJECT_SEGMENT = 3;

    private static final String PROJECT = "project_id=";
    private static final String NAME = "name=";
    private static final String PROJECTS = "projects/";

    private final HttpFields headers;

    private ProjectRequest(Request request, @Nullable String project) {
        super(request);
        headers = project == null
                ? request.getHeaders()
                : HttpFields.build(request.getHeaders()).put(HEADER, project).asImmutable();
    }

    /** Of a path such as {@code /v1/projects/P/traces}. */
    static Request ofPath(Request request) {
        return new ProjectRequest(
                request, decoded(request.getHttpURI().getPath().split("/", -1)[PROJECT_SEGMENT]));
    }

    /** Of a call. */
    static Request ofCall(Request request) {
        return new ProjectRequest(request, routed(request.getHeaders()));
    }

    /**
     * The project of a call's routing header, {@code project_id=P} or {@code name=projects/P} with or without more behind it;
     * null if it names none.
     */
    static @Nullable String routed(HttpFields headers) {
        String routing = headers.get(PatchCallHandler.ROUTING);
        for (String parameter : routing == null ? new String[0] : routing.split("&", -1)) {
            if (parameter.startsWith(PROJECT)) {
                return decoded(parameter.substring(PROJECT.length()));
            }
            if (parameter.startsWith(NAME)) {
                String name = decoded(parameter.substring(NAME.length()));
                return name.startsWith(PROJECTS)
                        ? name.substring(PROJECTS.length()).split("/", 2)[0]
                        : null;
            }
        }
        return null;
    }

    /** An escaped text; a plus is a plus. */
    static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public HttpFields getHeaders() {
        return headers;
    }
}
