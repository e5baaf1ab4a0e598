package io.spanhouse.storage.model;

/**
 * Bounds on what one span may hold. What is over a bound is cut, marked on the span, counted, and told to the client; it
 * is never refused for it.
 *
 * @param valueBytesMax longest attribute value, bytes; at least 1 KiB
 * @param attributesMax most attributes of one span, event, link, resource or scope
 * @param eventsMax most events of one span
 * @param linksMax most links of one span
 * @param valueDepthMax deepest nesting of a value; a plain value has depth 1
 */
public record Limits(int valueBytesMax, int attributesMax, int eventsMax, int linksMax, int valueDepthMax) {
    /** The deepest nesting that any configuration may allow; readers of nested values rely on it. */
    public static final int VALUE_DEPTH_CEILING = 128;

    /** What holds unless configured: 4 MiB, 8,192 attributes, events and links, depth 128. */
    public static final Limits DEFAULT = new Limits(4 << 20, 8_192, 8_192, 8_192, VALUE_DEPTH_CEILING);

    public Limits {
        requireBetween("valueBytesMax", valueBytesMax, 1 << 10, 64 << 20);
        requireBetween("attributesMax", attributesMax, 1, 1 << 20);
        requireBetween("eventsMax", eventsMax, 1, 1 << 20);
        requireBetween("linksMax", linksMax, 1, 1 << 20);
        requireBetween("valueDepthMax", valueDepthMax, 1, VALUE_DEPTH_CEILING);
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + least + " to " + most);
        }
    }
}
