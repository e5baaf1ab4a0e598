package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.EnumSet;
import java.util.Set;

/** Gives those values of an attribute that are of some types. Not thread-safe. */
final class OfTypesReader extends OperandReader {
    private final PairTable pairs;
    private final OperandReader of;
    private final Set<ValueType> types;

    private OfTypesReader(PairTable pairs, OperandReader of, Set<ValueType> types) {
        this.pairs = pairs;
        this.of = of;
        this.types = types;
    }

    /** Arrays too, for who takes an array as one value. */
    static OfTypesReader whole(Operand.OfTypes operand, SpanRows rows, RowContext context) {
        return new OfTypesReader(rows.pairs(), of(operand.of(), rows, context), operand.types());
    }

    /** No arrays: whoever looks into them would find other values than this one. */
    static OfTypesReader comparable(Operand.OfTypes operand, SpanRows rows, RowContext context) {
        Set<ValueType> types = EnumSet.noneOf(ValueType.class);
        types.addAll(operand.types());
        types.remove(ValueType.ARRAY);
        return new OfTypesReader(rows.pairs(), of(operand.of(), rows, context), types);
    }

    @Override
    Scope scope() {
        return of.scope();
    }

    @Override
    boolean visit(int row, OperandVisitor visitor) {
        return of.visit(row, new Some(visitor));
    }

    /** Attributes are pairs and nothing else. */
    private final class Some implements OperandVisitor {
        private final OperandVisitor visitor;

        Some(OperandVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public boolean pair(int code) {
            return types.contains(ValueType.ofCode(pairs.type(code))) && visitor.pair(code);
        }

        @Override
        public boolean string(int code) {
            throw new IllegalStateException("an attribute is given as a pair");
        }

        @Override
        public boolean number(long value, NumberSense sense) {
            throw new IllegalStateException("an attribute is given as a pair");
        }

        @Override
        public boolean id(long high, long low, int bytes) {
            throw new IllegalStateException("an attribute is given as a pair");
        }

        @Override
        public boolean text(byte[] utf8) {
            throw new IllegalStateException("an attribute is given as a pair");
        }
    }
}
