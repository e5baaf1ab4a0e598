package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Zipkin's own web page, Lens, from its jar, with Zipkin's port of the packaged program behind it. */
@Timeout(180)
final class LensIT {
    private static final String BASE = "/zipkin/";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @Test
    void showsServicesTracesAndDependencies() throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (PackagedServer server = PackagedServer.start(directory)) {
            HttpServer lens = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            lens.setExecutor(threads);
            lens.createContext(BASE, exchange -> answer(exchange, server.ports().zipkin()));
            lens.start();
            try (Browser browser = Browser.start(lens.getAddress().getPort())) {
                send(server.ports().zipkin());
                Page page = browser.page(Browser.Look.DESK);
                page.navigate(BASE + "traces/00000000000000a1");
                assertThat(page.getByText("web: browse").first()).isVisible();
                assertThat(page.getByText("bank: pay").first()).isVisible();
                page.navigate(BASE + "?serviceName=web&lookback=15m&limit=10");
                page.getByText("Run Query").click();
                assertThat(page.getByText("browse").first()).isVisible();
                page.navigate(BASE + "dependency");
                page.getByText("Run Query").click();
                page.waitForCondition(() -> asked.stream().anyMatch(path -> path.contains("/dependencies?")));
            } finally {
                lens.stop(0);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(asked)
                .anyMatch(path -> path.startsWith("200 /zipkin/api/v2/trace/"))
                .anyMatch(path -> path.startsWith("200 /zipkin/api/v2/traces?"))
                .anyMatch(path -> path.startsWith("200 /zipkin/api/v2/services"))
                .anyMatch(path -> path.startsWith("200 /zipkin/config.json"))
                .allMatch(path -> path.startsWith("200 "));
    }

    private static void send(int port) throws IOException, InterruptedException {
        String spans = """
                [{'traceId':'00000000000000a1','id':'0000000000000001','kind':'SERVER','name':'browse',
                  'timestamp':%1$d000000,'duration':5000,'localEndpoint':{'serviceName':'web'}},
                 {'traceId':'00000000000000a1','parentId':'0000000000000001','id':'0000000000000002','kind':'CLIENT',
                  'name':'pay','timestamp':%1$d001000,'duration':2000,'localEndpoint':{'serviceName':'web'},
                  'remoteEndpoint':{'serviceName':'bank'}}]""".formatted(System.currentTimeMillis() / 1_000 - 5);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/spans"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(spans.replace('\'', '"')))
                .build();
        assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(202);
    }

    /** The page's files from its jar, what it asks from Zipkin's port. */
    private void answer(HttpExchange exchange, int port) throws IOException {
        String path = exchange.getRequestURI().toString();
        if (path.startsWith(BASE + "api/") || path.equals(BASE + "config.json")) {
            try {
                HttpResponse<byte[]> answer = CLIENT.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                asked.add(answer.statusCode() + " " + path);
                write(exchange, answer.statusCode(), "application/json", answer.body());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                exchange.close();
            }
            return;
        }
        String name = exchange.getRequestURI().getPath().substring(BASE.length());
        try (InputStream file = file(name)) {
            String type = name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "text/html";
            write(exchange, 200, type, file.readAllBytes());
        }
    }

    private static InputStream file(String name) {
        ClassLoader loader = LensIT.class.getClassLoader();
        InputStream file = name.contains(".") ? loader.getResourceAsStream("zipkin-lens/" + name) : null;
        return file == null ? loader.getResourceAsStream("zipkin-lens/index.html") : file;
    }

    private static void write(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
