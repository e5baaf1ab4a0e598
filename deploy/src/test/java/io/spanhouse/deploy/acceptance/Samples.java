package io.spanhouse.deploy.acceptance;

import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Recorded requests and those that others publish as examples. */
final class Samples {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Path MACKEREL = Path.of(System.getProperty("basedir", "."))
            .resolve("../query/src/test/resources/io/spanhouse/query/mackerel");

    private Samples() {}

    /** The bodies of the recording's requests, as they went over the wire. */
    static List<byte[]> recording() {
        List<byte[]> requests = new ArrayList<>();
        try (InputStream file = new ZstdInputStream(open("/io/spanhouse/deploy/demo/otel-demo.otlp.zst"))) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            while (!in.isAtEnd()) {
                requests.add(in.readByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requests;
    }

    /** A resource of the tests as text. */
    static String text(String path) {
        try (InputStream in = open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An example of Mackerel's documents, which the query side's tests keep. */
    static String mackerel(String name) {
        try {
            return Files.readString(MACKEREL.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(String text) {
        return MAPPER.readTree(text);
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(Samples.class.getResourceAsStream(path), path);
    }
}
