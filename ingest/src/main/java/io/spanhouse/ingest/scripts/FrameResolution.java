package io.spanhouse.ingest.scripts;

import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import io.spanhouse.storage.scripts.RecordingCandidate;
import io.spanhouse.storage.scripts.ScriptNames;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies trace definitions to what is about to be stored: notes which runs they record, and drops frames that are finer than
 * any of them asks. Spans are never dropped, nor frames of runs that no definition records. It is the one loss that a person
 * asked for, so it is counted on the span, in the metrics and in the answer.
 *
 * <p>A project without an enabled definition costs one look into a map a request. With one, each text of a batch is looked at
 * once, rows only where some attribute is a run's id, and only a batch with unwanted frames is copied.
 *
 * <p>Thread-safe.
 */
public final class FrameResolution {
    /** Leaves everything as it is; for stores that have no definitions. */
    public static final FrameResolution NONE = new FrameResolution(null, ScriptNames.USUAL);

    private final @Nullable ScriptState state;
    private final FrameKeys keys;

    private FrameResolution(@Nullable ScriptState state, ScriptNames names) {
        this.state = state;
        this.keys = new FrameKeys(names);
    }

    /** By the definitions of a store, with attributes of these names. */
    public static FrameResolution of(ScriptState state, ScriptNames names) {
        return new FrameResolution(state, names);
    }

    /**
     * What is to be stored of a request.
     *
     * @throws io.spanhouse.storage.model.StoreException if a new run cannot be noted; the request is then to be refused
     */
    public WalkResult apply(int project, WalkResult result) {
        ScriptState rules = state;
        if (rules == null || !rules.definitions().anyEnabled(project)) {
            return result;
        }
        FrameRows rows = new FrameRows(result.batch(), keys);
        List<@Nullable RecordingCandidate> candidates = rows.candidates();
        int[] resolutions = resolutions(rules, project, candidates);
        long dropped = 0;
        for (int row = 0; row < resolutions.length; row++) {
            dropped += resolutions[row] > 1 ? rows.offGrid(row, resolutions[row]) : 0;
        }
        return dropped == 0 ? result : result.withoutFrames(without(result.batch(), rows, resolutions), dropped);
    }

    /** By row; 0 for rows of no recorded run. */
    private static int[] resolutions(ScriptState rules, int project, List<@Nullable RecordingCandidate> candidates) {
        List<RecordingCandidate> told = new ArrayList<>();
        for (RecordingCandidate candidate : candidates) {
            if (candidate != null) {
                told.add(candidate);
            }
        }
        int[] resolutions = new int[candidates.size()];
        if (told.isEmpty()) {
            return resolutions;
        }
        int[] noted = rules.recordings().note(project, told);
        int next = 0;
        for (int row = 0; row < resolutions.length; row++) {
            resolutions[row] = candidates.get(row) == null ? 0 : noted[next++];
        }
        return resolutions;
    }

    private static SpanBatch without(SpanBatch batch, FrameRows rows, int[] resolutions) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        builder.expectRows(batch.rowCount());
        SpanCopier copier = new SpanCopier(batch, builder);
        for (int row = 0; row < batch.rowCount(); row++) {
            int resolution = Math.max(1, resolutions[row]);
            copier.copyWithout(row, event -> rows.isOffGrid(event, resolution));
        }
        return builder.build();
    }
}
