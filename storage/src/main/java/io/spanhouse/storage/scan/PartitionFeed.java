package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.AttributeColumn;
import io.spanhouse.storage.block.FrameTables;
import io.spanhouse.storage.block.GroupReader;
import io.spanhouse.storage.block.Level;
import io.spanhouse.storage.block.ReadScratch;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanMark;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.SpanTaker;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The {@link SpanFeed} of one partition. What was told is known by generation: of one in the head how many rows, of one in a
 * block all of them. A generation that came into a block before all of it was told is forgotten and told anew, so a seal, a
 * merge or a repair need no care. So are traces that were put together anew by a piece of a span. Spans of blocks that have
 * frames of recordings and no other events are told without them.
 */
final class PartitionFeed {
    private final ViewHolder views;
    private final int partition;
    private final int project;
    private final Set<String> keys;
    private final PreparedCondition condition;
    private final Map<Long, Integer> rowsOfHead = new HashMap<>();
    private final Set<Long> whole = new HashSet<>();
    private final Set<Long> begun = new HashSet<>();
    private final Map<Long, KeySearch> keySearches = new HashMap<>();
    private final Map<Long, List<String>> damage = new HashMap<>();

    PartitionFeed(ViewHolder views, int partition, int project, List<String> keys, PreparedCondition condition) {
        this.views = views;
        this.partition = partition;
        this.project = project;
        this.keys = Set.copyOf(keys);
        this.condition = condition;
    }

    /** A span has one of these attributes. */
    static SpanCondition condition(List<String> keys) {
        return new SpanCondition.Any(keys.stream()
                .map(key -> (SpanCondition) new SpanCondition.Exists(new Operand.Attribute(AttributeLevel.SPAN, key)))
                .toList());
    }

    void advance(SpanTaker taker, QueryControl control, Coverage coverage) {
        try (View view = views.acquire()) {
            forgetLost(view, taker);
            DeadFragments dead = view.dead(project);
            for (OpenBlock block : view.blocks().ofProject(project)) {
                takeBlock(block, dead, taker, control);
            }
            control.check();
            Set<TraceId> anew = new HashSet<>();
            view.parts().forEach(part -> addPutTogetherAnew(part, anew));
            view.parts().forEach(part -> takeHead(part, dead, anew, taker));
            if (!anew.isEmpty()) {
                taker.forget(partition, anew, Long.MAX_VALUE);
                anew.forEach(id -> takeTrace(view, id, taker, coverage));
            }
            view.noteDamage(project, coverage);
        }
        damage.values()
                .forEach(sentences ->
                        sentences.forEach(sentence -> coverage.miss(Completeness.Reason.DAMAGED, sentence)));
    }

    void startAnew() {
        rowsOfHead.clear();
        whole.clear();
        begun.clear();
        keySearches.clear();
        damage.clear();
    }

    private void forgetLost(View view, SpanTaker taker) {
        Set<Long> lost = new HashSet<>(whole);
        lost.addAll(begun);
        lost.addAll(rowsOfHead.keySet());
        for (OpenBlock block : view.blocks().ofProject(project)) {
            long last = block.reader().directory().generationLast();
            for (long number = block.reader().directory().generationFirst(); number <= last; number++) {
                lost.remove(number);
            }
        }
        view.parts().forEach(part -> lost.remove(part.generation().number()));
        forget(lost, taker);
    }

    private void forget(Set<Long> generations, SpanTaker taker) {
        boolean told = false;
        for (long number : generations) {
            boolean read = whole.remove(number);
            boolean partly = begun.remove(number);
            told |= read || partly || rowsOfHead.getOrDefault(number, 0) > 0;
            rowsOfHead.remove(number);
            keySearches.remove(number);
            damage.remove(number);
        }
        if (told) {
            taker.forget(partition, generations::contains);
        }
    }

    private void takeBlock(OpenBlock block, DeadFragments dead, SpanTaker taker, QueryControl control) {
        long first = block.reader().directory().generationFirst();
        long last = block.reader().directory().generationLast();
        boolean known = true;
        Set<Long> range = new HashSet<>();
        for (long number = first; number <= last; number++) {
            known &= whole.contains(number);
            range.add(number);
        }
        if (known) {
            return;
        }
        forget(range, taker);
        Set<TraceId> reborn = new HashSet<>();
        for (OpenBlock.Continuing one : block.continuing()) {
            if (one.reborn()) {
                reborn.add(new TraceId(one.idHigh(), one.idLow()));
            }
        }
        if (!reborn.isEmpty()) {
            taker.forget(partition, reborn, first);
        }
        begun.addAll(range);
        if (hasKeys(block)) {
            BlockMemo memo = new BlockMemo();
            for (int group = 0; group < block.reader().directory().groups(); group++) {
                control.check();
                takeGroup(block, group, memo, dead, taker);
            }
        }
        whole.addAll(range);
        begun.removeAll(range);
    }

    private boolean hasKeys(OpenBlock block) {
        for (AttributeColumn column : block.reader().directory().columns()) {
            if (column.level() == Level.SPAN && keys.contains(column.key())) {
                return true;
            }
        }
        return false;
    }

