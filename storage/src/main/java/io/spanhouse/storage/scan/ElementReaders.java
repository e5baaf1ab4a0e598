package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.SpanRows;

/** Readers of what events and links have beside attributes. */
final class ElementReaders {
    private ElementReaders() {}

    /** Names and times of events. */
    static final class OfEvents extends OperandReader {
        private final SpanRows rows;
        private final SpanField field;
        private final RowContext context;

        OfEvents(SpanRows rows, SpanField field, RowContext context) {
            this.rows = rows;
            this.field = field;
            this.context = context;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            for (int event = context.eventStart(rows, row); event < context.eventEnd(rows, row); event++) {
                if (visitEvent(row, event, visitor)) {
                    return true;
                }
            }
            return false;
        }

        private boolean visitEvent(int row, int event, OperandVisitor visitor) {
            if (field == SpanField.EVENT_NAME) {
                return visitor.string(rows.eventName(event));
            }
            if (field == SpanField.EVENT_TIME) {
                return visitor.number(rows.eventTimeNanos(event), NumberSense.UNSIGNED);
            }
            return visitor.number(rows.eventTimeNanos(event) - rows.startNanos(row), NumberSense.SIGNED);
        }
    }

    /** Ids and trace states of links. Links that were sent without an id have no value of it. */
    static final class OfLinks extends OperandReader {
        private final SpanRows rows;
        private final SpanField field;
        private final RowContext context;

        OfLinks(SpanRows rows, SpanField field, RowContext context) {
            this.rows = rows;
            this.field = field;
            this.context = context;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            for (int link = context.linkStart(rows, row); link < context.linkEnd(rows, row); link++) {
                if (visitLink(link, visitor)) {
                    return true;
                }
            }
            return false;
        }

        private boolean visitLink(int link, OperandVisitor visitor) {
            if (field == SpanField.LINK_TRACE_STATE) {
                return visitor.string(rows.linkTraceState(link));
            }
            int presence = rows.linkPresence(link);
            if (field == SpanField.LINK_TRACE_ID) {
                return (presence & SpanRows.LINK_HAS_TRACE_ID) != 0
                        && visitor.id(rows.linkTraceIdHigh(link), rows.linkTraceIdLow(link), 2 * Long.BYTES);
            }
            return (presence & SpanRows.LINK_HAS_SPAN_ID) != 0 && visitor.id(0, rows.linkSpanId(link), Long.BYTES);
        }
    }
}
