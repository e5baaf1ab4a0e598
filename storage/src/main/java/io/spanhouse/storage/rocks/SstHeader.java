package io.spanhouse.storage.rocks;

import java.util.List;
import java.util.UUID;

/**
 * What an SST says of itself: the only ledger there is. Which spans are in blocks, which journal records need no replay,
 * which SSTs are replaced by others: all of it follows from the headers of the SSTs that are present, and nothing else is
 * believed.
 *
 * @param place where the SST belongs
 * @param journal which records of the journal it holds
 * @param generations which generations of the head it holds
 * @param features what a reader must know
 * @param covers what it replaces
 * @param times ranges of time
 * @param contents one for each project, ascending by number
 */
public record SstHeader(
        Place place,
        Journal journal,
        Generations generations,
        Features features,
        List<Cover> covers,
        Times times,
        List<Content> contents) {
    public SstHeader {
        covers = List.copyOf(covers);
        contents = List.copyOf(contents);
        for (int i = 1; i < contents.size(); i++) {
            if (contents.get(i - 1).project() >= contents.get(i).project()) {
                throw new IllegalArgumentException("projects of a header are not ascending: "
                        + contents.get(i - 1).project() + ", then "
                        + contents.get(i).project());
            }
        }
    }

    /** Spans of all projects. */
    public long spans() {
        return contents.stream().mapToLong(Content::spans).sum();
    }

    /** Fragments of traces of all projects. */
    public long traces() {
        return contents.stream().mapToLong(Content::traces).sum();
    }

    /**
     * Where an SST belongs; a file that lies elsewhere is not believed.
     *
     * @param store its store
     * @param partition number of the partition
     * @param bucket its bucket
     * @param block its block number, unique in the bucket, from 1 on
     */
    public record Place(StoreIdentity store, int partition, BucketId bucket, long block) {
        public Place {
            if (block < 1) {
                throw new IllegalArgumentException("block number is " + block + ", expected at least 1");
            }
        }

        @Override
        public String toString() {
            return "partition " + partition + " " + bucket + " block " + block;
        }
    }

    /**
     * Journal records of one lane. The SST holds all rows of the lane's records with {@code from <= offset < to} that no
     * older SST holds, and of those with {@code to <= offset <= cut} the rows of traces that it has.
     *
     * @param source the journal; offsets of another start over
     * @param lane the lane of the records; that of the bucket unless the data were moved to a longer lane
     * @param from first offset; before {@code previousTo} if records of a lost SST were replayed into this one
     * @param to offset after the last
     * @param previousTo {@code to} of the SST before in the lane, 0 for the first: ranges tile, a gap is a loss
     * @param cut last offset looked at, {@code to - 1} if nothing was looked at beyond
     * @param allSealedBelow records of any lane below this offset were in SSTs when this one came in
     */
    public record Journal(UUID source, int lane, long from, long to, long previousTo, long cut, long allSealedBelow) {
        public Journal {
            if (from < 0 || to < from || previousTo < 0 || previousTo > to || cut < to - 1 || allSealedBelow < 0) {
                throw new IllegalArgumentException("journal range [" + from + "," + to + ") after " + previousTo
                        + " with cut " + cut + ", all sealed below " + allSealedBelow + ", is not in order");
            }
        }
    }

    /**
     * Generations of the head, numbered through the life of a partition.
     *
     * @param first the first
     * @param last the last
     */
    public record Generations(long first, long last) {
        public Generations {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("generations " + first + " to " + last + " are not in order");
            }
        }
    }

    /**
     * Bits for what later programs add.
     *
     * @param required a program that does not know one of these must not read the SST
     * @param ignorable columns that may be there; carried along when blocks are merged
     * @param weight what one span stands for, the same for all of the SST
     */
    public record Features(long required, long ignorable, int weight) {
        /** Nothing but what version 1 has. */
        public static final Features NONE = new Features(0, 0, 1);
    }

    /**
     * An SST that this one replaces.
     *
     * @param bucket its bucket
     * @param block its number, or {@link #WHOLE_BUCKET}
     */
    public record Cover(BucketId bucket, long block) {
        /** Replaces all that is in the bucket. */
        public static final long WHOLE_BUCKET = 0;
    }

    /**
     * Ranges of time. Empty ranges have a least that is greater than the greatest.
     *
     * @param tickMin least tick of any row
     * @param tickMax greatest tick of any row
     * @param receiptMillisMin first receipt, milliseconds since 1970
     * @param receiptMillisMax last receipt
     * @param startNanosMin least start of any span, unsigned nanoseconds since 1970
     * @param startNanosMax greatest start of any span, unsigned
     * @param retentionMillis the clock that retention counts by, when the rows were sealed
     * @param ticks when ticks were, ascending; rows of a tick between two were received between them
     */
    public record Times(
            long tickMin,
            long tickMax,
            long receiptMillisMin,
            long receiptMillisMax,
            long startNanosMin,
            long startNanosMax,
            long retentionMillis,
            List<TickTime> ticks) {
        /** More are thinned out: one for each ten minutes of a week. */
        public static final int TICKS_MAX = 1_024;

        public Times {
            if (ticks.size() > TICKS_MAX) {
                throw new IllegalArgumentException(ticks.size() + " tick times, expected at most " + TICKS_MAX);
            }
            ticks = List.copyOf(ticks);
        }

        /** Ranges of nothing. */
        public static Times none(long retentionMillis) {
            return new Times(Long.MAX_VALUE, 0, Long.MAX_VALUE, Long.MIN_VALUE, -1L, 0, retentionMillis, List.of());
        }
    }

    /**
     * When a tick was.
     *
     * @param tick the tick
     * @param receiptMillis milliseconds since 1970
     */
    public record TickTime(long tick, long receiptMillis) {}

    /**
     * What a project has in the SST.
     *
     * @param project number of the project
     * @param spans its spans
     * @param traces its fragments of traces
     * @param chunks its chunks
     * @param bytes bytes of the chunks
     */
    public record Content(int project, long spans, long traces, long chunks, long bytes) {
        public Content {
            if (project < 0) {
                throw new IllegalArgumentException("project is " + project + ", expected at least 0");
            }
        }
    }
}
