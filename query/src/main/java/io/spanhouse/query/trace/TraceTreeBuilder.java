package io.spanhouse.query.trace;

import com.carrotsearch.hppc.ByteArrayList;
import com.carrotsearch.hppc.IntArrayList;
import com.carrotsearch.hppc.LongArrayList;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanParents;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers the spans of one trace, slice by slice, for a {@link TraceTree}. Keeps 58 bytes a span and each distinct name once;
 * attributes, events and links are not looked at. Not thread-safe.
 */
public final class TraceTreeBuilder {
    private static final String SERVICE_KEY = "service.name";
    private static final int NOT_ASKED = -1;

    private final LongArrayList ids = new LongArrayList();
    private final LongArrayList parentIds = new LongArrayList();
    private final LongArrayList starts = new LongArrayList();
    private final LongArrayList ends = new LongArrayList();
    private final LongArrayList kinds = new LongArrayList();
    private final IntArrayList names = new IntArrayList();
    private final IntArrayList services = new IntArrayList();
    private final ByteArrayList errors = new ByteArrayList();
    private final ByteArrayList altered = new ByteArrayList();
    private final Texts nameTexts = new Texts();
    private final Texts serviceTexts = new Texts();

    /** Takes all rows of a slice, which must be of the same trace as those before. */
    public void add(SpanRows rows) {
        int[] nameCodes = new int[rows.strings().size()];
        Arrays.fill(nameCodes, NOT_ASKED);
        int[] serviceCodes = services(rows);
        for (int row = 0; row < rows.rowCount(); row++) {
            ids.add(rows.spanId(row));
            parentIds.add(rows.parentSpanId(row));
            starts.add(rows.startNanos(row));
            ends.add(rows.endNanos(row));
            kinds.add(rows.kind(row));
            int name = rows.name(row);
            if (nameCodes[name] == NOT_ASKED) {
                nameCodes[name] = nameTexts.code(rows.strings().text(name));
            }
            names.add(nameCodes[name]);
            services.add(serviceCodes[rows.resource(row)]);
            errors.add((byte) rows.statusCode(row));
            altered.add((byte) ((rows.marks(row) & SpanMark.ALTERED) == 0 ? 0 : 1));
        }
    }

    private int[] services(SpanRows rows) {
        int[] codes = new int[rows.resources().size()];
        for (int resource = 0; resource < codes.length; resource++) {
            codes[resource] = serviceTexts.code(service(rows, resource));
        }
        return codes;
    }

    private static String service(SpanRows rows, int resource) {
        ResourceTable table = rows.resources();
        ByteSlice slice = new ByteSlice();
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            int pair = table.attribute(i);
            if (rows.pairs().type(pair) == ValueType.STRING.code()
                    && rows.strings().text(rows.pairs().key(pair)).equals(SERVICE_KEY)) {
                rows.pairs().value(pair, slice);
                return slice.utf8();
            }
        }
        return "";
    }

    /** The tree of all spans so far. */
    public TraceTree build() {
        SpanParents.Spans spans = new SpanParents.Spans(
                ids.toArray(), parentIds.toArray(), starts.toArray(), ends.toArray(), kinds.toArray());
        return new TraceTree(
                spans,
                new TraceTree.Rows(
                        names.toArray(),
                        services.toArray(),
                        errors.toArray(),
                        altered.toArray(),
                        nameTexts.texts(),
                        serviceTexts.texts()));
    }

    /** Distinct texts by a dense code. */
    private static final class Texts {
        private final Map<String, Integer> codes = new HashMap<>();
        private final List<String> texts = new ArrayList<>();

        int code(String text) {
            Integer known = codes.putIfAbsent(text, texts.size());
            if (known != null) {
                return known;
            }
            texts.add(text);
            return texts.size() - 1;
        }

        List<String> texts() {
            return texts;
        }
    }
}
