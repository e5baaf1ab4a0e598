package io.spanhouse.deploy.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.testing.Requests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts and ends of the program. */
@Timeout(300)
final class LifecycleIT {
    private static final int ROUNDS = 3;
    private static final int MEMORY_MEBIBYTES = 256;

    @TempDir
    Path directory;

    /** An orchestrator takes another code for a crash. */
    @Test
    void endsInOrderWhenItIsTold() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory)) {
            for (int i = 0; i < ROUNDS; i++) {
                server.stop();
                server.startAgain();
            }
            assertThat(server.log()).doesNotContain("ERROR");
        }
    }

    /** What is unpacked at each start would fill the volume if kills left it there. */
    @Test
    void leavesNoTemporaryFiles() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory)) {
            try (OtlpSender sender = new OtlpSender(server.ports())) {
                sender.send(Transport.GRPC_GZIP, Requests.spans(1));
                sender.send(Transport.HTTP_PROTOBUF_GZIP, Requests.spans(1));
            }
            assertThat(server.temporary()).isEmptyDirectory();
            server.kill();
            assertThat(server.temporary()).isEmptyDirectory();
        }
    }

    @Test
    void oneProcessHasADirectory() throws Exception {
        try (PackagedServer server = PackagedServer.start(directory)) {
            List<String> command = new ArrayList<>(PackagedServer.java(MEMORY_MEBIBYTES));
            command.addAll(List.of("serve", "--data=" + server.data()));
            command.addAll(Ports.free().flags());
            Process second =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).as(said).isEqualTo(1);
            assertThat(said)
                    .contains("Spanhouse cannot start")
                    .contains(server.data().toString());
        }
    }
}
