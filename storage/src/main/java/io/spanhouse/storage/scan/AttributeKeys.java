package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.filter.AttributeKeysAnswer;
import io.spanhouse.storage.filter.AttributeKeysRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SentPieces;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lists the attribute keys of spans that meet a condition, with the number of spans that have each. */
final class AttributeKeys implements SpanGathering {
    /** Most different keys of one query. */
    static final int KEYS_MAX = 200_000;

    private static final Comparator<AttributeKeysAnswer.KeyCount> MOST_SPANS_FIRST = Comparator.comparingLong(
                    (AttributeKeysAnswer.KeyCount key) -> -key.spans())
            .thenComparing(AttributeKeysAnswer.KeyCount::level)
            .thenComparing(AttributeKeysAnswer.KeyCount::key, LiteralOrder.TEXTS)
            .thenComparing(AttributeKeysAnswer.KeyCount::type);

    private record Key(AttributeLevel level, String key, ValueType type) {}

    private final List<ViewHolder> partitions;
    private final ScanPool pool;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<Key> keys = new ArrayList<>();
    private long[] spans = new long[64];

    /** Good for one run. */
    AttributeKeys(List<ViewHolder> partitions, ScanPool pool) {
        this.partitions = partitions;
        this.pool = pool;
    }

    AttributeKeysAnswer run(AttributeKeysRequest request, QueryControl control) {
        try (HeldViews views = HeldViews.acquire(partitions)) {
            return run(request, views, control);
        }
    }

    /** The same on views that the caller holds. */
    AttributeKeysAnswer run(AttributeKeysRequest request, HeldViews views, QueryControl control) {
        SpanScan scan =
                new SpanScan(request.project(), request.window(), request.condition(), request.visibility(), control);
        List<UnitWork.Unit> units = new ArrayList<>();
        for (View view : views.list()) {
            units.addAll(scan.units(view, this));
        }
        Coverage coverage = new Coverage();
        views.noteDamage(request.project(), coverage);
        new UnitWork(units, control, coverage).runOn(pool);
        return answer(request, coverage, control);
    }

    private synchronized AttributeKeysAnswer answer(
            AttributeKeysRequest request, Coverage coverage, QueryControl control) {
        List<AttributeKeysAnswer.KeyCount> counts = new ArrayList<>();
        for (int number = 0; number < keys.size(); number++) {
            Key key = keys.get(number);
            if (spans[number] > 0) {
                counts.add(new AttributeKeysAnswer.KeyCount(key.level, key.key, key.type, spans[number]));
            }
        }
        counts.sort(MOST_SPANS_FIRST);
        if (counts.size() > request.limit()) {
            coverage.miss(
                    Completeness.Reason.LIMIT,
                    "there are " + counts.size() + " keys, of which the first " + request.limit() + " are listed");
        }
        return new AttributeKeysAnswer(
                counts.subList(0, Math.min(request.limit(), counts.size())),
                coverage.completeness(),
                control.statistics());
    }

    @Override
    public SpanSink on(SpanRows rows) {
        return new Sink(rows);
    }

    @Override
    public void gather(GroupScan scan, BlockMemo memo, RowSet rows) {
        new GroupKeys(scan, rows, (column, count) -> {
                    if (count > 0) {
                        add(number(new Key(level(column.level()), column.key(), column.type())), count);
                    }
                })
                .count(memo);
    }

    private static AttributeLevel level(Level level) {
        switch (level) {
            case SPAN:
                return AttributeLevel.SPAN;
            case EVENT:
                return AttributeLevel.EVENT;
            case LINK:
                return AttributeLevel.LINK;
            case RESOURCE:
                return AttributeLevel.RESOURCE;
            case SCOPE:
                return AttributeLevel.SCOPE;
            case TRACE:
                break;
        }
        throw new IllegalArgumentException(level + " has no attributes");
    }

    private synchronized int number(Key key) {
        Integer known = numbers.get(key);
        if (known != null) {
            return known;
        }
        int number = keys.size();
        if (number == KEYS_MAX) {
            throw new StoreException(FailureKind.TOO_LARGE, "there are more than " + KEYS_MAX + " attribute keys");
        }
        numbers.put(key, number);
        keys.add(key);
        if (number == spans.length) {
            spans = Arrays.copyOf(spans, number * 2);
        }
        return number;
    }

    private synchronized void add(int number, long count) {
        spans[number] += count;
    }

    /** Counts the keys of one unit's rows; a row counts once for each key however often it has it. */
    private final class Sink implements SpanSink {
        private final SpanRows rows;
        private final PairTable pairs;
        private final NumberMemo[] byPair = new NumberMemo[AttributeLevel.values().length];
        private long[] counts = new long[64];
        /** The row that was counted last + 1, by number of the key. */
        private int[] lastRow = new int[64];

        Sink(SpanRows rows) {
            this.rows = rows;
            this.pairs = rows.pairs();
            for (int i = 0; i < byPair.length; i++) {
                byPair[i] = new NumberMemo();
            }
        }

        @Override
        public void row(int row) {
            int end = SentPieces.end(rows, row);
            for (int i = rows.attributeStart(row); i < end; i++) {
                pair(AttributeLevel.SPAN, rows.attribute(i), row);
            }
            ResourceTable resources = rows.resources();
            int resource = rows.resource(row);
            for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
                pair(AttributeLevel.RESOURCE, resources.attribute(i), row);
            }
            ScopeTable scopes = rows.scopes();
            int scope = rows.scope(row);
            for (int i = scopes.attributeStart(scope); i < scopes.attributeEnd(scope); i++) {
                pair(AttributeLevel.SCOPE, scopes.attribute(i), row);
            }
            for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
                for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
                    pair(AttributeLevel.EVENT, rows.eventAttribute(i), row);
                }
            }
            for (int link = rows.linkStart(row); link < rows.linkEnd(row); link++) {
                for (int i = rows.linkAttributeStart(link); i < rows.linkAttributeEnd(link); i++) {
                    pair(AttributeLevel.LINK, rows.linkAttribute(i), row);
                }
            }
        }

        private void pair(AttributeLevel level, int pair, int row) {
            NumberMemo memo = byPair[level.ordinal()];
            int number = memo.get(pair);
            if (number == NumberMemo.UNKNOWN) {
                String key = rows.strings().text(pairs.key(pair));
                number = memo.put(pair, number(new Key(level, key, ValueType.ofCode(pairs.type(pair)))));
                if (number >= counts.length) {
                    counts = Arrays.copyOf(counts, Math.max(number + 1, counts.length * 2));
                    lastRow = Arrays.copyOf(lastRow, counts.length);
                }
            }
            if (lastRow[number] != row + 1) {
                lastRow[number] = row + 1;
                counts[number]++;
            }
        }

        @Override
        public void end() {
            for (int number = 0; number < counts.length; number++) {
                if (counts[number] > 0) {
                    add(number, counts[number]);
                }
            }
        }
    }
}
