package io.spanhouse.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.TraceId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SpanListTest {
    private static final SentSpan FIRST = new SentSpan(new TraceId(-1, 2), 3, -4);
    private static final SentSpan SECOND = new SentSpan(new TraceId(5, -6), -7, 8);

    @TempDir
    Path directory;

    @Test
    void comesBackAsItWentIn() throws Exception {
        Path file = directory.resolve("list");
        write(file, FIRST);
        write(file, SECOND);
        assertThat(read(file)).containsExactly(FIRST, SECOND);
        assertThat(file).content().isEqualTo("""
                ffffffffffffffff0000000000000002 0000000000000003 fffffffffffffffc
                0000000000000005fffffffffffffffa fffffffffffffff9 0000000000000008
                """);
    }

    @Test
    void aLineCutShortDoesNotCount() throws Exception {
        Path file = directory.resolve("list");
        write(file, FIRST);
        Files.writeString(file, Files.readString(file) + "0000000000000005ff");
        assertThat(read(file)).containsExactly(FIRST);
        write(file, SECOND);
        assertThat(read(file)).containsExactly(FIRST, SECOND);
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        Path file = directory.resolve("list");
        Files.writeString(file, "x".repeat(67));
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining("line 1 of");
        write(directory.resolve("good"), FIRST);
        Files.writeString(file, Files.readString(directory.resolve("good")).replace('f', 'g'));
        assertThatThrownBy(() -> read(file)).isInstanceOf(IOException.class).hasMessageContaining("line 1 of");
    }

    private static void write(Path file, SentSpan span) throws IOException {
        try (SpanList list = new SpanList(file)) {
            list.add(List.of(span), true);
        }
    }

    private static List<SentSpan> read(Path file) throws IOException {
        List<SentSpan> spans = new ArrayList<>();
        SpanList.read(file, spans::add);
        return spans;
    }
}
