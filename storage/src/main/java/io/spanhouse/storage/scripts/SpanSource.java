package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanTaker;
import java.util.List;

/** Where the runs of a project come from: the spans that are there. */
public interface SpanSource {
    /**
     * Tells which spans came and went since the last call. One thread at a time.
     *
     * @return what could not be read
     */
    Completeness advance(SpanTaker taker, QueryControl control);

    /** Forgets what was told: the next {@link #advance} tells everything. */
    void startAnew();

    /**
     * The version of a deployment, the same for ever after; {@link Deployments#NONE} if it can have none.
     *
     * @throws io.spanhouse.storage.model.StoreException UNAVAILABLE if the disk refuses
     */
    long deploymentVersion(String script, String deployment);

    /** All spans of a place as they are now, one as a rule; none if they are gone. */
    List<SpanBatch> read(SpanPlace place, QueryControl control);
}
