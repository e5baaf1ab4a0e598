package io.spanhouse.query.traceql;

import java.util.Locale;

/**
 * An attribute as a query names it.
 *
 * @param scope where it is looked for
 * @param ofParent whether of the span's parent
 * @param key its key
 */
public record AttributeName(Scope scope, boolean ofParent, String key) {
    /** Where an attribute is looked for. */
    public enum Scope {
        /** The span, else the resource. */
        NONE,
        SPAN,
        RESOURCE,
        EVENT,
        LINK,
        INSTRUMENTATION;

        /** The word before the dot; empty for none. */
        public String text() {
            return this == NONE ? "" : name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return (ofParent ? "parent." : "") + scope.text() + (ofParent && scope == Scope.NONE ? "" : ".") + key;
    }
}
