package io.spanhouse.storage.filter;

import io.spanhouse.storage.model.ValueType;
import java.util.Set;

/** What a comparison, an expression or a grouping looks at. */
public sealed interface Operand {
    /** A field of the span. */
    record Field(SpanField field) implements Operand {}

    /** An attribute by its level and exact key. */
    record Attribute(AttributeLevel level, String key) implements Operand {}

    /** An attribute that is the span's, or, of a span that has none with this key, its resource's. */
    record SpanOrResource(String key) implements Operand {}

    /**
     * What the span has by the trace it is in, all of whose spans are looked at. For conditions and expressions of searches,
     * for groups and measures; in conditions where spans are counted without a look at their traces it is refused.
     */
    record InTrace(TraceProperty property) implements Operand {}

    /**
     * The values of another operand as texts: a text as it is, an id as lower-case hexadecimal digits, whole numbers and
     * times in decimal, doubles as JavaScript prints them, {@code true} and {@code false}, bytes in Base64, arrays and
     * key-value lists as JSON without spaces and with sorted keys, as one text each. An attribute without a value has none.
     */
    record AsText(Operand of) implements Operand {}

    /**
     * The values of an attribute that were sent as one of some types; an array is one value then, which is compared only as
     * text.
     *
     * @param of an attribute, by its level or not
     */
    record OfTypes(Operand of, Set<ValueType> types) implements Operand {
        public OfTypes {
            types = Set.copyOf(types);
            if (!(of instanceof Attribute) && !(of instanceof SpanOrResource)) {
                throw new IllegalArgumentException("types are asked of " + of + ", expected an attribute");
            }
        }
    }

    /**
     * The fingerprint of the span's exception: 16 hexadecimal digits that are the same for errors of one cause. Absent
     * for spans without an {@code exception} event; a span with several has several.
     */
    record ExceptionFingerprint() implements Operand {}
}
