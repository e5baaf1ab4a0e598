package io.spanhouse.storage.filter;

/** What a comparison or a grouping looks at. */
public sealed interface Operand {
    /** A field of the span. */
    record Field(SpanField field) implements Operand {}

    /** An attribute by its level and exact key. */
    record Attribute(AttributeLevel level, String key) implements Operand {}

    /**
     * The fingerprint of the span's exception: 16 hexadecimal digits that are the same for errors of one cause. Absent
     * for spans without an {@code exception} event; a span with several has several.
     */
    record ExceptionFingerprint() implements Operand {}
}
