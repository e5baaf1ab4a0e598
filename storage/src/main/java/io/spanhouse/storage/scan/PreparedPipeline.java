package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanPipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline made ready: its conditions and expressions by their numbers in the predicate. Runs on the facts of one trace;
 * immutable, shared by all units of work of a query.
 */
final class PreparedPipeline {
    /**
     * A set of spans after some stages.
     *
     * @param key values it was grouped by
     * @param statistics what was computed of it
     * @param spans bits
     */
    record Group(List<@Nullable Literal> key, List<Literal> statistics, long[] spans) {}

    private final PreparedSet first;
    private final List<PreparedStage> stages;

    /**
     * Makes a pipeline ready.
     *
     * @throws io.spanhouse.storage.model.StoreException BAD_INPUT if it makes no sense or is over a limit
     */
    PreparedPipeline(SpanPipeline pipeline, PredicatePreparation preparation, int depth) {
        first = PreparedSet.of(pipeline.first(), preparation, depth + 1);
        List<PreparedStage> prepared = new ArrayList<>();
        for (SpanPipeline.Stage stage : pipeline.stages()) {
            prepared.add(PreparedStage.of(stage, preparation, depth + 1));
        }
        stages = List.copyOf(prepared);
    }

    /** What is left of a trace, sets without spans left out. */
    List<Group> run(SpanFacts facts) {
        return run(facts, null);
    }

    /**
     * The same of some spans of the trace.
     *
     * @param within bits of the spans that may be picked, null for all
     */
    List<Group> run(SpanFacts facts, long @Nullable [] within) {
        long[] spans = first.spans(facts, within);
        List<Group> groups = new ArrayList<>(1);
        if (!SpanBits.isEmpty(spans)) {
            groups.add(new Group(List.of(), List.of(), spans));
        }
        for (int i = 0; i < stages.size() && !groups.isEmpty(); i++) {
            groups = stages.get(i).run(groups, facts);
        }
        return groups;
    }

    /** Whether the pipeline may leave spans, as far as counts of conditions are known: NO or UNKNOWN. */
    int screen(PredicateInput input) {
        int decision = first.screen(input);
        for (int i = 0; i < stages.size() && decision != PredicateInput.NO; i++) {
            decision = stages.get(i).screen(input) == PredicateInput.NO ? PredicateInput.NO : decision;
        }
        return decision;
    }

    /** All spans that the pipeline leaves of a trace, as bits. */
    long[] spans(SpanFacts facts, long @Nullable [] within) {
        List<Group> groups = run(facts, within);
        if (groups.size() == 1) {
            return groups.get(0).spans();
        }
        long[] all = RowSet.words(facts.spans());
        for (Group group : groups) {
            all = SpanBits.or(all, group.spans());
        }
        return all;
    }
}
