package io.spanhouse.deploy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spanhouse.storage.scripts.ScriptField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four sources, one answer, and a clear word when something is wrong. */
class ConfigurationTest {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir
    private Path directory;

    private static ServerOptions options(Map<String, String> environment, Map<String, String> flags) {
        Configuration configuration = new ConfigurationReader(environment).read(null, flags);
        return ServerOptions.of(configuration, 8 * GIBIBYTE, 100 * GIBIBYTE);
    }

    private static String refusal(Map<String, String> environment, Map<String, String> flags) {
        try {
            options(environment, flags);
        } catch (ConfigurationException e) {
            return String.valueOf(e.getMessage());
        }
        throw new AssertionError("was taken");
    }

    @Test
    void defaultsAreTaken() {
        ServerOptions options = options(Map.of(), Map.of());
        assertThat(options.listen().otlpGrpcPort()).isEqualTo(4317);
        assertThat(options.memory().totalBytes()).isEqualTo(GIBIBYTE);
        assertThat(options.store().retention().age()).isEqualTo(Duration.ofDays(30));
        assertThat(options.store().retention().bytesMax()).isEqualTo(100 * GIBIBYTE / 100 * 80);
    }

    @Test
    void attributesOfScripts() {
        ServerOptions options =
                options(Map.of(), Map.of("scripts.attributes", "run-id=job.id,run-id=task.id,script=job.name"));
        assertThat(options.store().scriptNames().of(ScriptField.RUN_ID)).containsExactly("job.id", "task.id");
        assertThat(options.store().scriptNames().of(ScriptField.SCRIPT)).containsExactly("job.name");
        assertThat(options.store().scriptNames().of(ScriptField.SOURCE)).containsExactly("source");
        assertThat(refusal(Map.of(), Map.of("scripts.attributes", "runid=job.id")))
                .contains("run-id=job.id");
    }

    @Test
    void laterSourcesWinAndEachValueSaysWhereItCameFrom() throws IOException {
        Path file = directory.resolve("spanhouse.yaml");
        Files.writeString(
                file,
                "otlp:\n  grpc-port: 1\n  http-port: 2\nquery.port: 3\nadmin.port: 4\ningest.cors-origins: [a, b]\n");
        Configuration configuration = new ConfigurationReader(
                        Map.of("SPANHOUSE_OTLP_HTTP_PORT", "20", "SPANHOUSE_QUERY_PORT", "30", "OTHER", "x"))
                .read(file, Map.of("query.port", "300"));
        assertThat(configuration.port(Setting.OTLP_GRPC_PORT)).isEqualTo(1);
        assertThat(configuration.port(Setting.OTLP_HTTP_PORT)).isEqualTo(20);
        assertThat(configuration.port(Setting.QUERY_PORT)).isEqualTo(300);
        assertThat(configuration.port(Setting.ADMIN_PORT)).isEqualTo(4);
        assertThat(configuration.list(Setting.INGEST_CORS_ORIGINS)).containsExactly("a", "b");
        assertThat(configuration.value(Setting.OTLP_GRPC_PORT).origin()).isEqualTo("file " + file);
        assertThat(configuration.value(Setting.OTLP_HTTP_PORT).origin()).isEqualTo("variable SPANHOUSE_OTLP_HTTP_PORT");
        assertThat(configuration.value(Setting.QUERY_PORT).origin()).isEqualTo("flag --query.port");
        assertThat(configuration.value(Setting.MEMORY).origin()).isEqualTo("default");
    }

    @Test
    void aVariableMayNameAFile() throws IOException {
        Path secret = directory.resolve("secret");
        Files.writeString(secret, "keys.json\n");
        ServerOptions options = options(Map.of("SPANHOUSE_KEYS_FILE_FILE", secret.toString()), Map.of());
        assertThat(options.listen().keysFile()).isEqualTo(Path.of("keys.json"));
    }

    @Test
    void unknownNamesStopTheStartWithASuggestion() throws IOException {
        assertThat(refusal(Map.of("SPANHOUSE_OTLP_GRPCPORT", "1"), Map.of())).contains("SPANHOUSE_OTLP_GRPC_PORT");
        assertThat(refusal(Map.of(), Map.of("otlp.grcp-port", "1"))).contains("did you mean 'otlp.grpc-port'");
        Path file = directory.resolve("wrong.yaml");
        Files.writeString(file, "querry:\n  port: 1\n");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new ConfigurationReader(Map.of()).read(file, Map.of()))
                .withMessageContaining("querry.port")
                .withMessageContaining("query.port");
    }

    @Test
    void wrongValuesSayWhatWasFoundAndExpected() {
        assertThat(refusal(Map.of(), Map.of("query.port", "65536")))
                .contains("65536")
                .contains("0 to 65535");
        assertThat(refusal(Map.of(), Map.of("memory", "64MiB"))).contains("128MiB");
        assertThat(refusal(Map.of(), Map.of("store.hold", "10"))).contains("duration");
        assertThat(refusal(Map.of(), Map.of("store.retention-size", "120%"))).contains("1% to 100%");
        assertThat(refusal(Map.of(), Map.of("store.durability", "maybe"))).contains("sync, interval");
        assertThat(refusal(Map.of(), Map.of("tls.key", "x"))).contains("tls.certificate");
        assertThat(refusal(Map.of(), Map.of("tls.listeners", "x"))).contains("otlp-grpc");
    }

    @Test
    void listensInPublicOnlyWithKeysOrWhenTold() {
        assertThat(refusal(Map.of(), Map.of("listen.host", "0.0.0.0"))).contains("keys.file");
        options(Map.of(), Map.of("listen.host", "0.0.0.0", "keys.file", "keys.json"));
        options(Map.of(), Map.of("listen.host", "0.0.0.0", "listen.public-without-keys", "true"));
        options(Map.of(), Map.of("listen.host", "::1"));
    }

    @Test
    void theDocumentIsThatOfTheProgram() throws IOException {
        Path document = Path.of("docs", "configuration.md");
        assertThat(Files.readString(document)).isEqualTo(ConfigurationDocument.markdown());
    }
}
