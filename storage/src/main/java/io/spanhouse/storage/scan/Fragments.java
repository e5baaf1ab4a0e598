package io.spanhouse.storage.scan;

import io.spanhouse.storage.head.HeadSnapshot;
import io.spanhouse.storage.head.TraceTable;
import io.spanhouse.storage.model.TraceId;
import java.util.ArrayList;
import java.util.List;

/** Finds the fragments of a trace. */
final class Fragments {
    private Fragments() {}

    /** All fragments of a trace that a view has, oldest first. */
    static List<Fragment> of(View view, int project, TraceId id, OpenGroups groups, Coverage coverage) {
        List<Fragment> fragments = new ArrayList<>(view.blocks().fragments(project, id, groups, coverage));
        for (HeadSnapshot.Part part : view.parts()) {
            int trace = part.generation().traces().find(project, id.high(), id.low(), part.traceCount());
            if (trace != TraceTable.NONE) {
                fragments.add(new HeadFragment(part, trace));
            }
        }
        return fragments;
    }
}
