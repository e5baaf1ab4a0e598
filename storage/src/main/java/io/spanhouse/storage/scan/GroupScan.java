package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Bound;
import io.spanhouse.storage.block.DictionaryReader;
import io.spanhouse.storage.block.Field;
import io.spanhouse.storage.block.FixedDictionary;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Conditions over one row group of a block, column by column: each comparison becomes a set of rows, and sets are joined.
 * What no column can answer (exceptions' fingerprints, ids of parents) is decided on decoded rows. Not thread-safe; closed
 * after the row group.
 */
final class GroupScan implements AutoCloseable {
    private final OpenBlock block;
    private final int number;
    private final ReadScratch scratch;
    private final BlockMemo memo;
    private final GroupReader group;
    private final GroupTraces traces;
    private final ColumnReads reads;
    private final ColumnScan columns;
    private final RowColumns rowColumns;
    private @Nullable GroupTrees trees;
    private @Nullable BlockTexts texts;

    GroupScan(OpenBlock block, int number, ReadScratch scratch, BlockMemo memo) {
        this.block = block;
        this.number = number;
        this.scratch = scratch;
        this.memo = memo;
        this.group = block.reader().group(number, scratch);
        this.traces = new GroupTraces(group);
        this.reads = new ColumnReads(group, scratch);
        this.columns = new ColumnScan(reads, memo, true);
        this.rowColumns = new RowColumns(block, group, traces, columns);
    }

    OpenBlock block() {
        return block;
    }

    GroupReader group() {
        return group;
    }

    GroupTraces traces() {
        return traces;
    }

    ColumnScan columns() {
        return columns;
    }

    /** What all rows have. */
    RowColumns rowColumns() {
        return rowColumns;
    }

    /** The trees of its traces. */
    GroupTrees trees() {
        GroupTrees known = trees;
        if (known == null) {
            known = new GroupTrees(group, traces, rowColumns);
            trees = known;
        }
        return known;
    }

    /** Single texts of its fields. */
    BlockTexts texts() {
        BlockTexts known = texts;
        if (known == null) {
            known = new BlockTexts(group, scratch);
            texts = known;
        }
        return known;
    }

    /** The reader of a dictionary. */
    DictionaryReader dictionary(int dictionary) {
        return reads.dictionary(dictionary);
    }

    ReadScratch scratch() {
        return scratch;
    }

    int rows() {
        return group.rows();
    }

    /** What a condition and visibility say of the operations; null if the row group has no table of them. */
    @Nullable
    DecidedOperations operations(PreparedCondition condition, Visibility visibility) {
        return OperationScreen.decide(condition, visibility, reads, memo);
    }

    /** The rows that meet a condition. */
    RowSet rows(PreparedCondition condition) {
        if (condition instanceof PreparedCondition.Leaf) {
            return leaf((PreparedCondition.Leaf) condition);
        }
        if (condition instanceof PreparedCondition.Negation) {
            return rows(((PreparedCondition.Negation) condition).part()).not();
        }
        if (condition instanceof PreparedCondition.AllOf) {
            return allOf(((PreparedCondition.AllOf) condition).parts());
        }
        if (condition instanceof PreparedCondition.Computed) {
            return computed((PreparedCondition.Computed) condition, RowSet.all(rows()));
        }
        if (condition instanceof PreparedCondition.Element) {
            return element((PreparedCondition.Element) condition);
        }
        RowSet any = RowSet.none(rows());
        for (PreparedCondition part : ((PreparedCondition.AnyOf) condition).parts()) {
            if (any.isAll()) {
                return any;
            }
            any = any.or(rows(part));
        }
        return any;
    }

    private RowSet allOf(List<PreparedCondition> parts) {
        if (OperationScreen.mayHelp(parts) && OperationScreen.excludes(parts, reads, memo)) {
            return RowSet.none(rows());
        }
        RowSet all = RowSet.all(rows());
        for (PreparedCondition part : parts) {
            if (all.isNone()) {
                return all;
            }
            all = part instanceof PreparedCondition.Computed ? all : all.and(rows(part));
        }
        // Last, on the rows that are left: nothing else costs as much.
        for (PreparedCondition part : parts) {
            if (part instanceof PreparedCondition.Computed && !all.isNone()) {
                all = all.and(computed((PreparedCondition.Computed) part, all));
            }
        }
        return all;
    }

    private RowSet computed(PreparedCondition.Computed computed, RowSet wanted) {
        return new ColumnSlots(this, computed.relation().slots(), wanted).rows(computed.relation(), wanted);
    }

    private RowSet element(PreparedCondition.Element element) {
        boolean events = element.level() == AttributeLevel.EVENT;
        if (ElementScan.columnar(element.part())) {
            return new ElementScan(this, element.level()).rows(element.part());
        }
        return byRows(
                element,
                rowColumns.rowsOf(
                        events ? Level.EVENT : Level.LINK,
                        RowSet.all(group.ownerCount(events ? Level.EVENT : Level.LINK))));
    }

    private RowSet leaf(PreparedCondition.Leaf leaf) {
        Operand operand = leaf.operand();
        if (operand instanceof Operand.ExceptionFingerprint) {
            return byRows(leaf, rowColumns.exceptionRows());
        }
        AttributeLevel elements = ElementScan.levelOf(operand);
        if (elements != null) {
            Level level = elements == AttributeLevel.EVENT ? Level.EVENT : Level.LINK;
            return rowColumns.rowsOf(level, new ElementScan(this, elements).leaf(leaf));
        }
        if (operand instanceof Operand.Field) {
            return field(((Operand.Field) operand).field(), leaf);
        }
        if (operand instanceof Operand.InTrace) {
            return new TraceColumns(this).rows(((Operand.InTrace) operand).property(), leaf.test());
        }
        if (operand instanceof Operand.SpanOrResource) {
            return spanOrResource(((Operand.SpanOrResource) operand).key(), leaf);
        }
        if (operand instanceof Operand.AsText) {
            throw new IllegalArgumentException(
                    "comparisons of texts are made ready as comparisons of what they are of");
        }
        Operand.Attribute attribute = (Operand.Attribute) operand;
        return attribute(attribute.level(), attribute.key(), leaf);
    }

    private RowSet attribute(AttributeLevel level, String key, PreparedCondition.Leaf leaf) {
        switch (level) {
            case SPAN:
                return columns.attribute(Level.SPAN, key, leaf.test());
            case EVENT:
            case LINK:
                throw new IllegalArgumentException("attributes of events and links are compared element by element");
            case RESOURCE:
                return columns.referring(
                        Field.RESOURCE,
                        table(
                                memo.resources(),
                                leaf,
                                true,
                                table -> table.attribute(Level.RESOURCE, key, leaf.test())));
            case SCOPE:
                return columns.referring(
                        Field.SCOPE,
                        table(memo.scopes(), leaf, false, table -> table.attribute(Level.SCOPE, key, leaf.test())));
        }
        throw new AssertionError(level);
    }

    private RowSet spanOrResource(String key, PreparedCondition.Leaf leaf) {
        RowSet ofSpans = columns.attribute(Level.SPAN, key, ValueTest.ANY_VALUE);
        RowSet met = ofSpans.isNone() ? ofSpans : columns.attribute(Level.SPAN, key, leaf.test());
        if (ofSpans.isAll()) {
            return met;
        }
        return met.or(attribute(AttributeLevel.RESOURCE, key, leaf).and(ofSpans.not()));
    }

    /** Which rows of a table meet a comparison, found out once a query and block. */
    private RowSet table(
            Map<PreparedCondition.Leaf, RowSet> known,
            PreparedCondition.Leaf leaf,
            boolean resources,
            Function<ColumnScan, RowSet> question) {
        RowSet answer = known.get(leaf);
        if (answer == null) {
            try (GroupReader table = resources
                    ? block.reader().resources(scratch)
                    : block.reader().scopes(scratch)) {
                answer = question.apply(columns.ofTable(table));
            }
            known.put(leaf, answer);
        }
        return answer;
    }

    private RowSet field(SpanField field, PreparedCondition.Leaf leaf) {
        ValueTest test = leaf.test();
        switch (field) {
            case NAME:
                return columns.textField(Field.NAME, FixedDictionary.SPAN_NAME, test);
            case STATUS_MESSAGE:
                return columns.textField(Field.STATUS_MESSAGE, FixedDictionary.STATUS_MESSAGE, test);
            case TRACE_STATE:
                return columns.textField(Field.TRACE_STATE, FixedDictionary.TRACE_STATE, test);
            case SCOPE_NAME:
                return scopeText(leaf, Field.SCOPE_NAME, FixedDictionary.SCOPE_NAME);
            case SCOPE_VERSION:
                return scopeText(leaf, Field.SCOPE_VERSION, FixedDictionary.SCOPE_VERSION);
            case SCOPE_SCHEMA_URL:
                return scopeText(leaf, Field.SCOPE_SCHEMA_URL, FixedDictionary.SCHEMA_URL);
            case RESOURCE_SCHEMA_URL:
                return columns.referring(
                        Field.RESOURCE,
                        table(
                                memo.resources(),
                                leaf,
                                true,
                                table -> table.textField(
                                        Field.RESOURCE_SCHEMA_URL, FixedDictionary.SCHEMA_URL, leaf.test())));
            case KIND:
                return columns.numberField(Field.KIND, test);
            case STATUS_CODE:
                return columns.numberField(Field.STATUS_CODE, test);
            case FLAGS:
                return ColumnScan.numbers(rowColumns.flags(), rows(), test, NumberSense.SIGNED);
            case START:
                return ColumnScan.numbers(rowColumns.starts(), rows(), test, NumberSense.UNSIGNED);
            case END:
                return ColumnScan.numbers(rowColumns.ends(), rows(), test, NumberSense.UNSIGNED);
            case DURATION:
                return duration(test);
            case TRACE_ID:
                return traceId(test);
            case SPAN_ID:
                return spanId(test);
            case PARENT_SPAN_ID:
                return test == ValueTest.ANY_VALUE
                        ? rowColumns.roots().not()
                        : byRows(leaf, rowColumns.roots().not());
            case EVENT_NAME:
            case EVENT_TIME:
            case EVENT_SINCE_START:
            case LINK_TRACE_ID:
            case LINK_SPAN_ID:
            case LINK_TRACE_STATE:
                throw new IllegalArgumentException("fields of events and links are compared element by element");
        }
        throw new AssertionError(field);
    }

    private RowSet scopeText(PreparedCondition.Leaf leaf, Field field, FixedDictionary dictionary) {
        return columns.referring(
                Field.SCOPE,
                table(memo.scopes(), leaf, false, table -> table.textField(field, dictionary, leaf.test())));
    }

    private RowSet duration(ValueTest test) {
        int known = test.range(
                block.reader().bounds().get(Bound.DURATION_MIN, number),
                block.reader().bounds().get(Bound.DURATION_MAX, number),
                NumberSense.SIGNED);
        if (known != PredicateInput.UNKNOWN) {
            return known == PredicateInput.YES ? RowSet.all(rows()) : RowSet.none(rows());
        }
        return ColumnScan.numbers(rowColumns.durations(), rows(), test, NumberSense.SIGNED);
    }

    private RowSet traceId(ValueTest test) {
        long[] words = RowSet.words(rows());
        ByteSlice slice = new ByteSlice();
        ByteBuffer id = ByteBuffer.allocate(2 * Long.BYTES);
        for (int fragment = 0; fragment < traces.size(); fragment++) {
            id.putLong(0, traces.ids()[2 * fragment]).putLong(Long.BYTES, traces.ids()[2 * fragment + 1]);
            if (test.id(slice.set(id.array()))) {
                for (int row = traces.rowStart(fragment); row < traces.rowEnds()[fragment]; row++) {
                    RowSet.set(words, row);
                }
            }
        }
        return RowSet.of(words, rows());
    }

    private RowSet spanId(ValueTest test) {
        long[] ids = new long[rows()];
        group.spanIds(0, ids.length, ids, 0);
        long[] words = RowSet.words(rows());
        ByteSlice slice = new ByteSlice();
        ByteBuffer id = ByteBuffer.allocate(Long.BYTES);
        for (int row = 0; row < ids.length; row++) {
            id.putLong(0, ids[row]);
            if (test.id(slice.set(id.array()))) {
                RowSet.set(words, row);
            }
        }
        return RowSet.of(words, rows());
    }

    /** Decides on decoded rows; those that are no candidates do not meet the condition. */
    private RowSet byRows(PreparedCondition condition, RowSet candidates) {
        long[] words = RowSet.words(rows());
        int fragment = -1;
        int row = candidates.next(0);
        while (row < rows()) {
            int end = DecodedRows.runEnd(candidates, row);
            SpanBatch decoded = DecodedRows.read(group, row, end);
            RowContext context = new RowContext();
            SpanConditionEvaluator evaluator = new SpanConditionEvaluator(decoded, condition, context);
            for (int i = 0; i < end - row; i++) {
                fragment = moveTo(row + i, fragment, context);
                if (evaluator.test(i)) {
                    RowSet.set(words, row + i);
                }
            }
            row = candidates.next(end);
        }
        return RowSet.of(words, rows()).and(candidates);
    }

    /** Gives the context the trace of a row that comes after those before; the trace's number. */
    private int moveTo(int row, int known, RowContext context) {
        int fragment = Math.max(0, known);
        while (traces.rowEnds()[fragment] <= row) {
            fragment++;
        }
        int of = fragment;
        context.trace(() -> new TraceColumns(this).facts(of));
        context.span(row - traces.rowStart(fragment));
        return fragment;
    }

    @Override
    public void close() {
        group.close();
    }
}
