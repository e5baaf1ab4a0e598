package io.spanhouse.storage.model;

/**
 * Merges a piece of a span with what is known of the span. What the piece gives goes before what was there; what has its
 * default value is not given. Attributes merge key by key and stay in their places, new ones come after; events and links
 * are given as a whole or not at all. Merging the same piece again changes nothing. Pieces of halves of calls are merged by
 * rules of their own, those of {@link SpanHalves}; a half that is patched is none any more.
 */
public final class SpanPieces {
    private static final int NOTHING = -1;
    private static final int OF_HALVES = SpanMark.HALF.bit() | SpanMark.IN_PIECES.bit();

    private SpanPieces() {}

    /** The whole span, as the only row of a batch. */
    public static SpanBatch merge(SpanRows base, int baseRow, SpanRows piece, int pieceRow) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier ofBase = new SpanCopier(base, builder);
        SpanCopier ofPiece = new SpanCopier(piece, builder);
        boolean namesResource = !SpanMark.RESOURCE_ASSUMED.in(piece.marks(pieceRow));
        int resource =
                namesResource ? ofPiece.resource(piece.resource(pieceRow)) : ofBase.resource(base.resource(baseRow));
        boolean baseHasScope = base.scopes().present(base.scope(baseRow));
        int scope = baseHasScope ? ofBase.scope(base.scope(baseRow)) : ofPiece.scope(piece.scope(pieceRow));
        builder.startSpan()
                .traceId(base.traceIdHigh(baseRow), base.traceIdLow(baseRow))
                .spanId(base.spanId(baseRow))
                .parentSpanId(given(piece.parentSpanId(pieceRow), base.parentSpanId(baseRow)))
                .startNanos(given(piece.startNanos(pieceRow), base.startNanos(baseRow)))
                .endNanos(given(piece.endNanos(pieceRow), base.endNanos(baseRow)))
                .kind((int) given(piece.kind(pieceRow), base.kind(baseRow)))
                .flags((int) given(piece.flags(pieceRow), base.flags(baseRow)))
                .droppedAttributes((int) given(piece.droppedAttributes(pieceRow), base.droppedAttributes(baseRow)))
                .droppedEvents((int) given(piece.droppedEvents(pieceRow), base.droppedEvents(baseRow)))
                .droppedLinks((int) given(piece.droppedLinks(pieceRow), base.droppedLinks(baseRow)))
                .marks(marks(base.marks(baseRow), piece.marks(pieceRow), namesResource))
                .resource(resource)
                .scope(scope);
        String name = piece.strings().text(piece.name(pieceRow));
        builder.name(name.isEmpty() ? ofBase.string(base.name(baseRow)) : ofPiece.string(piece.name(pieceRow)));
        String state = piece.strings().text(piece.traceState(pieceRow));
        builder.traceState(
                state.isEmpty() ? ofBase.string(base.traceState(baseRow)) : ofPiece.string(piece.traceState(pieceRow)));
        if (SpanMark.STATUS_PRESENT.in(piece.marks(pieceRow))) {
            builder.status(piece.statusCode(pieceRow), ofPiece.string(piece.statusMessage(pieceRow)));
        } else {
            builder.status(base.statusCode(baseRow), ofBase.string(base.statusMessage(baseRow)));
        }
        new Attributes(base, baseRow, piece, pieceRow).merge(ofBase, ofPiece, builder);
        boolean hasEvents = piece.eventEnd(pieceRow) > piece.eventStart(pieceRow);
        (hasEvents ? ofPiece : ofBase).copyEvents(hasEvents ? pieceRow : baseRow);
        boolean hasLinks = piece.linkEnd(pieceRow) > piece.linkStart(pieceRow);
        (hasLinks ? ofPiece : ofBase).copyLinks(hasLinks ? pieceRow : baseRow);
        builder.endSpan();
        return builder.build();
    }

    private static long given(long ofPiece, long ofBase) {
        return ofPiece == 0 ? ofBase : ofPiece;
    }

    private static int marks(int ofBase, int ofPiece, boolean namesResource) {
        int assumed = SpanMark.RESOURCE_ASSUMED.bit();
        int merged = (ofBase | ofPiece) & ~SpanMark.SET_BY_STORE & ~OF_HALVES & ~assumed;
        return namesResource ? merged : merged | ofBase & assumed;
    }

    /** The attributes of two rows. Few of them, so keys are compared each with each. */
    private static final class Attributes {
        private final SpanRows base;
        private final int baseRow;
        private final SpanRows piece;
        private final int pieceRow;
        private final ByteSlice one = new ByteSlice();
        private final ByteSlice other = new ByteSlice();

        Attributes(SpanRows base, int baseRow, SpanRows piece, int pieceRow) {
            this.base = base;
            this.baseRow = baseRow;
            this.piece = piece;
            this.pieceRow = pieceRow;
        }

        void merge(SpanCopier ofBase, SpanCopier ofPiece, SpanBatchBuilder builder) {
            int end = SentPieces.end(base, baseRow);
            for (int i = base.attributeStart(baseRow); i < end; i++) {
                int given = find(piece, pieceRow, base, base.attribute(i));
                builder.attribute(
                        given == NOTHING ? ofBase.pair(base.attribute(i)) : ofPiece.pair(piece.attribute(given)));
            }
            for (int i = piece.attributeStart(pieceRow); i < piece.attributeEnd(pieceRow); i++) {
                if (find(base, baseRow, piece, piece.attribute(i)) == NOTHING) {
                    builder.attribute(ofPiece.pair(piece.attribute(i)));
                }
            }
        }

        /** The position of a row's last attribute with the key of another's pair. */
        private int find(SpanRows rows, int row, SpanRows keyRows, int pair) {
            keyRows.strings().get(keyRows.pairs().key(pair), one);
            for (int i = rows.attributeEnd(row) - 1; i >= rows.attributeStart(row); i--) {
                rows.strings().get(rows.pairs().key(rows.attribute(i)), other);
                if (one.sameBytes(other)) {
                    return i;
                }
            }
            return NOTHING;
        }
    }
}
