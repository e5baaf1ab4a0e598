package io.spanhouse.deploy.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The definition of the samples is made once, and what prevents it is told. */
final class DemoDefinitionTest {
    private static final String NONE = "{\"definitions\":[]}";

    private final List<String> asked = new ArrayList<>();

    /** What is told of a server that answers so to the question what there is, and then to the wish for one more. */
    private String told(int listed, String list, int made) throws IOException, InterruptedException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean posts = exchange.getRequestMethod().equals("POST");
            asked.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] body = (posts ? "refused" : list).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(posts ? made : listed, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            return String.valueOf(new DemoDefinition(at(server), "key").make());
        } finally {
            server.stop(0);
        }
    }

    private static URI at(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Test
    void isMadeUnlessItIsThere() throws Exception {
        assertThat(told(200, NONE, 200)).isEqualTo("null");
        assertThat(asked).containsExactly("GET Bearer key", "POST Bearer key");
        asked.clear();
        String known = "{\"definitions\":[{\"scripts\":[\"other\",\"" + DemoDefinition.SCRIPT + "\"]}]}";
        assertThat(told(200, known, 200)).isEqualTo("null");
        assertThat(asked).containsExactly("GET Bearer key");
    }

    @Test
    void whatPreventsItIsTold() throws Exception {
        assertThat(told(403, "the key has no scope query", 200)).isEqualTo("status 403: the key has no scope query");
        assertThat(told(200, NONE, 413)).isEqualTo("status 413: refused");
        HttpServer gone = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        URI nobody = at(gone);
        gone.stop(0);
        assertThat(new DemoDefinition(nobody, null).make()).isNotNull();
    }
}
