package io.spanhouse.storage.block;

import java.util.Arrays;
import java.util.EnumSet;

/**
 * Finds the forms of the owners of a row group: the distinct combinations of those of their fields that go together. Spans
 * of one name nearly always have one kind, scope, resource, shape and so on, so one small number a span says all of them,
 * and what each field is stands once a form.
 *
 * <p>Fields are offered one after the other. One is taken if that makes the row group smaller: if the further forms that
 * it brings cost less than its own column would. The first one that can be is taken to begin with; if nothing comes of it
 * there are no forms.
 *
 * <p>Costs about 4 ns a value offered. Used for one row group after the other; not thread-safe.
 */
final class FormFinder {
    /** Most forms of a row group. */
    static final int FORMS_MAX = 4096;
    /** A form must stand for so many owners on average. */
    private static final int OWNERS_OF_FORM_LEAST = 8;
    /** Fields of more values do not go together with anything. */
    private static final int DISTINCT_MAX = 2048;

    private static final int COMBINATIONS_MAX = 1 << 20;
    /** What a form costs for each field that it says, roughly. */
    private static final int BITS_OF_FORM = 8;

    private static final int HASH = 0x9E3779B1;
    private static final int SLOTS = 8 * DISTINCT_MAX;
    /** Values from 0 to below this are found without a hash. */
    private static final int DIRECT = 1 << 14;

    /** By value if it is small, else behind that by hash: its number + 1, 0 for free. */
    private final short[] slots = new short[DIRECT + SLOTS];

    private final int[] slotsUsed = new int[DISTINCT_MAX];
    private final int[] values = new int[DISTINCT_MAX];
    private final int[] uses = new int[DISTINCT_MAX];
    private final EnumSet<Field> taken = EnumSet.noneOf(Field.class);
    private int[] valueNumbers = new int[0];
    private int[] forms = new int[0];
    private int[] refined = new int[0];
    private int[] combinations = new int[0];
    private int[] firstOwners = new int[64];
    private int owners;
    private int formCount;
    private double separateBits;

    /** Starts a row group of so many owners, all of one form. */
    void start(int ownerCount) {
        owners = ownerCount;
        formCount = 1;
        separateBits = 0;
        taken.clear();
        if (forms.length < ownerCount) {
            forms = new int[ownerCount];
            refined = new int[ownerCount];
            valueNumbers = new int[ownerCount];
        }
        Arrays.fill(forms, 0, ownerCount, 0);
        firstOwners[0] = 0;
    }

    /** Offers a field that has these values, one an owner. */
    void offer(Field field, int[] fieldValues) {
        int distinct = number(fieldValues);
        if (distinct < 2 || (long) distinct * formCount > COMBINATIONS_MAX) {
            return;
        }
        int count = refine(distinct);
        if (count > Math.min(FORMS_MAX, owners / OWNERS_OF_FORM_LEAST)) {
            return;
        }
        double separate = columnBits(distinct);
        double further = (double) (width(count) - width(formCount)) * owners
                + (double) (count - formCount) * BITS_OF_FORM * taken.size()
                + (double) count * BITS_OF_FORM;
        if (!taken.isEmpty() && further >= separate) {
            return;
        }
        taken.add(field);
        separateBits += separate;
        int[] kept = forms;
        forms = refined;
        refined = kept;
        formCount = count;
        findFirstOwners();
    }

    /** Ends the offers: forgets all forms if they do not pay. */
    void end() {
        double bits = (double) width(formCount) * owners + (double) formCount * BITS_OF_FORM * taken.size();
        if (taken.size() < 2 || bits >= separateBits) {
            start(owners);
        }
    }

    /** Numbers the distinct values in {@link #valueNumbers}; gives how many there are, 0 for too many. */
    private int number(int[] fieldValues) {
        int distinct = 0;
        int number = -1;
        int last = 0;
        for (int i = 0; i < owners; i++) {
            int value = fieldValues[i];
            if (number < 0 || value != last) {
                int slot = slot(value);
                number = slots[slot] - 1;
                if (number < 0) {
                    if (distinct == DISTINCT_MAX) {
                        distinct = clear(distinct);
                        break;
                    }
                    number = distinct++;
                    slots[slot] = (short) distinct;
                    values[number] = value;
                    uses[number] = 0;
                    slotsUsed[number] = slot;
                }
                last = value;
            }
            valueNumbers[i] = number;
            uses[number]++;
        }
        clear(distinct);
        return distinct;
    }

    private int slot(int value) {
        if (value >= 0 && value < DIRECT) {
            return value;
        }
        int slot = value * HASH >>> Integer.SIZE - Integer.numberOfTrailingZeros(SLOTS);
        while (slots[DIRECT + slot] != 0 && values[slots[DIRECT + slot] - 1] != value) {
            slot = slot + 1 & SLOTS - 1;
        }
        return DIRECT + slot;
    }

    private int clear(int distinct) {
        for (int i = 0; i < distinct; i++) {
            slots[slotsUsed[i]] = 0;
        }
        return 0;
    }

    /** Numbers the combinations of form and value in {@link #refined}. */
    private int refine(int distinct) {
        int size = distinct * formCount;
        if (combinations.length < size) {
            combinations = new int[Math.max(size, combinations.length * 2)];
        }
        int count = 0;
        for (int i = 0; i < owners; i++) {
            int combination = forms[i] * distinct + valueNumbers[i];
            if (combinations[combination] == 0) {
                combinations[combination] = ++count;
            }
            refined[i] = combinations[combination] - 1;
        }
        Arrays.fill(combinations, 0, size, 0);
        return count;
    }

    /** What the column of a field would take: packed, but for values that are so rare that they stand apart. */
    private double columnBits(int distinct) {
        double entropy = 0;
        for (int i = 0; i < distinct; i++) {
            entropy += uses[i] * Math.log((double) owners / uses[i]);
        }
        return Math.min((double) width(distinct) * owners, 1.5 * entropy / Math.log(2));
    }

    private static int width(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
    }

    private void findFirstOwners() {
        if (firstOwners.length < formCount) {
            firstOwners = new int[Math.max(formCount, firstOwners.length * 2)];
        }
        int found = 0;
        for (int i = 0; i < owners && found < formCount; i++) {
            // Forms are numbered in the order of their first owners.
            if (forms[i] == found) {
                firstOwners[found++] = i;
            }
        }
    }

    /** Whether a field is said by the forms. */
    boolean say(Field field) {
        return taken.contains(field);
    }

    /** Number of forms, at least 1. */
    int count() {
        return formCount;
    }

    /** The form of each owner. */
    int[] forms() {
        return forms;
    }

    /** An owner of each form. */
    int[] firstOwners() {
        return firstOwners;
    }
}
