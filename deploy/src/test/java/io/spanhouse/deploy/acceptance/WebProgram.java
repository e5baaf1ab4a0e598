package io.spanhouse.deploy.acceptance;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A small web program that knows nothing of tracing: serves {@code /cart} and calls it as often as its argument says. */
public final class WebProgram {
    private WebProgram() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/cart", exchange -> {
            byte[] body = "three items".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        HttpClient client = HttpClient.newHttpClient();
        URI cart = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/cart");
        for (int i = Integer.parseInt(arguments[0]); i > 0; i--) {
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(cart).build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("found status " + answer.statusCode() + ", expected 200");
            }
        }
        server.stop(0);
    }
}
