package io.spanhouse.query.recordings;

import io.spanhouse.storage.frames.FrameCursor;
import io.spanhouse.storage.frames.FramePlaces;
import io.spanhouse.storage.frames.FrameTable;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes a {@link FrameIndex} of where frames are, whatever order they came in. Of two frames with one index the one of the span
 * that starts first counts. Pieces that do not overlap, as nearly all, are put one after the other; those that do are taken apart
 * into frames, which takes some 8 bytes a frame while it works. Not thread-safe.
 */
final class FrameIndexBuilder {
    /** Most frames of one recording. */
    static final int FRAMES_MAX = 10_000_000;

    private final List<Piece> pieces = new ArrayList<>();
    private final List<FrameIndex.Span> spans = new ArrayList<>();
    private final FrameFold fold = new FrameFold();
    private long bytes;

    /** A piece of frames, and where it stands among all: by the order of its trace, its span's start and id, its events. */
    private record Piece(FrameTable table, int number, int span, int trace) {
        int first() {
            return table.index(number);
        }

        int last() {
            return table.lastIndex(number);
        }

        static int compare(Piece one, Piece other) {
            int ofOne = one.table.span(one.number);
            int ofOther = other.table.span(other.number);
            int order = Integer.compare(one.trace, other.trace);
            order = order != 0
                    ? order
                    : Long.compareUnsigned(one.table.startNanos(ofOne), other.table.startNanos(ofOther));
            order = order != 0 ? order : Long.compareUnsigned(one.table.spanId(ofOne), other.table.spanId(ofOther));
            order = order != 0 ? order : Integer.compare(one.span, other.span);
            return order != 0 ? order : Integer.compare(one.number, other.number);
        }
    }

    /** The index of some places; exceptions of spans without frames are not in it yet. */
    FrameIndex build(FramePlaces places) {
        long frames = 0;
        int trace = 0;
        for (int part = 0; part < places.parts().size(); part++) {
            trace += part > 0
                            && !places.parts()
                                    .get(part)
                                    .trace()
                                    .equals(places.parts().get(part - 1).trace())
                    ? 1
                    : 0;
            frames += add(places.parts().get(part), trace);
        }
        if (frames > FRAMES_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "the recording has over " + FRAMES_MAX + " frames, expected fewer");
        }
        long[] order = new long[pieces.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = (long) pieces.get(i).first() << Integer.SIZE | i;
        }
        Arrays.sort(order);
        for (int from = 0; from < order.length; ) {
            int last = pieces.get((int) order[from]).last();
            int end = from + 1;
            while (end < order.length && order[end] >> Integer.SIZE <= last) {
                last = Math.max(last, pieces.get((int) order[end]).last());
                end++;
            }
            if (end == from + 1) {
                Piece piece = pieces.get((int) order[from]);
                fold.add(piece.table, piece.number, piece.span, 0, piece.table.frames(piece.number), null);
            } else {
                addOverlapping(order, from, end);
            }
            from = end;
        }
        return fold.index(spans.toArray(new FrameIndex.Span[0]), bytes, places.completeness());
    }

    private long add(FramePlaces.Part part, int trace) {
        FrameTable table = part.table();
        long frames = 0;
        int piece = 0;
        for (int span : part.spans()) {
            while (piece < table.pieces() && table.span(piece) < span) {
                piece++;
            }
            int number = spans.size();
            spans.add(new FrameIndex.Span(part.trace(), table.spanId(span)));
            for (; piece < table.pieces() && table.span(piece) == span; piece++) {
                pieces.add(new Piece(table, piece, number, trace));
                frames += table.frames(piece);
                bytes += table.bytes(piece);
            }
        }
        return frames;
    }

    private void addOverlapping(long[] order, int from, int end) {
        List<Piece> some = new ArrayList<>();
        int count = 0;
        for (int i = from; i < end; i++) {
            some.add(pieces.get((int) order[i]));
            count += some.get(i - from).table.frames(some.get(i - from).number);
        }
        some.sort(Piece::compare);
        long[] frames = new long[count];
        int[] pieceOf = new int[count];
        int[] firstOf = new int[some.size()];
        FrameCursor[] cursors = new FrameCursor[some.size()];
        int frame = 0;
        for (int i = 0; i < some.size(); i++) {
            Piece piece = some.get(i);
            cursors[i] = new FrameCursor(piece.table, piece.number);
            firstOf[i] = frame;
            for (int offset = 0; offset < piece.table.frames(piece.number); offset++, frame++) {
                pieceOf[frame] = i;
                frames[frame] =
                        (piece.first() + (long) offset * piece.table.step(piece.number)) << Integer.SIZE | frame;
            }
        }
        Arrays.sort(frames);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            if (i == 0 || frames[i] >> Integer.SIZE != frames[i - 1] >> Integer.SIZE) {
                frames[distinct++] = frames[i];
            }
        }
        for (int at = 0; at < distinct; ) {
            int first = (int) frames[at];
            int next = at + 1;
            while (next < distinct
                    && (int) frames[next] == first + next - at
                    && pieceOf[(int) frames[next]] == pieceOf[first]) {
                next++;
            }
            int of = pieceOf[first];
            Piece piece = some.get(of);
            fold.add(piece.table, piece.number, piece.span, first - firstOf[of], next - at, cursors[of]);
            at = next;
        }
    }
}
