package io.spanhouse.storage.block;

import io.spanhouse.storage.encoding.ByteReader;
import io.spanhouse.storage.encoding.ByteWriter;
import io.spanhouse.storage.encoding.Numbers;
import io.spanhouse.storage.model.IntColumn;

/**
 * The chunk of a row group's sparse columns: where each lies.
 *
 * <pre>
 * sparse = numbers (bytes of each payload, in the order of the header's columns), the payloads
 * </pre>
 */
final class SparseColumns {
    private final int offset;
    private final long[] ends;

    private SparseColumns(int offset, long[] ends) {
        this.offset = offset;
        this.ends = ends;
    }

    /** Reads where so many columns lie. */
    static SparseColumns read(ByteReader in, int columns) {
        long[] ends = new long[columns];
        Numbers.read(in, columns, ends);
        long end = 0;
        for (int i = 0; i < columns; i++) {
            if (ends[i] < 0 || ends[i] > in.remaining() - end) {
                throw in.corrupt("a sparse column has " + ends[i] + " bytes");
            }
            end += ends[i];
            ends[i] = end;
        }
        if (end != in.remaining()) {
            throw in.corrupt("sparse columns have " + end + " bytes, " + in.remaining() + " are there");
        }
        return new SparseColumns(in.position(), ends);
    }

    /** Where in the array that was read a column's payload starts. */
    int start(int rank) {
        return offset + (rank == 0 ? 0 : (int) ends[rank - 1]);
    }

    /** Bytes of a column's payload. */
    int length(int rank) {
        return offset + (int) ends[rank] - start(rank);
    }

    /** Gathers payloads. */
    static final class Writer {
        private final ByteWriter payloads = new ByteWriter(1 << 12);
        private final IntColumn ends = new IntColumn(16);

        /** Forgets all payloads. */
        void clear() {
            payloads.truncate(0);
            ends.truncate(0);
        }

        /** Starts a payload; it goes behind what is in the buffer that this gives. */
        ByteWriter begin() {
            return payloads;
        }

        /** Ends the payload. */
        void end() {
            ends.add(payloads.size());
        }

        /** Number of payloads. */
        int size() {
            return ends.size();
        }

        void write(Numbers numbers, ByteWriter out) {
            long[] lengths = new long[ends.size()];
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = ends.get(i) - (i == 0 ? 0 : ends.get(i - 1));
            }
            numbers.write(lengths, lengths.length, out);
            out.bytes(payloads.array(), 0, payloads.size());
        }
    }
}
