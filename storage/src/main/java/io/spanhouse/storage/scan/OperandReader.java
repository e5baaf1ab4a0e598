package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.SpanRows;

/**
 * Gives the values of one operand on the rows of one {@link SpanRows}. Remembers by code which pairs have its key. Not
 * thread-safe; made for one unit of work.
 */
abstract class OperandReader {
    /** What the values of an operand depend on, and so what may be remembered of them. */
    enum Scope {
        /** The row. */
        ROW,
        /** The row's resource alone. */
        RESOURCE,
        /** The row's scope alone. */
        SCOPE
    }

    /** Shows the row's values to the visitor until it has seen enough; says whether it had. */
    abstract boolean visit(int row, OperandVisitor visitor);

    /** What the values depend on. */
    Scope scope() {
        return Scope.ROW;
    }

    /** A reader of the operand's values on these rows. */
    static OperandReader of(Operand operand, SpanRows rows) {
        if (operand instanceof Operand.Attribute) {
            return AttributeReaders.of((Operand.Attribute) operand, rows);
        }
        if (operand instanceof Operand.ExceptionFingerprint) {
            return new FingerprintReader(rows);
        }
        SpanField field = ((Operand.Field) operand).field();
        return FieldReaders.of(field, rows);
    }
}
