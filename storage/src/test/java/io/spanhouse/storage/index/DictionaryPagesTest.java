package io.spanhouse.storage.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Compression;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.encoding.Packed;
import io.spanhouse.storage.encoding.TextArena;
import io.spanhouse.storage.encoding.TextColumn;
import io.spanhouse.storage.encoding.Texts;
import io.spanhouse.storage.model.ByteSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dictionary's pages hold its values in order, and its index says where each page starts. */
final class DictionaryPagesTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 5_000})
    void pagesAndIndex(int size) {
        SplittableRandom random = new SplittableRandom(size);
        TreeSet<byte[]> values = new TreeSet<>(Arrays::compareUnsigned);
        while (values.size() < size) {
            byte[] value = new byte[random.nextInt(60)];
            random.nextBytes(value);
            Arrays.fill(value, 0, value.length / 2, (byte) 'p');
            values.add(value);
        }
        try (Compression compression = new Compression()) {
            check(new ArrayList<>(values), compression);
        }
    }

    private static void check(List<byte[]> values, Compression compression) {
        List<byte[]> pages = new ArrayList<>();
        DictionaryPages writer = new DictionaryPages(
                compression, (number, bytes) -> pages.add(Arrays.copyOf(bytes.array(), bytes.size() + Packed.SLACK)));
        writer.reset();
        int byteCount = 0;
        for (byte[] value : values) {
            writer.add(value, 0, value.length);
            byteCount += value.length;
        }
        assertThat(writer.finish()).isEqualTo(pages.size());
        Numbers numbers = new Numbers();
        ByteWriter index = new ByteWriter(16);
        writer.writeIndex(numbers, new Texts(numbers, compression), index);
        index.ensure(Packed.SLACK);
        TextArena firstValues = new TextArena();
        int[] firstCodes = DictionaryPages.readIndex(
                new ByteReader().set(index.array(), 0, index.size()),
                new TextColumn(compression),
                values.size(),
                byteCount,
                firstValues);
        assertThat(firstCodes).hasSize(pages.size());
        TextArena page = new TextArena();
        ByteSlice slice = new ByteSlice();
        int code = 0;
        for (int i = 0; i < pages.size(); i++) {
            byte[] bytes = pages.get(i);
            DictionaryPages.readPage(
                    new ByteReader().set(bytes, 0, bytes.length - Packed.SLACK), compression, byteCount, page);
            assertThat(firstCodes[i]).isEqualTo(code);
            firstValues.get(i, slice);
            assertThat(slice.toByteArray()).isEqualTo(values.get(code));
            for (int j = 0; j < page.size(); j++, code++) {
                page.get(j, slice);
                assertThat(slice.toByteArray()).isEqualTo(values.get(code));
            }
        }
        assertThat(code).isEqualTo(values.size());
    }
}
