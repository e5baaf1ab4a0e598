package io.spanhouse.storage.model;

/**
 * A 64-bit hash of one row, the same for rows that {@link SpanEquality} calls the same, whatever their tables. Never
 * stored: it is {@link ByteHash}'s. About half a microsecond a span.
 */
public final class SpanHash {
    private final SpanRows rows;
    private final ByteSlice slice = new ByteSlice();
    private long hash;

    private SpanHash(SpanRows rows) {
        this.rows = rows;
    }

    /** The hash of a row. */
    public static long of(SpanRows rows, int row) {
        SpanHash hash = new SpanHash(rows);
        hash.row(row);
        return hash.hash;
    }

    private void row(int row) {
        number(rows.spanId(row));
        number(rows.parentSpanId(row));
        number(rows.startNanos(row));
        number(rows.endNanos(row));
        numbers(rows.kind(row), rows.statusCode(row));
        numbers(rows.flags(row), rows.marks(row) & ~SpanMark.SET_BY_STORE);
        numbers(rows.droppedAttributes(row), rows.droppedEvents(row));
        number(rows.droppedLinks(row));
        string(rows.name(row));
        string(rows.statusMessage(row));
        string(rows.traceState(row));
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            pair(rows.attribute(i));
        }
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            event(event);
        }
        for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
            link(link);
        }
        resource(rows.resource(row));
        scope(rows.scope(row));
    }

    private void event(int event) {
        number(rows.eventTimeNanos(event));
        number(rows.eventDroppedAttributes(event));
        string(rows.eventName(event));
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            pair(rows.eventAttribute(i));
        }
    }

    private void link(int link) {
        number(rows.linkTraceIdHigh(link));
        number(rows.linkTraceIdLow(link));
        number(rows.linkSpanId(link));
        numbers(rows.linkPresence(link), rows.linkFlags(link));
        number(rows.linkDroppedAttributes(link));
        string(rows.linkTraceState(link));
        for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
            pair(rows.linkAttribute(i));
        }
    }

    private void resource(int resource) {
        ResourceTable resources = rows.resources();
        numbers(resources.present(resource) ? 1 : 0, resources.droppedAttributes(resource));
        string(resources.schemaUrl(resource));
        string(resources.entityReferences(resource));
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            pair(resources.attribute(i));
        }
    }

    private void scope(int scope) {
        ScopeTable scopes = rows.scopes();
        numbers(scopes.present(scope) ? 1 : 0, scopes.droppedAttributes(scope));
        string(scopes.name(scope));
        string(scopes.version(scope));
        string(scopes.schemaUrl(scope));
        for (int i = scopes.attributeStart(scope); i < scopes.attributeEnd(scope); i++) {
            pair(scopes.attribute(i));
        }
    }

    private void pair(int code) {
        PairTable pairs = rows.pairs();
        string(pairs.key(code));
        DistantValue distant = pairs.distant(code);
        if (distant != null) {
            numbers(pairs.type(code), distant.length());
            number(distant.byteHash());
            return;
        }
        pairs.value(code, slice);
        if (slice.length > DistantValue.LONGER_THAN) {
            numbers(pairs.type(code), slice.length);
            number(ByteHash.hash(slice.array, slice.offset, slice.length, 0));
        } else {
            hash = ByteHash.hash(slice.array, slice.offset, slice.length, hash ^ pairs.type(code));
        }
    }

    private void string(int code) {
        rows.strings().get(code, slice);
        hash = ByteHash.hash(slice.array, slice.offset, slice.length, hash);
    }

    private void numbers(int first, int second) {
        number((long) first << 32 | second & 0xFFFF_FFFFL);
    }

    private void number(long value) {
        hash = ByteHash.hash(hash, value);
    }
}
