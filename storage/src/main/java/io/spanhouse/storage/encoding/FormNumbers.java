package io.spanhouse.storage.encoding;

/**
 * Columns of numbers that another column says: one number a form, and a column of codes says which form each value has.
 * Static, so good for any thread.
 *
 * <pre>
 * numbers by form = 4 u8, forms varint, numbers (one a form)
 * </pre>
 *
 * <p>The first byte is none of those that {@link Numbers} starts with, so a column is one or the other.
 */
public final class FormNumbers {
    private static final int BY_FORM = 4;

    private FormNumbers() {}

    /** Appends a column with these values, one a form. */
    public static void write(long[] values, int forms, Numbers encoder, ByteWriter out) {
        out.u8(BY_FORM);
        out.varint(forms);
        encoder.write(values, forms, out);
    }

    /** Whether a column, of which the reader has all left, is by form. */
    public static boolean are(ByteReader in) {
        return in.remaining() > 0 && in.array()[in.position()] == BY_FORM;
    }

    /**
     * Reads a column and leaves the reader behind it.
     *
     * @param formsMax more forms than this are damage
     * @return the value of each form
     */
    public static long[] read(ByteReader in, int formsMax) {
        int encoding = in.u8();
        if (encoding != BY_FORM) {
            throw in.corrupt("encoding of numbers by form is " + encoding + ", expected 4");
        }
        int forms = in.count(formsMax);
        long[] values = new long[forms];
        Numbers.read(in, forms, values);
        return values;
    }
}
