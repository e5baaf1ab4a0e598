package io.spanhouse.storage.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trace definitions stay as they were told to, over restarts and torn ends, and are read back as they were written. */
final class DefinitionsTest {
    private static final StoreClock CLOCK = StoreClock.SYSTEM;
    private static final DefinitionFields FULL = new DefinitionFields(
            List.of("Qbalance", "größe \uD83D\uDE80"), "why \"this\"", "ada", 5, 30, true, 3, true);

    @TempDir
    Path root;

    @Test
    void areThereAgainAfterARestart() {
        Definition made;
        Definition changed;
        try (OwnDirectory directory = OwnDirectory.open(root.resolve("own"))) {
            assertThat(Files.exists(root.resolve("own"))).isFalse();
            Definitions definitions = new ScriptState(directory, CLOCK).definitions();
            made = definitions.create(7, FULL, "key1");
            Definition other = definitions.create(7, DefinitionFields.of(List.of("b")), "key1");
            changed = definitions.change(7, other.number(), DefinitionFields.of(List.of("c")));
            Definition gone = definitions.create(7, FULL, "key2");
            assertThat(definitions.delete(7, gone.number())).isTrue();
            assertThat(definitions.delete(7, gone.number())).isFalse();
            assertThat(definitions.change(8, made.number(), FULL)).isNull();
            assertThat(definitions.find(8, made.number())).isNull();
        }
        try (OwnDirectory directory = OwnDirectory.open(root.resolve("own"))) {
            Definitions definitions = new ScriptState(directory, CLOCK).definitions();
            assertThat(definitions.list(7)).containsExactly(made, changed);
            assertThat(definitions.list(8)).isEmpty();
            assertThat(definitions.create(7, FULL, "key1").number()).isEqualTo(4);
            assertThat(definitions.create(8, FULL, "key1").number()).isEqualTo(1);
        }
    }

    @Test
    void matchScriptAndUserWhileEnabled() {
        try (OwnDirectory directory = OwnDirectory.open(root.resolve("own"))) {
            Definitions definitions = new ScriptState(directory, CLOCK).definitions();
            assertThat(definitions.anyEnabled(1)).isFalse();
            Definition one = definitions.create(1, FULL, "");
            assertThat(definitions.anyEnabled(1)).isTrue();
            assertThat(definitions.anyEnabled(2)).isFalse();
            assertThat(definitions.matching(1, "Qbalance", "ada")).containsExactly(one);
            assertThat(definitions.matching(1, "Qbalance", "bob")).isEmpty();
            assertThat(definitions.matching(1, "qbalance", "ada")).isEmpty();
            assertThat(definitions.matching(2, "Qbalance", "ada")).isEmpty();
            definitions.change(1, 1, new DefinitionFields(List.of("Qbalance"), "", "", 1, 0, false, 1, false));
            assertThat(definitions.anyEnabled(1)).isFalse();
            assertThat(definitions.matching(1, "Qbalance", "ada")).isEmpty();
        }
    }

    @Test
    void areTheSameBytesForEver() {
        Definition definition = new Definition(3, FULL, 1_700_000_000_000L, 1_700_000_000_001L, "key1");
        byte[] bytes = DefinitionCodec.encode(definition);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("010000018bcfe568000000018bcfe5680100046b65793102000851"
                        + "62616c616e6365000c6772c3b6c39f6520f09f9a80000a7768792022746869732200"
                        + "03616461000000050000000" + "30000001e03");
        assertThat(DefinitionCodec.decode(3, bytes)).isEqualTo(definition);
        Recording recording = new Recording(9, 1_700_000_000_000L, true, false, "run é", "Qbalance");
        byte[] recorded = RecordingCodec.encode(recording);
        assertThat(HexFormat.of().formatHex(recorded))
                .isEqualTo("01010000018bcfe56800000672756e20c3a95162616c616e6365");
        assertThat(RecordingCodec.decode(9, recorded)).isEqualTo(recording);
    }

