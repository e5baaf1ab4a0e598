package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What trace rows alone say of conditions on spans: a trace without a service has no span of it, one without errors none
 * that failed. So neither its rows nor its other fragments need be looked at; and where a condition is on services alone, a
 * trace that lies here whole meets it if it has such a service. Costs a look at one small column. Not thread-safe.
 */
final class TraceScreen {
    private static final byte NO = PredicateInput.NO;
    private static final byte YES = PredicateInput.YES;
    private static final byte UNKNOWN = PredicateInput.UNKNOWN;

    private final GroupTraces traces;
    private final Wanted[] wanted;
    private long @Nullable [] serviceSets;

    /** What a condition wants of the span's service and status: tests that must all be met. */
    private static final class Wanted {
        final List<ValueTest> services = new ArrayList<>();
        boolean failed;
        /** Whether it wants anything else. */
        boolean more;

        /** By set of services. */
        byte @Nullable [] bySet;

        void read(PreparedCondition condition) {
            if (condition instanceof PreparedCondition.AllOf) {
                ((PreparedCondition.AllOf) condition).parts().forEach(this::read);
                return;
            }
            if (!(condition instanceof PreparedCondition.Leaf)) {
                more = true;
                return;
            }
            PreparedCondition.Leaf leaf = (PreparedCondition.Leaf) condition;
            Operand operand = leaf.operand();
            // What an empty text meets, a span without a service may meet or not: its trace row does not tell.
            boolean service = OperationScreen.isService(operand)
                    && leaf.test() != ValueTest.ANY_VALUE
                    && leaf.test().takes(ValueType.STRING)
                    && !leaf.test().text(new ByteSlice());
            if (service) {
                services.add(leaf.test());
                return;
            }
            failed |= operand instanceof Operand.Field
                    && ((Operand.Field) operand).field() == SpanField.STATUS_CODE
                    && leaf.test().isOnly(TraceTally.STATUS_ERROR);
            more = true;
        }
    }

    /**
     * A screen of a row group's traces.
     *
     * @param plainServices whether in all blocks of the project a span has the one service that its trace row names
     */
    TraceScreen(PreparedPredicate predicate, GroupScan scan, BlockMemo memo, boolean plainServices) {
        this.traces = scan.traces();
        this.wanted = new Wanted[predicate.conditions().size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = new Wanted();
            if (plainServices) {
                wanted[i].read(predicate.conditions().get(i));
                wanted[i].bySet = wanted[i].services.isEmpty() ? null : bySet(wanted[i], scan, memo);
            } else {
                wanted[i].more = true;
            }
        }
    }

    private byte[] bySet(Wanted condition, GroupScan scan, BlockMemo memo) {
        byte[] decisions = new byte[traces.serviceSetCount()];
        for (int set = 0; set < decisions.length; set++) {
            decisions[set] = NO;
            for (int i = 0; i < traces.serviceSetSize(set) && decisions[set] == NO; i++) {
                if (meets(condition.services, traces.serviceOfSet(set, i), scan, memo)) {
                    decisions[set] = condition.more ? UNKNOWN : YES;
                }
            }
        }
        return decisions;
    }

    private static boolean meets(List<ValueTest> tests, int service, GroupScan scan, BlockMemo memo) {
        int dictionary = FixedDictionary.SERVICE.number();
        for (ValueTest test : tests) {
            if (!memo.dictionary(test, dictionary, ValueType.STRING).matches(service, scan.dictionary(dictionary))) {
                return false;
            }
        }
        return true;
    }

    /** Number of conditions. */
    int conditions() {
        return wanted.length;
    }

    /** Whether the trace rows of fragments without others decide a condition. */
    boolean decidesAlone(int condition) {
        return wanted[condition].bySet != null && !wanted[condition].more;
    }

    /** Whether any span of a fragment's whole trace may meet a condition: NO, UNKNOWN, or YES if one of its services does. */
    int decide(int condition, int fragment) {
        Wanted of = wanted[condition];
        if (of.failed && traces.errors()[fragment] == 0) {
            return NO;
        }
        byte[] bySet = of.bySet;
        if (bySet == null) {
            return UNKNOWN;
        }
        long[] sets = serviceSets;
        if (sets == null) {
            sets = traces.serviceSets();
            serviceSets = sets;
        }
        return bySet[(int) sets[fragment]];
    }
}
