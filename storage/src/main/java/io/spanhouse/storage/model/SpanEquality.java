package io.spanhouse.storage.model;

/**
 * Whether two rows are the same span: equal in every field that was sent, resource and scope included, whatever their
 * tables and codes. The tick and the marks of {@link SpanMark#SET_BY_STORE} do not count. Costs about a microsecond for
 * spans that are equal, next to nothing for others.
 */
public final class SpanEquality {
    private final SpanRows left;
    private final SpanRows right;
    private final ByteSlice leftSlice = new ByteSlice();
    private final ByteSlice rightSlice = new ByteSlice();

    private SpanEquality(SpanRows left, SpanRows right) {
        this.left = left;
        this.right = right;
    }

    /** Whether a row of {@code a} and a row of {@code b} are the same span. */
    public static boolean same(SpanRows a, int rowA, SpanRows b, int rowB) {
        return sameNumbers(a, rowA, b, rowB) && new SpanEquality(a, b).sameRest(rowA, rowB);
    }

    /** The same, whatever start and end are. */
    static boolean sameButTimes(SpanRows a, int rowA, SpanRows b, int rowB) {
        return sameOtherNumbers(a, rowA, b, rowB) && new SpanEquality(a, b).sameRest(rowA, rowB);
    }

    private static boolean sameNumbers(SpanRows a, int rowA, SpanRows b, int rowB) {
        return a.startNanos(rowA) == b.startNanos(rowB)
                && a.endNanos(rowA) == b.endNanos(rowB)
                && sameOtherNumbers(a, rowA, b, rowB);
    }

    private static boolean sameOtherNumbers(SpanRows a, int rowA, SpanRows b, int rowB) {
        return a.spanId(rowA) == b.spanId(rowB)
                && a.parentSpanId(rowA) == b.parentSpanId(rowB)
                && a.traceIdLow(rowA) == b.traceIdLow(rowB)
                && a.traceIdHigh(rowA) == b.traceIdHigh(rowB)
                && a.kind(rowA) == b.kind(rowB)
                && a.statusCode(rowA) == b.statusCode(rowB)
                && a.flags(rowA) == b.flags(rowB)
                && a.droppedAttributes(rowA) == b.droppedAttributes(rowB)
                && a.droppedEvents(rowA) == b.droppedEvents(rowB)
                && a.droppedLinks(rowA) == b.droppedLinks(rowB)
                && ((a.marks(rowA) ^ b.marks(rowB)) & ~SpanMark.SET_BY_STORE) == 0;
    }

    private boolean sameRest(int a, int b) {
        if (!sameString(left.name(a), right.name(b))
                || !sameString(left.statusMessage(a), right.statusMessage(b))
                || !sameString(left.traceState(a), right.traceState(b))
                || left.attributeEnd(a) - left.attributeStart(a) != right.attributeEnd(b) - right.attributeStart(b)
                || left.eventEnd(a) - left.eventStart(a) != right.eventEnd(b) - right.eventStart(b)
                || left.linkEnd(a) - left.linkStart(a) != right.linkEnd(b) - right.linkStart(b)) {
            return false;
        }
        int shift = right.attributeStart(b) - left.attributeStart(a);
        for (int i = left.attributeStart(a); i < left.attributeEnd(a); i++) {
            if (!samePair(left.attribute(i), right.attribute(i + shift))) {
                return false;
            }
        }
        return sameEvents(a, b)
                && sameLinks(a, b)
                && sameResource(left.resource(a), right.resource(b))
                && sameScope(left.scope(a), right.scope(b));
    }

