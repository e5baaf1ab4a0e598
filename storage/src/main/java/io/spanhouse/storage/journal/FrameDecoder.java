package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.StoreException;

/**
 * Reads one frame: the columns into arrays, then row by row into a builder, under the same codes. A count is believed only
 * as far as bytes are left for what it counts, a code only if its table has it. Used once; not thread-safe.
 */
final class FrameDecoder {
    private static final int SMALLEST_RESOURCE_BYTES = 5;
    private static final int SMALLEST_SCOPE_BYTES = 6;

    private final FrameInput in;
    private final LongValues longValues;
    private final ByteSlice slice = new ByteSlice();
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private int strings;
    private int pairs;

    FrameDecoder(ByteSlice frame, LongValues longValues) {
        this.longValues = longValues;
        in = new FrameInput(frame);
    }

    static int sum(int[] counts) {
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    SpanBatch decode() {
        int version = in.octet();
        if (version > FrameCodec.VERSION) {
            throw new StoreException(
                    FailureKind.TOO_NEW,
                    "frame has version " + version + ", this program reads up to " + FrameCodec.VERSION);
        }
        if (version != FrameCodec.VERSION) {
            throw in.damaged("version is " + version + ", expected " + FrameCodec.VERSION);
        }
        strings();
        pairs = FramePairs.read(in, strings, builder, longValues);
        int resources = resources();
        int scopes = scopes();
        rows(resources, scopes);
        in.expectEnd();
        return builder.build();
    }

    private void strings() {
        int count = in.count(1, "strings");
        int[] lengths = new int[count];
        for (int i = 0; i < count; i++) {
            lengths[i] = in.varint();
        }
        for (int length : lengths) {
            in.slice(length, slice);
            builder.appendString(slice.array, slice.offset, slice.length);
        }
        strings = count + 1;
    }

    private int resources() {
        int count = in.count(SMALLEST_RESOURCE_BYTES, "resources");
        for (int i = 0; i < count; i++) {
            boolean present = presence("resource");
            int dropped = in.varint();
            int schemaUrl = in.varintBelow(strings, "schema URL");
            int entities = in.varintBelow(strings, "entity references");
            for (int left = in.count(1, "resource attributes"); left > 0; left--) {
                builder.resourceAttribute(in.varintBelow(pairs, "resource attribute"));
            }
            builder.appendResource(present, dropped, schemaUrl, entities);
        }
        return count;
    }

    private int scopes() {
        int count = in.count(SMALLEST_SCOPE_BYTES, "scopes");
        for (int i = 0; i < count; i++) {
            boolean present = presence("scope");
            int name = in.varintBelow(strings, "scope name");
            int version = in.varintBelow(strings, "scope version");
            int dropped = in.varint();
            int schemaUrl = in.varintBelow(strings, "schema URL");
            for (int left = in.count(1, "scope attributes"); left > 0; left--) {
                builder.scopeAttribute(in.varintBelow(pairs, "scope attribute"));
            }
            builder.appendScope(new ScopeColumns.Fields(present, name, version, dropped, schemaUrl));
        }
        return count;
    }

    private boolean presence(String what) {
        int octet = in.octet();
        if (octet > 1) {
            throw in.damaged("presence of " + what + " is " + octet + ", expected 0 or 1");
        }
        return octet == 1;
    }

    private void rows(int resources, int scopes) {
        FrameIdentity identity = FrameIdentity.read(in);
        int count = identity.spanIds.length;
        long[] starts = new long[count];
        long before = 0;
        for (int row = 0; row < count; row++) {
            before += in.zigzag();
            starts[row] = before;
        }
        long[] ends = new long[count];
        for (int row = 0; row < count; row++) {
            ends[row] = starts[row] + in.zigzag();
        }
        int[] names = in.columnBelow(count, strings, "name");
        int[] kinds = in.column(count, "kind");
        int[] statusCodes = in.column(count, "status code");
        int[] statusMessages = in.columnBelow(count, strings, "status message");
        int[] traceStates = in.columnBelow(count, strings, "trace state");
        int[] flags = in.column(count, "flags");
        int[] marks = in.column(count, "marks");
        int[] resource = in.columnBelow(count, resources, "resource");
        int[] scope = in.columnBelow(count, scopes, "scope");
        int[] droppedAttributes = in.column(count, "dropped attributes");
        int[] droppedEvents = in.column(count, "dropped events");
        int[] droppedLinks = in.column(count, "dropped links");
        int[] attributeCounts = in.counts(count, "attributes");
        int[] attributes = in.varintsBelow(sum(attributeCounts), pairs, "attribute");
        FrameEvents events = FrameEvents.read(in, count, strings, pairs);
        FrameLinks links = FrameLinks.read(in, count, strings, pairs);
        int position = 0;
        for (int row = 0; row < count; row++) {
            builder.startSpan().resource(resource[row]).scope(scope[row]);
            builder.traceId(identity.traceHigh[row], identity.traceLow[row]);
            builder.spanId(identity.spanIds[row]).parentSpanId(identity.parents[row]);
            builder.startNanos(starts[row]).endNanos(ends[row]);
            builder.name(names[row])
                    .kind(kinds[row])
                    .traceState(traceStates[row])
                    .flags(flags[row]);
            builder.status(statusCodes[row], statusMessages[row]).marks(marks[row]);
            builder.droppedAttributes(droppedAttributes[row]);
            builder.droppedEvents(droppedEvents[row]).droppedLinks(droppedLinks[row]);
            for (int end = position + attributeCounts[row]; position < end; position++) {
                builder.attribute(attributes[position]);
            }
            events.next(builder, row, starts[row]);
            links.next(builder, row);
            builder.endSpan();
        }
    }
}
