package io.spanhouse.storage.scan;

/** How a number of a span or trace and the number it is compared with are to be read. */
enum NumberSense {
    /** Both are signed. */
    SIGNED,
    /** Both are unsigned: times. */
    UNSIGNED;

    /** The order of a value and a literal, as {@link Long#compare} gives it. */
    int compare(long value, long literal) {
        switch (this) {
            case SIGNED:
                return Long.compare(value, literal);
            case UNSIGNED:
                return Long.compareUnsigned(value, literal);
        }
        throw new AssertionError(this);
    }
}
