package io.spanhouse.storage.filter;

/**
 * Spans of one trace, picked by conditions and by how they stand to each other in the trace's tree. All spans of the trace
 * are looked at, however late they came.
 */
public sealed interface SpanSet {
    /** The spans that meet a condition. */
    record Where(SpanCondition condition) implements SpanSet {}

    /** The spans of both, if both have any; else none. */
    record Both(SpanSet left, SpanSet right) implements SpanSet {}

    /** The spans of both. */
    record Either(SpanSet left, SpanSet right) implements SpanSet {}

    /**
     * Spans of the right side that stand so to some span of the left side.
     *
     * <p>Who is whose parent is defined at {@link io.spanhouse.storage.model.SpanParents}. A span whose parent is not there is an
     * orphan and no root: a root has no parent id.
     */
    record Related(SpanSet left, Kinship kinship, Form form, SpanSet right) implements SpanSet {
        /** Which spans are wanted. */
        public enum Form {
            /** Those of the right side that stand so to some span of the left side. */
            RIGHT,
            /** Those of the right side that stand so to no span of the left side. */
            NOT,
            /** Those of RIGHT, and those of the left side that they stand so to. */
            BOTH
        }
    }

    /** All spans of the sets that a pipeline leaves. */
    record Piped(SpanPipeline pipeline) implements SpanSet {}
}
