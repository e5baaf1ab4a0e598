package io.spanhouse.storage;

import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.SpanCopier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a batch into what goes into one journal record each: the spans of one partition, and of a large batch so many that a
 * generation of the head has room for them. Most batches are handed on as they are.
 */
final class BatchSplitter {
    private final Routing routing;
    private final int partitions;
    private final long partBytesMax;

    /**
     * A splitter.
     *
     * @param partBytesMax about how many bytes a part may hold in memory; a single span may be larger
     */
    BatchSplitter(Routing routing, int partitions, long partBytesMax) {
        this.routing = routing;
        this.partitions = partitions;
        this.partBytesMax = partBytesMax;
    }

    /** Some spans of one partition. */
    record Part(int partition, SpanBatch batch) {}

    /** The parts of a batch, those of one partition in the order of its rows. */
    List<Part> split(int project, SpanBatch batch) {
        if (partitions == 1 && batch.retainedBytes() <= partBytesMax) {
            return List.of(new Part(0, batch));
        }
        List<Part> parts = new ArrayList<>();
        Growing[] growing = new Growing[partitions];
        for (int row = 0; row < batch.rowCount(); row++) {
            int partition = routing.partition(project, batch.traceIdHigh(row), batch.traceIdLow(row));
            Growing part = growing[partition];
            if (part == null) {
                part = new Growing(batch);
                growing[partition] = part;
            }
            part.copier.copy(row);
            if (part.builder.byteCount() + 200L * part.builder.rowCount() > partBytesMax) {
                parts.add(new Part(partition, part.builder.build()));
                growing[partition] = null;
            }
        }
        for (int partition = 0; partition < partitions; partition++) {
            @Nullable Growing part = growing[partition];
            if (part != null) {
                parts.add(new Part(partition, part.builder.build()));
            }
        }
        return parts;
    }

    private static final class Growing {
        private final SpanBatchBuilder builder = new SpanBatchBuilder();
        private final SpanCopier copier;

        Growing(SpanBatch source) {
            copier = new SpanCopier(source, builder);
        }
    }
}
