package io.spanhouse.storage.model;

import java.util.ArrayList;
import java.util.List;

/** The events and links of two pieces of a half of a call, each once, events in the order of time. */
record HalfElements(SpanRows base, int baseRow, SpanRows piece, int pieceRow) {
    /** Copies them to the span that is being built. */
    void merge(SpanCopier ofBase, SpanCopier ofPiece) {
        List<Integer> added = new ArrayList<>();
        for (int event = piece.eventStart(pieceRow); event < piece.eventEnd(pieceRow); event++) {
            if (!hasEvent(event, ofBase, ofPiece)) {
                added.add(event);
            }
        }
        int next = 0;
        for (int event = base.eventStart(baseRow); event < base.eventEnd(baseRow); event++) {
            while (next < added.size()
                    && Long.compareUnsigned(piece.eventTimeNanos(added.get(next)), base.eventTimeNanos(event)) < 0) {
                ofPiece.copyEvent(added.get(next++));
            }
            ofBase.copyEvent(event);
        }
        while (next < added.size()) {
            ofPiece.copyEvent(added.get(next++));
        }
        ofBase.copyLinks(baseRow);
        for (int link = piece.linkStart(pieceRow); link < piece.linkEnd(pieceRow); link++) {
            if (!hasLink(link)) {
                ofPiece.copyLink(link);
            }
        }
    }

    private boolean hasEvent(int event, SpanCopier ofBase, SpanCopier ofPiece) {
        for (int known = base.eventStart(baseRow); known < base.eventEnd(baseRow); known++) {
            int size = base.eventAttributeEnd(known) - base.eventAttributeStart(known);
            boolean same = base.eventTimeNanos(known) == piece.eventTimeNanos(event)
                    && ofBase.string(base.eventName(known)) == ofPiece.string(piece.eventName(event))
                    && size == piece.eventAttributeEnd(event) - piece.eventAttributeStart(event);
            for (int i = 0; i < size && same; i++) {
                same = ofBase.pair(base.eventAttribute(base.eventAttributeStart(known) + i))
                        == ofPiece.pair(piece.eventAttribute(piece.eventAttributeStart(event) + i));
            }
            if (same) {
                return true;
            }
        }
        return false;
    }

    /** Links to one span are one. */
    private boolean hasLink(int link) {
        for (int known = base.linkStart(baseRow); known < base.linkEnd(baseRow); known++) {
            if (base.linkSpanId(known) == piece.linkSpanId(link)
                    && base.linkTraceIdHigh(known) == piece.linkTraceIdHigh(link)
                    && base.linkTraceIdLow(known) == piece.linkTraceIdLow(link)) {
                return true;
            }
        }
        return false;
    }
}
