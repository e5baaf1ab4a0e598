package io.spanhouse.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The harness of the small files: two copies of any bytes are a document, damage, or nothing at all. */
public final class SafeDocumentFuzzer {
    private static final Path DIRECTORY = directory();

    private SafeDocumentFuzzer() {}

    private static Path directory() {
        try {
            Path directory = Files.createTempDirectory("safe-document");
            directory.toFile().deleteOnExit();
            return directory;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first byte says where the second copy begins. */
    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        int cut = bytes.length == 0 ? 0 : Math.min(bytes.length, 1 + (bytes[0] & 0xFF));
        Path file = DIRECTORY.resolve("store.json");
        Files.write(file, Arrays.copyOfRange(bytes, Math.min(1, bytes.length), cut));
        Files.write(DIRECTORY.resolve("store.json.copy"), Arrays.copyOfRange(bytes, cut, bytes.length));
        try {
            assertThat(StoreDirectory.identityOf(DIRECTORY)).isNotNull();
        } catch (StoreException e) {
            assertThat(e.kind()).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
        }
    }
}
