package io.spanhouse.storage.scan;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import java.nio.ByteBuffer;

/** Gives the values of another operand as texts. Not thread-safe. */
final class AsTextReader extends OperandReader {
    private final SpanRows rows;
    private final OperandReader of;

    AsTextReader(SpanRows rows, OperandReader of) {
        this.rows = rows;
        this.of = of;
    }

    @Override
    Scope scope() {
        return of.scope();
    }

    @Override
    boolean visit(int row, OperandVisitor visitor) {
        return of.visit(row, new Texts(visitor));
    }

    private final class Texts implements OperandVisitor {
        private final OperandVisitor visitor;
        private final ByteSlice slice = new ByteSlice();

        Texts(OperandVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public boolean pair(int code) {
            PairTable pairs = rows.pairs();
            pairs.value(code, slice);
            String text = ValueText.of(ValueType.ofCode(pairs.type(code)), slice);
            return text != null && visitor.text(TextForms.utf8(text));
        }

        @Override
        public boolean string(int code) {
            return visitor.string(code);
        }

        @Override
        public boolean number(long value, NumberSense sense) {
            return visitor.text(TextForms.utf8(TextForms.number(value, sense)));
        }

        @Override
        public boolean id(long high, long low, int bytes) {
            ByteBuffer id = ByteBuffer.allocate(bytes);
            if (bytes > Long.BYTES) {
                id.putLong(high);
            }
            return visitor.text(TextForms.utf8(TextForms.id(id.putLong(low).array())));
        }

        @Override
        public boolean text(byte[] utf8) {
            return visitor.text(utf8);
        }
    }
}
