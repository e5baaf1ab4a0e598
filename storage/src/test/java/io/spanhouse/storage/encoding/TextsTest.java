package io.spanhouse.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of every form come back exactly; those that only look like a form are kept as they are. */
final class TextsTest {
    private final Compression compression = new Compression();

    @AfterEach
    void close() {
        compression.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyForm(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int count : new int[] {0, 1, 2, 100, 5_000}) {
            check(seed, texts(count, i -> uuid(random)), count == 0 ? 0 : 2);
            check(seed, texts(count, i -> Long.toString(random.nextLong() / 100)), count == 0 ? 0 : 3);
            check(seed, texts(count, i -> "f" + Long.toHexString(random.nextLong() | 1L << 62) + "abc"), -1);
            check(seed, texts(count, i -> "https://shop.example/item/" + random.nextInt(1_000_000)), 0);
            check(seed, texts(count, i -> "x".repeat(random.nextInt(300))), 0);
        }
    }

    @Test
    void hexOfAnyEvenLength() {
        check(0, List.of("", "0a", "ffffff", "00"), 1);
    }

    @Test
    void whatOnlyLooksLikeAForm() {
        String uuid = "0123abcd-4567-89ab-cdef-0123456789ab";
        check(0, List.of(uuid, uuid.toUpperCase(java.util.Locale.ROOT)), 0);
        check(0, List.of(uuid, uuid.substring(1)), 0);
        check(0, List.of(uuid, uuid.replace('-', 'a')), 0);
        check(0, List.of("12", "007", "x"), 0);
        check(0, List.of("1", "-0"), 0);
        check(0, List.of("1", "+5"), 0);
        check(0, List.of("1", "9999999999999999999"), 0);
        check(0, List.of("0", "-7", "123456789012345678"), 3);
        check(0, List.of("", "1"), 0);
        check(0, List.of("abc", "12"), 0);
    }

    @Test
    void severalFramesAndAPieceOfThem() {
        SplittableRandom random = new SplittableRandom(5);
        List<String> texts = texts(20_000, i -> "GET /api/" + random.nextInt(1 << 30) + "/" + i);
        ByteWriter out = write(texts);
        TextArena read = new TextArena();
        ByteReader in = new ByteReader().set(out.array(), 0, out.size());
        new TextColumn(compression).read(in, texts.size(), 9_990, 10_010, 1 << 20, read);
        in.expectEnd();
        assertThat(strings(read)).isEqualTo(texts.subList(9_990, 10_010));
        assertThat(out.size()).isLessThan(20_000 * 12);
    }

    private void check(long seed, List<String> texts, int form) {
        ByteWriter out = write(texts);
        if (form >= 0) {
            assertThat(out.array()[0])
                    .as("seed %d: form of %s", seed, texts.stream().limit(3).toList())
                    .isEqualTo((byte) form);
        }
        ByteReader in = new ByteReader().set(out.array(), 0, out.size());
        TextArena read = new TextArena();
        new TextColumn(compression).read(in, texts.size(), 0, texts.size(), 1 << 24, read);
        in.expectEnd();
        assertThat(strings(read)).as("seed %d", seed).isEqualTo(texts);
    }

    private ByteWriter write(List<String> texts) {
        TextArena arena = new TextArena();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            arena.add(bytes, 0, bytes.length);
        }
        ByteWriter out = new ByteWriter(16);
        new Texts(new Numbers(), compression).write(arena, out);
        out.ensure(Packed.SLACK);
        return out;
    }

    private static List<String> strings(TextArena arena) {
        List<String> strings = new ArrayList<>();
        ByteSlice slice = new ByteSlice();
        for (int i = 0; i < arena.size(); i++) {
            arena.get(i, slice);
            strings.add(slice.utf8());
        }
        return strings;
    }

    private static List<String> texts(int count, IntFunction<String> text) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(text.apply(i));
        }
        return texts;
    }

    private static String uuid(SplittableRandom random) {
        String digits =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        return digits.substring(0, 8)
                + '-'
                + digits.substring(8, 12)
                + '-'
                + digits.substring(12, 16)
                + '-'
                + digits.substring(16, 20)
                + '-'
                + digits.substring(20);
    }
}