    private void takeGroup(OpenBlock block, int number, BlockMemo memo, DeadFragments dead, SpanTaker taker) {
        ReadScratch scratch = block.scratches().take();
        try (GroupScan scan = new GroupScan(block, number, scratch, memo)) {
            RowSet rows = scan.rows(condition);
            if (!rows.isNone() && dead.any(block, number)) {
                rows = rows.and(dead.alive(block, number, scan.traces()));
            }
            RowSet framesAlone = framesAlone(scan.group());
            long generation = block.reader().directory().generationFirst();
            take(rows.and(framesAlone), scan.group(), DecodedRows::readWithoutEvents, generation, taker);
            take(rows.and(framesAlone.not()), scan.group(), DecodedRows::read, generation, taker);
        } catch (StoreException e) {
            Coverage damaged = new Coverage();
            damaged.missDamaged(block + " row group " + number, e);
            damage.computeIfAbsent(block.reader().directory().generationFirst(), absent -> new ArrayList<>())
                    .addAll(damaged.completeness().missing());
        } finally {
            block.scratches().give(scratch);
        }
    }

    /** Frames of recordings are told to nobody, and there may be a hundred on a span. */
    private static RowSet framesAlone(GroupReader group) {
        BitSet rows = new FrameTables(group).rowsOfFramesAlone();
        long[] words = RowSet.words(group.rows());
        rows.stream().forEach(row -> RowSet.set(words, row));
        return RowSet.of(words, group.rows());
    }

    /** Decodes rows. */
    private interface Decoding {
        SpanBatch read(GroupReader group, int from, int to);
    }

    private void take(RowSet rows, GroupReader group, Decoding decoding, long generation, SpanTaker taker) {
        for (int row = rows.next(0); row < rows.size(); ) {
            int end = DecodedRows.runEnd(rows, row);
            SpanBatch decoded = decoding.read(group, row, end);
            IntColumn list = new IntColumn(end - row);
            for (int wanted = row; wanted < end; wanted = rows.next(wanted + 1)) {
                list.add(wanted - row);
            }
            taker.take(decoded, list.array(), list.size(), partition, generation);
            row = rows.next(end);
        }
    }

    /** Adds traces of which rows that were not told yet replaced others. */
    private void addPutTogetherAnew(HeadSnapshot.Part part, Set<TraceId> traces) {
        Generation generation = part.generation();
        for (int row = rowsOfHead.getOrDefault(generation.number(), 0); row < part.rowCount(); row++) {
            if (SpanMark.REPLACES.in(generation.marks(row)) && generation.project(row) == project) {
                traces.add(id(generation, row));
            }
        }
    }

    private void takeHead(HeadSnapshot.Part part, DeadFragments dead, Set<TraceId> anew, SpanTaker taker) {
        Generation generation = part.generation();
        long number = generation.number();
        int from = rowsOfHead.getOrDefault(number, 0);
        if (from < part.rowCount()) {
            KeySearch search = keySearches.computeIfAbsent(number, absent -> new KeySearch(keys));
            IntColumn list = new IntColumn(64);
            for (int row = from; row < part.rowCount(); row++) {
                if (generation.project(row) == project
                        && !dead.isDead(generation, row, part.rowCount())
                        && (anew.isEmpty() || !anew.contains(id(generation, row)))
                        && search.found(generation, row)) {
                    list.add(row);
                }
            }
            if (list.size() > 0) {
                taker.take(generation, list.array(), list.size(), partition, number);
            }
        }
        rowsOfHead.put(number, part.rowCount());
        if (part.closed()) {
            whole.add(number);
        }
    }

    private static TraceId id(Generation generation, int row) {
        return new TraceId(generation.traceIdHigh(row), generation.traceIdLow(row));
    }

    private void takeTrace(View view, TraceId id, SpanTaker taker, Coverage coverage) {
        try (OpenGroups groups = new OpenGroups()) {
            for (Fragment fragment : Fragments.of(view, project, id, groups, coverage)) {
                fragment.visit((rows, list, count) -> takeMeeting(fragment, rows, list, count, taker));
            }
        } catch (StoreException e) {
            coverage.missDamaged("trace " + id, e);
        }
    }

    private boolean takeMeeting(Fragment fragment, SpanRows rows, int[] list, int count, SpanTaker taker) {
        SpanConditionEvaluator evaluator = new SpanConditionEvaluator(rows, condition);
        IntColumn meeting = new IntColumn(count);
        for (int i = 0; i < count; i++) {
            if (evaluator.test(list[i])) {
                meeting.add(list[i]);
            }
        }
        if (meeting.size() > 0) {
            long generation = fragment instanceof BlockFragment
                    ? ((BlockFragment) fragment).block().reader().directory().generationFirst()
                    : ((Generation) rows).number();
            taker.take(rows, meeting.array(), meeting.size(), partition, generation);
        }
        return true;
    }

    /** Looks for keys among the attributes of a generation's rows; compares each key's text once. */
    private static final class KeySearch {
        private final List<byte[]> wanted = new ArrayList<>();
        private final ByteSlice text = new ByteSlice();
        private final BitSet compared = new BitSet();
        private final BitSet found = new BitSet();

        KeySearch(Set<String> keys) {
            keys.forEach(key -> wanted.add(key.getBytes(StandardCharsets.UTF_8)));
        }

        boolean found(Generation generation, int row) {
            PairTable pairs = generation.pairs();
            int end = generation.attributeEnd(row);
            for (int i = generation.attributeStart(row); i < end; i++) {
                int key = pairs.key(generation.attribute(i));
                if (!compared.get(key)) {
                    compared.set(key);
                    generation.strings().get(key, text);
                    for (byte[] one : wanted) {
                        if (text.sameBytes(one, 0, one.length)) {
                            found.set(key);
                        }
                    }
                }
                if (found.get(key)) {
                    return true;
                }
            }
            return false;
        }
    }
}
