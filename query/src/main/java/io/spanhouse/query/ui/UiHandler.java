package io.spanhouse.query.ui;

import io.spanhouse.query.http.CommonHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers a page of the UI with its document, and a path below {@code /ui/} with a file. A file of another build is not
 * found: a page that is older than the server learns so that it must be loaded again. Thread-safe.
 */
final class UiHandler extends Handler.Abstract {
    static final String FILES = "/ui/";

    /** Scripts come from files only, text never becomes markup or script, and nobody frames the pages. */
    private static final String POLICY =
            "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none';"
                    + " form-action 'self'; require-trusted-types-for 'script'; trusted-types spanhouse";

    private static final int DEPTH_MAX = 8;

    private static final List<String> METHODS = List.of("GET", "HEAD");

    private final UiFiles files;
    private final List<UiFile> documents = new ArrayList<>();

    /** A handler of files, and of the page that a module shows. */
    UiHandler(UiFiles files, String module) {
        this.files = files;
        List<String> modules = files.modules(module);
        for (int depth = 0; depth < DEPTH_MAX; depth++) {
            documents.add(files.document(depth, modules));
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        HttpFields.Mutable headers = response.getHeaders();
        CommonHeaders.add(request, response);
        headers.put("Content-Security-Policy", POLICY);
        if (!METHODS.contains(request.getMethod())) {
            headers.put(HttpHeader.ALLOW, String.join(", ", METHODS));
            refuse(405, "this path does not take " + request.getMethod(), response, callback);
            return true;
        }
        if (!path.startsWith(FILES)) {
            int depth = (int) path.chars().filter(c -> c == '/').count() - 1;
            // The document changes with a new program only, but a browser must ask whether it has.
            headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
            answer(documents.get(depth), '"' + files.build() + '-' + depth + '"', request, response, callback);
            return true;
        }
        String prefix = FILES + files.build() + '/';
        UiFile file = path.startsWith(prefix) ? files.file(path.substring(prefix.length())) : null;
        if (file == null) {
            refuse(404, "this build of the UI has no such file", response, callback);
        } else {
            headers.put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
            answer(file, '"' + files.build() + '"', request, response, callback);
        }
        return true;
    }

    private static void answer(UiFile file, String tag, Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.ETAG, tag);
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (known != null && known.contains(tag)) {
            response.setStatus(304);
            callback.succeeded();
            return;
        }
        headers.put(HttpHeader.CONTENT_TYPE, file.type());
        boolean gzip = takesGzip(request);
        if (gzip) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        response.setStatus(200);
        write(response, gzip ? file.compressed() : file.bytes(), callback);
    }

    private static void refuse(int status, String why, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        response.setStatus(status);
        write(response, (status + ": " + why + "\n").getBytes(StandardCharsets.UTF_8), callback);
    }

    private static void write(Response response, byte[] bytes, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        // Jetty leaves the body of an answer to HEAD away, and keeps its length.
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private static boolean takesGzip(Request request) {
        for (HttpField field : request.getHeaders()) {
            if (field.getHeader() == HttpHeader.ACCEPT_ENCODING && field.contains("gzip")) {
                return !field.getValue().contains("gzip;q=0");
            }
        }
        return false;
    }
}
