package io.spanhouse.storage.head;

import java.util.Arrays;

/**
 * Learns of each attribute key whether its values repeat. Looks at the key's last {@value #WINDOW} values; if over half
 * of them were new, the next {@value #APPENDED} are appended without a look, then it looks again. 4 bytes a key code. Not
 * thread-safe.
 */
final class KeyHabits {
    private static final int WINDOW = 128;
    private static final int APPENDED = 4096;
    private static final int COUNT_BITS = 16;
    private static final int COUNT_MASK = (1 << COUNT_BITS) - 1;

    /** By key: below 0, minus the number of values still to append; else new values and, in the low half, all looked at. */
    private int[] states = new int[256];

    /** Whether the key's next value is to be appended without a look; counts it if so. */
    boolean appends(int key) {
        if (key >= states.length || states[key] >= 0) {
            return false;
        }
        states[key]++;
        return true;
    }

    /** Counts a value that was looked for. */
    void looked(int key, boolean isNew) {
        if (key >= states.length) {
            states = Arrays.copyOf(states, Math.max(key + 1, states.length * 2));
        }
        int state = states[key] + 1 + (isNew ? 1 << COUNT_BITS : 0);
        if ((state & COUNT_MASK) == WINDOW) {
            state = (state >>> COUNT_BITS) * 2 > WINDOW ? -APPENDED : 0;
        }
        states[key] = state;
    }

    long bytes() {
        return (long) Integer.BYTES * states.length;
    }
}
