package io.spanhouse.storage.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is held of runs comes back as it was told, and is as small as it is said to be. */
final class RunRowsTest {
    private static final int FACTS = 16_000;

    private static final int RUNS = 100_000;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void textsComeBack() {
        TextHeap heap = new TextHeap();
        List<String> texts = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            texts.add(text());
            byte[] bytes = texts.get(i).getBytes(StandardCharsets.UTF_8);
            places.add(heap.add(bytes, 0, bytes.length));
        }
        TextHeap.Text text = new TextHeap.Text();
        for (int i = 0; i < FACTS; i++) {
            assertThat(heap.get(places.get(i), text).utf8()).as("seed %d", seed).isEqualTo(texts.get(i));
        }
        assertThat(heap.text(0)).isEmpty();
    }

    private String text() {
        UUID uuid = new UUID(random.nextLong(), random.nextLong());
        byte[] bytes = new byte[random.nextInt(150)];
        random.nextBytes(bytes);
        return switch (random.nextInt(6)) {
            case 0 -> uuid.toString();
            case 1 -> uuid.toString().toUpperCase(Locale.ROOT);
            case 2 -> uuid.toString().replace('-', random.nextBoolean() ? '0' : '_');
            case 3 -> HexFormat.of().formatHex(bytes);
            case 4 -> HexFormat.of().formatHex(bytes) + "0";
            default -> "x".repeat(random.nextInt(TextHeap.BYTES_MAX + 1));
        };
    }

    @Test
    void factsComeBack() {
        RunFacts facts = new RunFacts();
        List<RunFacts.Draft> told = new ArrayList<>();
        for (int i = 0; i < FACTS; i++) {
            told.add(draft());
            assertThat(facts.add(told.get(i), i - 1)).isEqualTo(i);
        }
        for (int i = 0; i < FACTS; i++) {
            RunFacts.Draft draft = told.get(i);
            boolean event = draft.kind == RunFacts.Kind.EVENT;
            boolean log = event || draft.kind == RunFacts.Kind.LOG;
            RunFacts.Draft read = new RunFacts.Draft();
            facts.read(i, read);
            assertThat(read.end).as("seed %d fact %d", seed, i).isEqualTo(event ? 0 : draft.end);
            assertThat(read)
                    .as("seed %d fact %d", seed, i)
                    .extracting(of -> of.kind, of -> of.generation, of -> of.partition, of -> of.start, of -> of.spanId)
                    .containsExactly(draft.kind, draft.generation, draft.partition, draft.start, draft.spanId);
            assertThat(read.flags).isEqualTo(draft.flags);
            assertThat(read.event).isEqualTo(event ? draft.event : 0);
            assertThat(facts.text(i)).isEqualTo(draft.text);
            assertThat(facts.logId(i)).isEqualTo(log ? draft.logId : facts.logId(i));
            assertThat(facts.owner(i)).isEqualTo(draft.owner);
            assertThat(facts.level(i)).isEqualTo(log ? draft.level : facts.level(i));
        }
    }

    private RunFacts.Draft draft() {
        RunFacts.Draft draft = new RunFacts.Draft();
        draft.kind = RunFacts.Kind.values()[random.nextInt(4)];
        draft.partition = random.nextInt(64);
        draft.generation = random.nextInt(3);
        draft.start = random.nextLong();
        draft.end = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> draft.start + (1L << random.nextInt(64));
            case 2 -> draft.start + (1L << 40) - random.nextInt(4);
            default -> random.nextLong();
        };
        draft.spanId = random.nextLong();
        draft.flags = random.nextInt(8);
        if (draft.kind == RunFacts.Kind.LOG || draft.kind == RunFacts.Kind.EVENT) {
            draft.level = LogLevel.values()[random.nextInt(LogLevel.values().length)];
            draft.logId = random.nextInt();
            draft.event = draft.kind == RunFacts.Kind.EVENT ? random.nextInt(100) : 0;
            draft.owner = draft.kind == RunFacts.Kind.EVENT ? random.nextInt(100) : RunFacts.NONE;
        }
        draft.text = random.nextInt(3) == 0 ? random.nextInt(1 << 20) : 0;
        return draft;
    }

    /** A quarter of the heap that there is by default has room for a million runs and their logs; see the documents. */
    @Test
    void aMillionRunsFitTheDefaults() {
        RunTable table = new RunTable(ScriptNames.USUAL);
        RunFacts.Draft draft = new RunFacts.Draft();
        for (int run = 0; run < RUNS; run++) {
            byte[] id =
                    new UUID(random.nextLong(), random.nextLong()).toString().getBytes(StandardCharsets.UTF_8);
            draft.run = table.run(id);
            draft.kind = RunFacts.Kind.OWN;
            draft.start = random.nextLong();
            draft.end = draft.start + random.nextInt(1_000_000_000);
            draft.text = 0;
            table.add(draft);
            if (run % 4 == 0) {
                draft.kind = RunFacts.Kind.LOG;
                draft.text = table.text("Adding " + run + " to the balance");
                table.add(draft);
            }
        }
        long ofAMillion = table.bytes() * (1_000_000 / RUNS);
        assertThat(ofAMillion).isLessThan((1L << 30) / 2 / 4);
    }
}