    private boolean sameEvents(int a, int b) {
        int shift = right.eventStart(b) - left.eventStart(a);
        for (int event = left.eventStart(a); event < left.eventEnd(a); event++) {
            if (!sameEvent(event, event + shift)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameEvent(int a, int b) {
        int start = left.eventAttributeStart(a);
        int shift = right.eventAttributeStart(b) - start;
        int end = left.eventAttributeEnd(a);
        if (left.eventTimeNanos(a) != right.eventTimeNanos(b)
                || left.eventDroppedAttributes(a) != right.eventDroppedAttributes(b)
                || end - start != right.eventAttributeEnd(b) - right.eventAttributeStart(b)
                || !sameString(left.eventName(a), right.eventName(b))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!samePair(left.eventAttribute(i), right.eventAttribute(i + shift))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameLinks(int a, int b) {
        int shift = right.linkStart(b) - left.linkStart(a);
        for (int link = left.linkStart(a); link < left.linkEnd(a); link++) {
            if (!sameLink(link, link + shift)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameLink(int a, int b) {
        int start = left.linkAttributeStart(a);
        int shift = right.linkAttributeStart(b) - start;
        int end = left.linkAttributeEnd(a);
        if (left.linkTraceIdHigh(a) != right.linkTraceIdHigh(b)
                || left.linkTraceIdLow(a) != right.linkTraceIdLow(b)
                || left.linkSpanId(a) != right.linkSpanId(b)
                || left.linkPresence(a) != right.linkPresence(b)
                || left.linkFlags(a) != right.linkFlags(b)
                || left.linkDroppedAttributes(a) != right.linkDroppedAttributes(b)
                || end - start != right.linkAttributeEnd(b) - right.linkAttributeStart(b)
                || !sameString(left.linkTraceState(a), right.linkTraceState(b))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!samePair(left.linkAttribute(i), right.linkAttribute(i + shift))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameResource(int a, int b) {
        if (left == right && a == b) {
            return true;
        }
        ResourceTable ours = left.resources();
        ResourceTable theirs = right.resources();
        int start = ours.attributeStart(a);
        int shift = theirs.attributeStart(b) - start;
        int end = ours.attributeEnd(a);
        if (ours.present(a) != theirs.present(b)
                || ours.droppedAttributes(a) != theirs.droppedAttributes(b)
                || end - start != theirs.attributeEnd(b) - theirs.attributeStart(b)
                || !sameString(ours.schemaUrl(a), theirs.schemaUrl(b))
                || !sameString(ours.entityReferences(a), theirs.entityReferences(b))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!samePair(ours.attribute(i), theirs.attribute(i + shift))) {
                return false;
            }
        }
        return true;
    }

    private boolean sameScope(int a, int b) {
        if (left == right && a == b) {
            return true;
        }
        ScopeTable ours = left.scopes();
        ScopeTable theirs = right.scopes();
        int start = ours.attributeStart(a);
        int shift = theirs.attributeStart(b) - start;
        int end = ours.attributeEnd(a);
        if (ours.present(a) != theirs.present(b)
                || ours.droppedAttributes(a) != theirs.droppedAttributes(b)
                || end - start != theirs.attributeEnd(b) - theirs.attributeStart(b)
                || !sameString(ours.name(a), theirs.name(b))
                || !sameString(ours.version(a), theirs.version(b))
                || !sameString(ours.schemaUrl(a), theirs.schemaUrl(b))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!samePair(ours.attribute(i), theirs.attribute(i + shift))) {
                return false;
            }
        }
        return true;
    }

    private boolean samePair(int a, int b) {
        if (left == right && a == b) {
            return true;
        }
        PairTable ours = left.pairs();
        PairTable theirs = right.pairs();
        if (ours.type(a) != theirs.type(b) || !sameString(ours.key(a), theirs.key(b))) {
            return false;
        }
        DistantValue ourDistant = ours.distant(a);
        DistantValue theirDistant = theirs.distant(b);
        if (ourDistant == null) {
            ours.value(a, leftSlice);
        }
        if (theirDistant == null) {
            theirs.value(b, rightSlice);
        }
        if (ourDistant != null || theirDistant != null) {
            int ourLength = ourDistant == null ? leftSlice.length : ourDistant.length();
            int theirLength = theirDistant == null ? rightSlice.length : theirDistant.length();
            if (ourLength != theirLength) {
                return false;
            }
            ours.value(a, leftSlice);
            theirs.value(b, rightSlice);
        }
        return leftSlice.sameBytes(rightSlice);
    }

    private boolean sameString(int a, int b) {
        if (left == right && a == b) {
            return true;
        }
        left.strings().get(a, leftSlice);
        right.strings().get(b, rightSlice);
        return leftSlice.sameBytes(rightSlice);
    }
}
