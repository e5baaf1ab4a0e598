package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.ServiceSets;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ValueType;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Says by the values that a generation keeps up of each trace that no row of it can meet a comparison: it has no error, none
 * of the services of the resources that meet it, no row that is as long. A trace that grew since the snapshot is left open.
 * Any number of threads.
 */
final class HeadTraceScreen {
    /** With more resources than this they are not looked through for each question. */
    private static final int RESOURCES_MAX = 1 << 14;

    /** Sets with a greater number are not remembered. */
    private static final int SETS_KNOWN_MAX = 1 << 14;

    private static final HeadScreen.Part NO_TRACE = (first, end) -> RowSet.words(end - first);

    private final HeadSnapshot.Part part;
    private final Generation generation;
    private final TraceTable traces;

    HeadTraceScreen(HeadSnapshot.Part part) {
        this.part = part;
        this.generation = part.generation();
        this.traces = generation.traces();
    }

    /** The traces with a row that may have a field that meets a test. */
    HeadScreen.Part field(SpanField field, ValueTest test) {
        if (field == SpanField.STATUS_CODE && test.isOnly(TraceTally.STATUS_ERROR)) {
            return (first, end) -> unlessAhead(first, end, trace -> traces.errors(trace) > 0);
        }
        if (field == SpanField.DURATION) {
            return (first, end) -> bits(
                    first,
                    end,
                    trace -> test.range(0, traces.durationMax(trace), NumberSense.SIGNED) != PredicateInput.NO);
        }
        return HeadScreen.ANY_TRACE;
    }

    /** The traces with a row whose resource may have an attribute that meets a test. */
    HeadScreen.Part resource(String key, ValueTest test) {
        int resources = generation.publishedResources();
        int code = generation.summaries().string(key.getBytes(StandardCharsets.UTF_8));
        if (code < 0) {
            return NO_TRACE;
        }
        if (resources > RESOURCES_MAX) {
            return HeadScreen.ANY_TRACE;
        }
        BitSet services = new BitSet();
        for (int resource = 0; resource < resources; resource++) {
            if (meets(resource, code, test)) {
                services.set(generation.service(resource));
            }
        }
        return services.isEmpty() ? NO_TRACE : new OfServices(services);
    }

    private boolean meets(int resource, int key, ValueTest test) {
        ResourceTable resources = generation.resources();
        PairTable pairs = generation.pairs();
        ByteSlice slice = new ByteSlice();
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            int pair = resources.attribute(i);
            if (pairs.key(pair) == key) {
                pairs.value(pair, slice);
                if (test.attribute(ValueType.ofCode(pairs.type(pair)), slice)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static long[] bits(int first, int end, IntPredicate may) {
        long[] bits = RowSet.words(end - first);
        for (int trace = first; trace < end; trace++) {
            if (may.test(trace)) {
                RowSet.set(bits, trace - first);
            }
        }
        return bits;
    }

    private long[] unlessAhead(int first, int end, IntPredicate may) {
        long[] bits = bits(first, end, may);
        // The values are guarded by what is written before them, so that is read after them.
        VarHandle.loadLoadFence();
        for (int trace = first; trace < end; trace++) {
            if (traces.isAhead(trace, part.rowCount())) {
                RowSet.set(bits, trace - first);
            }
        }
        return bits;
    }

    /** Traces with a row of one of some services. */
    private final class OfServices implements HeadScreen.Part {
        private final BitSet services;

        OfServices(BitSet services) {
            this.services = services;
        }

        @Override
        public long @Nullable [] traces(int first, int end) {
            CodeMemo bySet = new CodeMemo();
            return unlessAhead(first, end, trace -> {
                int set = traces.serviceSet(trace);
                if (set > SETS_KNOWN_MAX) {
                    return hasOne(set);
                }
                byte known = bySet.get(set);
                return known == CodeMemo.UNKNOWN ? bySet.put(set, hasOne(set)) : known == CodeMemo.YES;
            });
        }

        private boolean hasOne(int set) {
            ServiceSets sets = traces.serviceSets();
            for (int rest = set; rest != ServiceSets.EMPTY; rest = sets.parent(rest)) {
                if (services.get(sets.service(rest))) {
                    return true;
                }
            }
            return false;
        }
    }
}
