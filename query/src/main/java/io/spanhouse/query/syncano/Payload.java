package io.spanhouse.query.syncano;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.ScriptField;
import io.spanhouse.storage.scripts.ScriptNames;
import io.spanhouse.storage.scripts.SpanPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a run's own span has of its call: the attributes, by key. Of a run without an own span there are none. */
final class Payload {
    /** The attribute that goes before the run's output. */
    private static final String RESULT = "script.result";

    private static final String ARGUMENTS = "script.args";
    private static final String META = "script.meta";

    private final Map<String, PlainValue> attributes;
    private final ScriptNames names;

    private Payload(Map<String, PlainValue> attributes, ScriptNames names) {
        this.attributes = attributes;
        this.names = names;
    }

    /** Reads the own span of a run. */
    static Payload read(TraceStore store, RunRow run, Visibility visibility, QueryControl control) {
        Map<String, PlainValue> attributes = new TreeMap<>();
        SpanPlace own = run.ownSpan();
        if (own != null) {
            TraceRequest request = new TraceRequest(run.project(), own.traceId(), visibility, Set.of(own.spanId()));
            try (TraceSpans spans = store.get(request, control)) {
                SpanBatch batch = spans == null ? null : spans.next();
                if (batch != null) {
                    take(batch, attributes);
                }
            }
        }
        return new Payload(attributes, store.scriptNames());
    }

    private static void take(SpanBatch batch, Map<String, PlainValue> attributes) {
        ByteSlice slice = new ByteSlice();
        for (int i = batch.attributeStart(0); i < batch.attributeEnd(0); i++) {
            int pair = batch.attribute(i);
            batch.pairs().value(pair, slice);
            attributes.putIfAbsent(
                    batch.strings().text(batch.pairs().key(pair)),
                    new PlainValue(ValueType.ofCode(batch.pairs().type(pair)), slice.toByteArray()));
        }
    }

    private @Nullable PlainValue first(String key, ScriptField otherwise) {
        List<String> keys = new ArrayList<>(List.of(key));
        keys.addAll(names.of(otherwise));
        for (String name : keys) {
            PlainValue value = attributes.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /** What the script gave back, as raw text; null if nothing was told. */
    @Nullable
    String result() {
        PlainValue result = first(RESULT, ScriptField.OUTPUT);
        return result == null ? null : result.text();
    }

    /** What it was called with; null if nothing was told. */
    @Nullable
    PlainValue arguments() {
        return first(ARGUMENTS, ScriptField.INPUT);
    }

    /** The caller's request as it was told whole; null if it was not. */
    @Nullable
    PlainValue meta() {
        return attributes.get(META);
    }

    /** All attributes. */
    Map<String, PlainValue> attributes() {
        return attributes;
    }
}
