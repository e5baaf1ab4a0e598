package io.spanhouse.query.cloudtrace;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;

/** Where a label's value is found. */
sealed interface LabelSource {
    /** An attribute of the span, of its resource, or of the first of its events that has it. */
    record Attribute(AttributeLevel level, String key) implements LabelSource {
        @Override
        public Operand operand() {
            return new Operand.Attribute(level, key);
        }

        @Override
        public SpanCondition present() {
            return new SpanCondition.Exists(operand());
        }
    }

    /** The status message, if it is not empty. */
    record StatusMessage() implements LabelSource {
        @Override
        public Operand operand() {
            return new Operand.Field(SpanField.STATUS_MESSAGE);
        }

        @Override
        public SpanCondition present() {
            return new SpanCondition.Comparison(operand(), Operator.NOT_EQUAL, new Literal.Text(""));
        }
    }

    /** What is compared. */
    Operand operand();

    /** A span has it. */
    SpanCondition present();
}
