package io.spanhouse.query.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The UI as a browser gets it, over real sockets. */
final class UiPagesTest {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\"]*ui/[^\"]+)\"");

    private final Running server = new Running(new MemoryTraceStore());
    private final String build = UiFiles.load().build();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> head(String path) {
        return server.send(server.request(path)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    @ParameterizedTest
    @CsvSource({"/,''", "/explore,''", "/trace/0af7,../", "/services/cart%2Fb,../", "/compare/a/b,../../", "/errors,''"
    })
    void everyPageIsTheDocumentWithItsFilesBesideIt(String path, String up) {
        HttpResponse<String> page = server.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'", "require-trusted-types-for 'script'");
        assertThat(page.body()).contains("<noscript>");
        Matcher references = REFERENCE.matcher(page.body());
        int found = 0;
        while (references.find()) {
            assertThat(references.group(1)).startsWith(up + "ui/" + build + "/");
            assertThat(server.get("/" + references.group(1).substring(up.length()))
                            .statusCode())
                    .as(references.group(1))
                    .isEqualTo(200);
            found++;
        }
        assertThat(found).isGreaterThan(5);
        HttpResponse<String> head = head(path);
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length"))
                .isEqualTo(page.headers().firstValue("Content-Length"));
        assertThat(head.body()).isEmpty();
    }

    @Test
    void theDocumentIsAskedForAnewAndFilesAreKept() {
        HttpResponse<String> page = server.get("/");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        String tag = page.headers().firstValue("ETag").orElseThrow();
        assertThat(server.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(server.get("/", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        HttpResponse<String> file = server.get("/ui/" + build + "/app/main.js");
        assertThat(file.headers().firstValue("Cache-Control")).hasValue("public, max-age=31536000, immutable");
        assertThat(file.headers().firstValue("Content-Type")).hasValue("text/javascript; charset=utf-8");
        assertThat(server.get(
                                "/ui/" + build + "/app/main.js",
                                "If-None-Match",
                                file.headers().firstValue("ETag").orElseThrow())
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void filesAreCompressedForThoseWhoTakeIt() throws IOException {
        String path = "/ui/" + build + "/css/base.css";
        HttpResponse<byte[]> sent = server.send(
                server.request(path, "Accept-Encoding", "br, gzip").build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(sent.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(sent.headers().firstValue("Vary").orElse("")).contains("Accept-Encoding");
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(server.get(path).body());
        }
        assertThat(server.get(path, "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/%s/none.js",
                "/ui/0000000000000000/app/main.js",
                "/ui/%s/../QueryServer.class",
                "/ui/%s/app/%%2e%%2e/index.html",
                "/ui/%s/vendor/README.md",
                "/ui/%s/index.html",
                "/ui/%s/tsconfig.json",
                "/ui/%s/",
                "/none"
            })
    void nothingElseIsThere(String path) {
        assertThat(server.get(String.format(path, build)).statusCode()).isIn(400, 404);
    }

    @Test
    void aPageTakesNoOtherMethod() {
        HttpResponse<String> refused = server.post("/", "{}");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }
}
