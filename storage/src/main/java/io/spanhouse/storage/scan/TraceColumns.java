package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.TraceFlag;
import io.spanhouse.storage.filter.TraceProperty;
import io.spanhouse.storage.model.ByteSlice;
import org.jspecify.annotations.Nullable;

/**
 * What the spans of a row group have by their traces, as columns. True for traces that lie in the row group whole; of others
 * it is what this fragment knows, and who asks must look at their other fragments. Not thread-safe.
 */
final class TraceColumns {
    private final GroupScan scan;
    private final GroupTraces traces;

    TraceColumns(GroupScan scan) {
        this.scan = scan;
        this.traces = scan.traces();
    }

    /** Which rows' values of a property meet a test. */
    RowSet rows(TraceProperty property, ValueTest test) {
        if (test == ValueTest.ANY_VALUE && !isText(property)) {
            return RowSet.all(scan.rows());
        }
        if (property == TraceProperty.NESTED_SET_PARENT
                && test.range(0, Long.MAX_VALUE, NumberSense.SIGNED) == PredicateInput.NO) {
            // Only roots have a negative number, so that no tree need be walked.
            return test.number(-1, NumberSense.SIGNED) ? scan.rowColumns().roots() : RowSet.none(scan.rows());
        }
        if (!property.ofWholeTrace()) {
            return ColumnScan.numbers(treeNumbers(property), scan.rows(), test, NumberSense.SIGNED);
        }
        long[] words = RowSet.words(scan.rows());
        ByteSlice slice = new ByteSlice();
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            if (isText(property)
                    ? text(property, fragment, slice) && test.text(slice)
                    : test.number(number(property, fragment), TraceFacts.sense(property))) {
                for (int row = traces.rowStart(fragment); row < traces.rowEnds()[fragment]; row++) {
                    RowSet.set(words, row);
                }
            }
        }
        return RowSet.of(words, scan.rows());
    }

    static boolean isText(TraceProperty property) {
        return property == TraceProperty.ROOT_NAME || property == TraceProperty.ROOT_SERVICE;
    }

    /** Points at a fragment's text of a property; false if it has none. */
    boolean text(TraceProperty property, int fragment, ByteSlice slice) {
        if (!TraceFlag.HAS_ROOT.in((int) traces.flags()[fragment])) {
            return false;
        }
        boolean name = property == TraceProperty.ROOT_NAME;
        scan.texts()
                .field(
                        name ? Field.ROOT_NAME : Field.ROOT_SERVICE,
                        name ? FixedDictionary.SPAN_NAME : FixedDictionary.SERVICE,
                        fragment,
                        slice);
        return true;
    }

    /** The text of a property, null if the fragment knows no root. */
    @Nullable
    String text(TraceProperty property, int fragment) {
        ByteSlice slice = new ByteSlice();
        return text(property, fragment, slice) ? slice.utf8() : null;
    }

    private long number(TraceProperty property, int fragment) {
        return TraceFacts.number(property, numbers(fragment));
    }

    private TraceFacts.Numbers numbers(int fragment) {
        long start = traces.starts()[fragment];
        return new TraceFacts.Numbers(
                start, start + traces.durations()[fragment], traces.spans()[fragment], traces.errors()[fragment]);
    }

    /** All of a fragment, its rows numbered from 0. */
    TraceFacts facts(int fragment) {
        TraceFacts facts = new TraceFacts(
                numbers(fragment), text(TraceProperty.ROOT_NAME, fragment), text(TraceProperty.ROOT_SERVICE, fragment));
        facts.tree(scan.trees().tree(fragment));
        return facts;
    }

    /** The numbers of a property for all rows. */
    long[] numbers(TraceProperty property) {
        if (!property.ofWholeTrace()) {
            return treeNumbers(property);
        }
        long[] numbers = new long[scan.rows()];
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            long number = number(property, fragment);
            for (int row = traces.rowStart(fragment); row < traces.rowEnds()[fragment]; row++) {
                numbers[row] = number;
            }
        }
        return numbers;
    }

    private long[] treeNumbers(TraceProperty property) {
        long[] numbers = new long[scan.rows()];
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            SpanTree tree = scan.trees().tree(fragment);
            int from = traces.rowStart(fragment);
            for (int i = 0; i < tree.size(); i++) {
                numbers[from + i] = tree.number(property, i);
            }
        }
        return numbers;
    }
}
