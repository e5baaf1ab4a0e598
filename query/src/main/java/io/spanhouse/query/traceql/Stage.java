package io.spanhouse.query.traceql;

import java.util.List;

/** One step of a pipeline. */
public sealed interface Stage extends Part {
    Place place();

    /** The spans of the sets that are in this set too. */
    record Spansets(SpansetExpression expression, Place place) implements Stage {
        @Override
        public String toString() {
            return expression.toString();
        }
    }

    /** Only the sets for which this holds. */
    record ScalarFilter(ScalarExpression left, FieldOperator operator, ScalarExpression right, Place place)
            implements Stage {
        @Override
        public String toString() {
            return "(" + left + " " + operator.text() + " " + right + ")";
        }
    }

    /** A set for each value. */
    record By(FieldExpression expression, Place place) implements Stage {
        @Override
        public String toString() {
            return "by(" + expression + ")";
        }
    }

    /** What is listed with each span. */
    record Select(List<FieldExpression> operands, Place place) implements Stage {
        public Select {
            operands = List.copyOf(operands);
        }

        @Override
        public String toString() {
            return "select" + operands;
        }
    }

    /** All sets together. */
    record Coalesce(Place place) implements Stage {
        @Override
        public String toString() {
            return "coalesce()";
        }
    }
}
