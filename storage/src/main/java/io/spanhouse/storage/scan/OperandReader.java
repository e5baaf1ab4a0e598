package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.TraceProperty;
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

    /** A reader of the operand's values on these rows, where traces are not looked at. */
    static OperandReader of(Operand operand, SpanRows rows) {
        return of(operand, rows, new RowContext());
    }

    /**
     * A reader of the operand's values on these rows.
     *
     * @param context says which element is meant and what the row has by its trace
     */
    static OperandReader of(Operand operand, SpanRows rows, RowContext context) {
        if (operand instanceof Operand.Attribute) {
            return AttributeReaders.of((Operand.Attribute) operand, rows, context);
        }
        if (operand instanceof Operand.SpanOrResource) {
            return AttributeReaders.unscoped(((Operand.SpanOrResource) operand).key(), rows);
        }
        if (operand instanceof Operand.ExceptionFingerprint) {
            return new FingerprintReader(rows);
        }
        if (operand instanceof Operand.AsText) {
            Operand said = ((Operand.AsText) operand).of();
            return new AsTextReader(
                    rows,
                    said instanceof Operand.OfTypes
                            ? OfTypesReader.whole((Operand.OfTypes) said, rows, context)
                            : of(said, rows, context));
        }
        if (operand instanceof Operand.OfTypes) {
            return OfTypesReader.comparable((Operand.OfTypes) operand, rows, context);
        }
        if (operand instanceof Operand.InTrace) {
            return new InTraceReader(((Operand.InTrace) operand).property(), context);
        }
        return FieldReaders.of(((Operand.Field) operand).field(), rows, context);
    }

    /** What a span has by its trace. */
    private static final class InTraceReader extends OperandReader {
        private final TraceProperty property;
        private final RowContext context;

        InTraceReader(TraceProperty property, RowContext context) {
            this.property = property;
            this.context = context;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            return context.trace().visit(property, context.span(), visitor);
        }
    }
}
