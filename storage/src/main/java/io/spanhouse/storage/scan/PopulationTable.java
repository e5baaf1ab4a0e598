package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was counted of all keys of two populations. A thread fills one of its own, unit after unit; in the end they are added
 * up. Bounded by {@link #KEYS_MAX}, and a key whose values are too many forgets the rarest: those of one key by {@link
 * #KEY_VALUES_MAX}, of all by {@link #VALUES_MAX} and {@link #BYTES_MAX}, as far as they are more than {@link
 * #KEY_VALUES_LEAST}. Not thread-safe.
 */
final class PopulationTable {
    /** Most keys of one query. */
    static final int KEYS_MAX = 10_000;

    /** Most values of a key that are told apart. */
    static final int KEY_VALUES_MAX = 1 << 16;

    /** Values of a key that are told apart however many there are of others. */
    static final int KEY_VALUES_LEAST = 128;

    /** Most values of all keys. */
    static final int VALUES_MAX = 1 << 19;

    /** Most bytes of the values of all keys. */
    static final long BYTES_MAX = 64L << 20;

    private final int keyValuesMax;
    private final Map<Operand, KeyPopulations> keys = new LinkedHashMap<>();
    private long selected;
    private long rest;
    private long values;
    private long bytes;

    /** An empty table that tells at most so many values of a key apart. */
    PopulationTable(int keyValuesMax) {
        this.keyValuesMax = keyValuesMax;
    }

    /** Number of selected spans. */
    long selected() {
        return selected;
    }

    /** Number of other spans. */
    long rest() {
        return rest;
    }

    Map<Operand, KeyPopulations> keys() {
        return keys;
    }

    /** Adds spans, whatever they have. */
    void addSpans(long ofSelected, long ofRest) {
        selected += ofSelected;
        rest += ofRest;
    }

    /**
     * What was counted of a key.
     *
     * @throws StoreException TOO_LARGE if there are too many keys
     */
    KeyPopulations key(Operand operand) {
        KeyPopulations key = keys.get(operand);
        if (key == null) {
            if (keys.size() == KEYS_MAX) {
                throw new StoreException(
                        FailureKind.TOO_LARGE,
                        "there are more than " + KEYS_MAX + " attributes and fields; the others are not compared");
            }
            key = new KeyPopulations();
            keys.put(operand, key);
        }
        return key;
    }

    /** A place to count a key; to be closed before that of another is opened. */
    Counting counting(Operand operand) {
        return new Counting(key(operand));
    }

    /** Counts one key and keeps to the limits. */
    final class Counting implements AutoCloseable {
        private final KeyPopulations key;
        private int valuesBefore;
        private int bytesBefore;

        private Counting(KeyPopulations key) {
            this.key = key;
            remember();
        }

        private void remember() {
            valuesBefore = key.values().size();
            bytesBefore = key.values().bytes();
        }

        private void account() {
            values += key.values().size() - valuesBefore;
            bytes += key.values().bytes() - bytesBefore;
            remember();
        }

        /** The key, to count one value. */
        KeyPopulations key() {
            if (key.values().size() - valuesBefore >= KEY_VALUES_LEAST) {
                limit();
            }
            return key;
        }

        private void limit() {
            account();
            boolean over = key.values().size() > keyValuesMax || values > VALUES_MAX || bytes > BYTES_MAX;
            if (over && key.values().size() > KEY_VALUES_LEAST) {
                key.values().prune();
                account();
            }
        }

        @Override
        public void close() {
            limit();
        }
    }

    /** Adds what another has counted of other spans. */
    void addAll(PopulationTable other) {
        addSpans(other.selected, other.rest);
        other.keys.forEach((operand, counted) -> {
            try (Counting counting = counting(operand)) {
                counting.key().addAll(counted);
            }
        });
    }
}
