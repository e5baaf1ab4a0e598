package io.spanhouse.storage.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.model.StoreException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of codes come back, know which codes they have, and take another list without being decoded. */
final class CodesTest {
    private static final int TABLE = 5_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyColumn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Codes writer = new Codes(new Numbers());
        for (int distinct : new int[] {1, 2, 3, 17, 255, 256, 257, 4_000}) {
            for (int runLength : new int[] {1, 40}) {
                int[] values = values(random, 3_000, distinct, runLength);
                check(seed, random, writer, values);
            }
        }
        check(seed, random, writer, new int[] {TABLE - 1});
    }

    private static int[] values(SplittableRandom random, int count, int distinct, int runLength) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            boolean again = i > 0 && random.nextInt(runLength) != 0;
            values[i] = again ? values[i - 1] : random.nextInt(distinct) * (TABLE / distinct);
        }
        return values;
    }

    private static void check(long seed, SplittableRandom random, Codes writer, int[] values) {
        ByteWriter out = new ByteWriter(16);
        writer.write(values, values.length, TABLE, out);
        CodeColumn column = open(out, values.length, TABLE);
        int[] expectedList = IntStream.of(values).distinct().sorted().toArray();
        assertThat(Arrays.copyOf(column.list(), column.listSize()))
                .as("seed %d", seed)
                .isEqualTo(expectedList);
        int[] read = new int[values.length];
        column.codes(0, values.length, read, 0);
        assertThat(read).as("seed %d", seed).isEqualTo(values);
        int from = random.nextInt(values.length);
        int to = from + random.nextInt(values.length - from + 1);
        int[] part = new int[to - from];
        column.codes(from, to, part, 0);
        assertThat(part).isEqualTo(Arrays.copyOfRange(values, from, to));
        assertThat(column.positionOf(values[0])).isNotNegative();
        assertThat(column.positionOf(TABLE)).isNegative();
        int[] renumbered = Arrays.stream(expectedList).map(code -> code * 2 + 1).toArray();
        ByteWriter copy = new ByteWriter(16);
        column.copyWith(renumbered, writer, copy);
        CodeColumn copied = open(copy, values.length, 2 * TABLE + 1);
        copied.codes(0, values.length, read, 0);
        assertThat(read)
                .isEqualTo(Arrays.stream(values).map(code -> code * 2 + 1).toArray());
    }

    @Test
    void whatFormsSayComesBack() {
        SplittableRandom random = new SplittableRandom(5);
        int[] forms = random.ints(3_000, 0, 200).toArray();
        int[] ofForm = random.ints(200, 0, TABLE).toArray();
        Codes writer = new Codes(new Numbers());
        ByteWriter formsOut = new ByteWriter(16);
        writer.write(forms, forms.length, 200, formsOut);
        ByteWriter out = new ByteWriter(16);
        writer.writeByForm(ofForm, 200, TABLE, out);
        CodeColumn column = open(out, forms.length, TABLE);
        assertThat(column.isByForm()).isTrue();
        column.forms(open(formsOut, forms.length, 200));
        int[] read = new int[2_000];
        column.codes(500, 2_500, read, 0);
        assertThat(read)
                .isEqualTo(
                        IntStream.range(500, 2_500).map(i -> ofForm[forms[i]]).toArray());
        int[] renumbered = Arrays.stream(column.list(), 0, column.listSize())
                .map(code -> code + 1)
                .toArray();
        ByteWriter copy = new ByteWriter(16);
        column.copyWith(renumbered, writer, copy);
        CodeColumn copied = open(copy, forms.length, TABLE + 1);
        copied.forms(open(formsOut, forms.length, 200));
        copied.codes(500, 2_500, read, 0);
        assertThat(read)
                .isEqualTo(IntStream.range(500, 2_500)
                        .map(i -> ofForm[forms[i]] + 1)
                        .toArray());
    }

    @Test
    void listsNeedNotAscend() {
        ByteWriter out = new ByteWriter(16);
        new Codes(new Numbers()).write(new int[] {1, 2, 3, 2, 1}, 5, 4, out);
        ByteWriter copy = new ByteWriter(16);
        open(out, 5, 4).copyWith(new int[] {9, 0, 4}, new Codes(new Numbers()), copy);
        CodeColumn copied = open(copy, 5, 10);
        int[] read = new int[5];
        copied.codes(0, 5, read, 0);
        assertThat(read).containsExactly(9, 0, 4, 0, 9);
        assertThat(copied.positionOf(4)).isEqualTo(2);
        assertThat(copied.positionOf(5)).isNegative();
    }

    @Test
    void aCodeOutsideTheTableIsDamage() {
        ByteWriter out = new ByteWriter(16);
        new Codes(new Numbers()).write(new int[] {1, 2, 3, 2, 1}, 5, 4, out);
        assertThatThrownBy(() -> open(out, 5, 3))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("code 3");
    }

    private static CodeColumn open(ByteWriter out, int count, int tableSize) {
        out.ensure(Packed.SLACK);
        ByteReader in = new ByteReader().set(out.array(), 0, out.size());
        CodeColumn column = new CodeColumn().open(in, count, tableSize);
        in.expectEnd();
        return column;
    }
}
