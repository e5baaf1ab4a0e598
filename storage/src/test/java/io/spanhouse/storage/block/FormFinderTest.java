package io.spanhouse.storage.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms say the fields that were taken, whatever the fields are, and are not made where they do not pay. */
final class FormFinderTest {
    private static final int OWNERS = 20_000;
    private static final Field[] FIELDS = {Field.NAME, Field.SHAPE, Field.SCOPE, Field.RESOURCE, Field.FLAGS, Field.KIND
    };

    private final FormFinder finder = new FormFinder();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void formsSayWhatTheyTook(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            int[][] values = new int[FIELDS.length][OWNERS];
            int operations = 1 + random.nextInt(300);
            for (int[] ofField : values) {
                fill(ofField, values[0], operations, random);
            }
            finder.start(OWNERS);
            for (int i = 0; i < FIELDS.length; i++) {
                finder.offer(FIELDS[i], values[i]);
            }
            finder.end();
            for (int i = 0; i < FIELDS.length; i++) {
                if (finder.say(FIELDS[i])) {
                    assertThat(said(values[i]))
                            .as("seed %d, %s", seed, FIELDS[i])
                            .isEqualTo(said());
                }
            }
        }
    }

    /** Some follow from the first field, some hold anything, some hardly anything, some are negative or large. */
    private static void fill(int[] values, int[] first, int operations, SplittableRandom random) {
        int kind = values == first ? 0 : random.nextInt(5);
        int factor = random.nextInt(-2_000_000, 2_000_000);
        int bound = 1 + random.nextInt(operations);
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (kind) {
                case 0 -> random.nextInt(operations);
                case 1 -> first[i] * factor;
                case 2 -> first[i] % bound;
                case 3 -> random.nextInt(100) == 0 ? 1 : 0;
                default -> random.nextInt();
            };
        }
    }

    /** The form of each owner by the first owner of it. */
    private int[] said() {
        int[] owners = new int[OWNERS];
        for (int i = 0; i < OWNERS; i++) {
            owners[i] = finder.firstOwners()[finder.forms()[i]];
            assertThat(finder.forms()[i]).isBetween(0, finder.count() - 1);
        }
        return owners;
    }

    /** The first owner of each owner's form, if that has the owner's value; else the owner itself, which is wrong. */
    private int[] said(int[] values) {
        int[] owners = new int[OWNERS];
        for (int i = 0; i < OWNERS; i++) {
            int first = finder.firstOwners()[finder.forms()[i]];
            owners[i] = values[first] == values[i] ? first : -1;
        }
        return owners;
    }

    @Test
    void whatGoesTogetherIsTaken() {
        SplittableRandom random = new SplittableRandom(1);
        int[] names = random.ints(OWNERS, 0, 60).toArray();
        int[] kinds = Arrays.stream(names).map(name -> name % 4).toArray();
        int[] noise = random.ints(OWNERS, 0, 60).toArray();
        finder.start(OWNERS);
        finder.offer(Field.NAME, names);
        finder.offer(Field.KIND, kinds);
        finder.offer(Field.RESOURCE, noise);
        finder.end();
        assertThat(finder.say(Field.NAME)).isTrue();
        assertThat(finder.say(Field.KIND)).isTrue();
        assertThat(finder.say(Field.RESOURCE)).isFalse();
        assertThat(finder.count()).isEqualTo(60);
    }

    @Test
    void oneFieldAloneHasNoForms() {
        finder.start(OWNERS);
        finder.offer(Field.NAME, new SplittableRandom(1).ints(OWNERS, 0, 60).toArray());
        finder.end();
        assertThat(finder.say(Field.NAME)).isFalse();
        assertThat(finder.count()).isEqualTo(1);
    }

    @Test
    void fewOwnersHaveNoForms() {
        int[] values = {1, 2, 3, 1, 2, 3};
        finder.start(values.length);
        finder.offer(Field.NAME, values);
        finder.offer(Field.KIND, values);
        finder.end();
        assertThat(finder.count()).isEqualTo(1);
    }
}
