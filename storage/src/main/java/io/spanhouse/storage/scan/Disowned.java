package io.spanhouse.storage.scan;

import com.carrotsearch.hppc.IntHashSet;
import com.carrotsearch.hppc.cursors.IntCursor;
import io.spanhouse.storage.block.GroupTraces;
import io.spanhouse.storage.head.FragmentSource;
import io.spanhouse.storage.head.Generation;
import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import java.util.IdentityHashMap;

/**
 * Which fragments a later fragment disowns, as one query sees it: what blocks disown in each other, and what the head
 * disowns in blocks and in its own older generations.
 *
 * <p>The head names fragments by where they lay when it last heard. Where that is not part of the view (a merge or seal
 * was committed a moment ago), the trace is looked up in the head by its id instead: right always, and slower.
 */
final class Disowned {
    private final View view;
    private final int project;
    private final IdentityHashMap<FragmentSource, IntHashSet> byHead = new IdentityHashMap<>();
    private boolean headMoved;

    private Disowned(View view, int project) {
        this.view = view;
        this.project = project;
    }

    static Disowned of(View view, HeadSnapshot head, int project) {
        Disowned disowned = new Disowned(view, project);
        head.disowned(project, disowned::add);
        return disowned;
    }

    private void add(FragmentSource source, int trace) {
        boolean known;
        if (source instanceof Generation) {
            known = view.has((Generation) source);
        } else {
            known = view.blocks().has((OpenBlock) source);
        }
        if (known) {
            byHead.computeIfAbsent(source, absent -> new IntHashSet()).add(trace);
        } else {
            headMoved = true;
        }
    }

    /** Whether a trace's fragment in a generation is disowned. */
    boolean inHead(Generation generation, int trace) {
        IntHashSet traces = byHead.get(generation);
        return traces != null && traces.contains(trace);
    }

    /** Whether any fragment of a stretch of a block may be disowned. */
    boolean anyInBlock(OpenBlock block, int first, int end) {
        if (headMoved || view.blocks().anyDisowned(block, first, end)) {
            return true;
        }
        IntHashSet fragments = byHead.get(block);
        if (fragments != null) {
            for (IntCursor fragment : fragments) {
                if (fragment.value >= first && fragment.value < end) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether a fragment in a block is disowned.
     *
     * @param fragment its number in the block
     * @param traces the trace rows of its row group
     * @param inGroup its number there
     */
    boolean inBlock(OpenBlock block, int fragment, GroupTraces traces, int inGroup) {
        if (view.blocks().disowned(block, fragment)) {
            return true;
        }
        IntHashSet fragments = byHead.get(block);
        if (fragments != null && fragments.contains(fragment)) {
            return true;
        }
        return headMoved && isInHead(traces.ids()[2 * inGroup], traces.ids()[2 * inGroup + 1]);
    }

    private boolean isInHead(long idHigh, long idLow) {
        for (HeadSnapshot.Part part : view.parts()) {
            if (part.generation().traces().find(project, idHigh, idLow, part.traceCount()) != TraceTable.NONE) {
                return true;
            }
        }
        return false;
    }
}
