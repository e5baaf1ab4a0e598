package io.spanhouse.storage;

import io.spanhouse.storage.block.ChunkKey;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.SstFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What of an SST is damaged, and whether a journal may still have what was in it. */
final class SstScan {
    private static final int FIRST_OFFSET_DIGITS = 20;

    private SstScan() {}

    /** What is damaged in a file, one sentence each. */
    static List<String> damages(Path path) {
        List<String> damages = new ArrayList<>();
        try (SstFile file = SstFile.open(path)) {
            file.walk(new SstFile.Visitor() {
                @Override
                public void chunk(ChunkKey key, int bytes) {}

                @Override
                public void other(int bytes) {}

                @Override
                public void damaged(String found) {
                    damages.add(found);
                }
            });
        } catch (StoreException e) {
            damages.add(String.valueOf(e.getMessage()));
        }
        return damages;
    }

    /** The first offset of a journal's oldest segment, by the name of its file; 0 if there is none. */
    static long oldestRecord(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".journal") && name.length() > FIRST_OFFSET_DIGITS)
                    .map(name -> name.substring(0, FIRST_OFFSET_DIGITS))
                    .filter(digits -> digits.chars().allMatch(Character::isDigit))
                    .mapToLong(Long::parseLong)
                    .min()
                    .orElse(0);
        }
    }
}
