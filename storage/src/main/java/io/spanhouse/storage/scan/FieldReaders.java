package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.SpanRows;

/** Readers of what a span has beside attributes. */
final class FieldReaders {
    private FieldReaders() {}

    /** End minus start modulo 2^64, read as a signed number, and 0 if that is negative. */
    static long duration(long startNanos, long endNanos) {
        return Math.max(0, endNanos - startNanos);
    }

    static OperandReader of(SpanField field, SpanRows rows, RowContext context) {
        switch (field) {
            case TRACE_ID:
            case SPAN_ID:
            case PARENT_SPAN_ID:
                return new Id(rows, field);
            case NAME:
            case STATUS_MESSAGE:
            case TRACE_STATE:
                return new Text(rows, field);
            case KIND:
            case STATUS_CODE:
            case FLAGS:
            case START:
            case END:
            case DURATION:
                return new Number(rows, field);
            case SCOPE_NAME:
            case SCOPE_VERSION:
            case SCOPE_SCHEMA_URL:
                return new ScopeText(rows, field);
            case RESOURCE_SCHEMA_URL:
                return new ResourceSchema(rows);
            case EVENT_NAME:
            case EVENT_TIME:
            case EVENT_SINCE_START:
                return new ElementReaders.OfEvents(rows, field, context);
            case LINK_TRACE_ID:
            case LINK_SPAN_ID:
            case LINK_TRACE_STATE:
                return new ElementReaders.OfLinks(rows, field, context);
        }
        throw new AssertionError(field);
    }

    private static final class Id extends OperandReader {
        private final SpanRows rows;
        private final SpanField field;

        Id(SpanRows rows, SpanField field) {
            this.rows = rows;
            this.field = field;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            if (field == SpanField.TRACE_ID) {
                return visitor.id(rows.traceIdHigh(row), rows.traceIdLow(row), 2 * Long.BYTES);
            }
            if (field == SpanField.SPAN_ID) {
                return visitor.id(0, rows.spanId(row), Long.BYTES);
            }
            long parent = rows.parentSpanId(row);
            return parent != 0 && visitor.id(0, parent, Long.BYTES);
        }
    }

    private static final class Text extends OperandReader {
        private final SpanRows rows;
        private final SpanField field;

        Text(SpanRows rows, SpanField field) {
            this.rows = rows;
            this.field = field;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            if (field == SpanField.NAME) {
                return visitor.string(rows.name(row));
            }
            return visitor.string(field == SpanField.STATUS_MESSAGE ? rows.statusMessage(row) : rows.traceState(row));
        }
    }

    private static final class Number extends OperandReader {
        private final SpanRows rows;
        private final SpanField field;

        Number(SpanRows rows, SpanField field) {
            this.rows = rows;
            this.field = field;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            if (field == SpanField.KIND) {
                return visitor.number(rows.kind(row), NumberSense.SIGNED);
            }
            if (field == SpanField.STATUS_CODE) {
                return visitor.number(rows.statusCode(row), NumberSense.SIGNED);
            }
            if (field == SpanField.FLAGS) {
                return visitor.number(Integer.toUnsignedLong(rows.flags(row)), NumberSense.SIGNED);
            }
            if (field == SpanField.START) {
                return visitor.number(rows.startNanos(row), NumberSense.UNSIGNED);
            }
            if (field == SpanField.END) {
                return visitor.number(rows.endNanos(row), NumberSense.UNSIGNED);
            }
            return visitor.number(duration(rows.startNanos(row), rows.endNanos(row)), NumberSense.SIGNED);
        }
    }

    private static final class ScopeText extends OperandReader {
        private final SpanRows rows;
        private final SpanField field;

        ScopeText(SpanRows rows, SpanField field) {
            this.rows = rows;
            this.field = field;
        }

        @Override
        Scope scope() {
            return Scope.SCOPE;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            int scope = rows.scope(row);
            if (field == SpanField.SCOPE_NAME) {
                return visitor.string(rows.scopes().name(scope));
            }
            return visitor.string(
                    field == SpanField.SCOPE_VERSION
                            ? rows.scopes().version(scope)
                            : rows.scopes().schemaUrl(scope));
        }
    }

    private static final class ResourceSchema extends OperandReader {
        private final SpanRows rows;

        ResourceSchema(SpanRows rows) {
            this.rows = rows;
        }

        @Override
        Scope scope() {
            return Scope.RESOURCE;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            return visitor.string(rows.resources().schemaUrl(rows.resource(row)));
        }
    }
}