    @Test
    void bytesThatAreNoneAreToldAndNothingElseHappens() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] definition = DefinitionCodec.encode(new Definition(3, FULL, 1, 2, "key1"));
        byte[] recording = RecordingCodec.encode(new Recording(9, 1, true, false, "run", "Qbalance"));
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = damaged(round % 2 == 0 ? definition : recording, random);
            try {
                if (round % 2 == 0) {
                    DefinitionCodec.decode(3, bytes);
                } else {
                    RecordingCodec.decode(9, bytes);
                }
            } catch (StoreException e) {
                assertThat(e.kind()).as("seed %s round %s", seed, round).isIn(FailureKind.CORRUPT, FailureKind.TOO_NEW);
            }
        }
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] copy = Arrays.copyOf(bytes, random.nextInt(bytes.length + 3));
        for (int i = random.nextInt(4); i > 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }

    @Test
    void aTornEndLosesAtMostWhatWasNotTold() throws Exception {
        Path own = root.resolve("own");
        OwnDirectory directory = OwnDirectory.open(own);
        Definitions definitions = new ScriptState(directory, CLOCK).definitions();
        definitions.create(1, FULL, "");
        Path log = log(own);
        long afterFirst = Files.size(log);
        definitions.create(1, DefinitionFields.of(List.of("second")), "");
        byte[] whole = Files.readAllBytes(log);
        Path crashed = copy(own, root.resolve("crashed"));
        directory.close();
        for (long size = afterFirst; size < whole.length; size += 7) {
            Files.write(log(crashed), Arrays.copyOf(whole, (int) size));
            Path torn = copy(crashed, root.resolve("torn-" + size));
            try (OwnDirectory opened = OwnDirectory.open(torn)) {
                assertThat(new ScriptState(opened, CLOCK).definitions().list(1))
                        .as("cut to %s of %s", size, whole.length)
                        .hasSize(1);
                assertThat(opened.alarm()).isEmpty();
            }
        }
    }

    @Test
    void aFlippedBitIsAnAlarmAndTheRestIsKept() throws Exception {
        Path own = root.resolve("own");
        OwnDirectory directory = OwnDirectory.open(own);
        Definitions definitions = new ScriptState(directory, CLOCK).definitions();
        definitions.create(1, FULL, "");
        long afterFirst = Files.size(log(own));
        definitions.create(1, DefinitionFields.of(List.of("second")), "");
        definitions.create(1, DefinitionFields.of(List.of("third")), "");
        Path damaged = copy(own, root.resolve("damaged"));
        directory.close();
        byte[] bytes = Files.readAllBytes(log(damaged));
        bytes[(int) afterFirst + 20] ^= 1;
        Files.write(log(damaged), bytes);
        try (OwnDirectory opened = OwnDirectory.open(damaged)) {
            assertThat(opened.alarm()).contains("damaged.damaged-1");
            assertThat(new ScriptState(opened, CLOCK).definitions().list(1)).hasSizeBetween(1, 2);
        }
        try (OwnDirectory opened = OwnDirectory.open(damaged)) {
            assertThat(opened.alarm()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadAtAllIsToldToWhoeverAsks() throws Exception {
        Path own = root.resolve("own");
        try (OwnDirectory directory = OwnDirectory.open(own)) {
            new ScriptState(directory, CLOCK).definitions().create(1, FULL, "");
        }
        Files.writeString(own.resolve("CURRENT"), "MANIFEST-000999\n");
        try (OwnDirectory opened = OwnDirectory.open(own)) {
            ScriptState state = new ScriptState(opened, CLOCK);
            assertThat(opened.alarm()).contains("put it back from a backup");
            assertThat(state.definitions().anyEnabled(1)).isFalse();
            assertThatThrownBy(() -> state.definitions().list(1)).isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> state.definitions().create(1, FULL, "")).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void limitsAreTold() {
        assertThatThrownBy(() -> DefinitionFields.of(List.of())).hasMessage("scripts are 0, expected 1 to 100");
        assertThatThrownBy(() -> DefinitionFields.of(List.of("a", "a"))).hasMessageContaining("twice");
        assertThatThrownBy(() -> new DefinitionFields(List.of("a"), "", "", 0, 0, true, 1, false))
                .hasMessage("resolution is 0, expected 1 to 1000000");
        assertThatThrownBy(() -> new DefinitionFields(List.of("a"), "", "", 1, -1, true, 1, false))
                .hasMessage("keepDays is -1, expected 0 to 36500");
        assertThatThrownBy(() -> DefinitionFields.of(List.of("x".repeat(1025)))).hasMessageContaining("1024 bytes");
    }

    private static Path log(Path directory) throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static Path copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
