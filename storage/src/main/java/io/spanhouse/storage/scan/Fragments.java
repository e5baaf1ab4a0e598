package io.spanhouse.storage.scan;

import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/** Finds the fragments of a trace. */
final class Fragments {
    private Fragments() {}

    /** All fragments of a trace that a view has and that are not dead, oldest first. */
    static List<Fragment> of(View view, int project, TraceId id, OpenGroups groups, Coverage coverage) {
        List<Fragment> inHead = new ArrayList<>();
        for (int i = view.parts().size() - 1; i >= 0; i--) {
            HeadSnapshot.Part part = view.parts().get(i);
            TraceTable traces = part.generation().traces();
            int trace = traces.find(project, id.high(), id.low(), part.traceCount());
            if (trace != TraceTable.NONE) {
                inHead.add(0, new HeadFragment(part, trace));
                if (traces.isReborn(trace, part.rowCount())) {
                    return inHead;
                }
            }
        }
        List<Fragment> fragments = new ArrayList<>(view.blocks().fragments(project, id, groups, coverage));
        fragments.addAll(inHead);
        return fragments;
    }
}
