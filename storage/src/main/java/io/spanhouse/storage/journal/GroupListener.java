package io.spanhouse.storage.journal;

import io.spanhouse.storage.model.StoreException;
import java.util.List;

/**
 * Is told what became of appended records, always on the journal's own thread, so it hands over and returns. Each append
 * that was taken is told of exactly once.
 *
 * @param <A> what appenders give along
 */
public interface GroupListener<A> {
    /** These records are durable, in the order of their offsets, which is that of all calls too. */
    void durable(List<AppendedRecord<A>> group);

    /** These records are not in the journal and their offsets stay unused. Kind UNAVAILABLE or CLOSED. */
    void failed(List<A> attachments, StoreException failure);
}
