package io.spanhouse.storage.model;

import com.carrotsearch.hppc.IntHashSet;
import com.carrotsearch.hppc.IntIntHashMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of one half of a call, as senders of Zipkin report them. The client's and the server's half of a call may share a
 * span id and are two spans; either may come in pieces, its beginning flushed before its end is known.
 *
 * <p>Two rows of one trace and span id are of the same half if both came as halves ({@link SpanMark#HALF}), both or none are
 * marked as shared, and kind, service (whatever its case) and address are equal or only one of them names them. Merged, what
 * was there stays and what the piece adds is added, as Zipkin's library merges: of a tag that both give the later value,
 * annotations and links one by one in the order of time. A start or duration that was given goes before one that was assumed,
 * an error before none. The pieces themselves are kept in {@link SentPieces}.
 */
public final class SpanHalves {
    private static final byte[] SHARED = key("zipkin.shared");
    private static final byte[] NO_START = key("otel.zipkin.absentField.startTime");
    private static final byte[] NO_DURATION = key("otel.zipkin.absentField.duration");
    private static final byte[] SERVICE = key("service.name");
    private static final List<byte[]> ADDRESS =
            List.of(key("net.host.ip"), key("net.host.port"), key("zipkin.net.host.ipv6"));
    private static final int STATUS_ERROR = 2;
    private static final int NOTHING = -1;

    private final SpanRows base;
    private final int baseRow;
    private final SpanRows piece;
    private final int pieceRow;
    private final ByteSlice one = new ByteSlice();
    private final ByteSlice other = new ByteSlice();

    private SpanHalves(SpanRows base, int baseRow, SpanRows piece, int pieceRow) {
        this.base = base;
        this.baseRow = baseRow;
        this.piece = piece;
        this.pieceRow = pieceRow;
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether two rows of one trace and span id are of the same half. */
    public static boolean same(SpanRows base, int baseRow, SpanRows piece, int pieceRow) {
        if (!SpanMark.HALF.in(base.marks(baseRow))) {
            return false;
        }
        SpanHalves halves = new SpanHalves(base, baseRow, piece, pieceRow);
        int kind = base.kind(baseRow);
        int otherKind = piece.kind(pieceRow);
        boolean kinds = kind == otherKind || kind == 0 || otherKind == 0;
        return kinds
                && halves.has(base, baseRow, SHARED) == halves.has(piece, pieceRow, SHARED)
                && halves.joinsService(halves.service(base, baseRow), halves.service(piece, pieceRow))
                && ADDRESS.stream().allMatch(halves::joins);
    }

    private boolean joins(byte[] key) {
        return joins(find(base, baseRow, key), find(piece, pieceRow, key));
    }

    private boolean joins(int basePair, int piecePair) {
        return basePair == NOTHING || piecePair == NOTHING || sameValue(basePair, piecePair);
    }

    /** Names of services are the same whatever their case, as Zipkin has them. */
    private boolean joinsService(int basePair, int piecePair) {
        return joins(basePair, piecePair)
                || base.pairs().type(basePair) == piece.pairs().type(piecePair)
                        && lowerCase(base, basePair, one).equals(lowerCase(piece, piecePair, other));
    }

    private static String lowerCase(SpanRows rows, int pair, ByteSlice into) {
        rows.pairs().value(pair, into);
        return new String(into.array, into.offset, into.length, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    }

    private boolean sameValue(int basePair, int piecePair) {
        base.pairs().value(basePair, one);
        piece.pairs().value(piecePair, other);
        return base.pairs().type(basePair) == piece.pairs().type(piecePair) && one.sameBytes(other);
    }

    private boolean has(SpanRows rows, int row, byte[] key) {
        return find(rows, row, key) != NOTHING;
    }

    /** A row's pair with a key. */
    private int find(SpanRows rows, int row, byte[] key) {
        for (int i = rows.attributeStart(row); i < rows.attributeEnd(row); i++) {
            if (hasKey(rows, rows.attribute(i), key)) {
                return rows.attribute(i);
            }
        }
        return NOTHING;
    }

    private boolean hasKey(SpanRows rows, int pair, byte[] key) {
        rows.strings().get(rows.pairs().key(pair), one);
        return one.sameBytes(key, 0, key.length);
    }

    private int service(SpanRows rows, int row) {
        ResourceTable resources = rows.resources();
        int resource = rows.resource(row);
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            if (hasKey(rows, resources.attribute(i), SERVICE)) {
                return resources.attribute(i);
            }
        }
        return NOTHING;
    }

    /**
     * Which of two rows of the same id a piece is merged with that could be of either: that of the earlier start, then end,
     * then by kind, service and address, of which two halves differ in one at least. Does not depend on where the rows lie.
     */
    public static int compare(SpanRows a, int rowA, SpanRows b, int rowB) {
        SpanHalves halves = new SpanHalves(a, rowA, b, rowB);
        int order = Long.compareUnsigned(a.startNanos(rowA), b.startNanos(rowB));
        order = order == 0 ? Long.compareUnsigned(a.endNanos(rowA), b.endNanos(rowB)) : order;
        order = order == 0 ? Integer.compare(a.kind(rowA), b.kind(rowB)) : order;
        order = order == 0 ? halves.compare(halves.service(a, rowA), halves.service(b, rowB)) : order;
        for (int i = 0; i < ADDRESS.size() && order == 0; i++) {
            byte[] key = ADDRESS.get(i);
            order = halves.compare(halves.find(a, rowA, key), halves.find(b, rowB, key));
        }
        return order;
    }

    private int compare(int basePair, int piecePair) {
        if (basePair == NOTHING || piecePair == NOTHING) {
            return Boolean.compare(basePair != NOTHING, piecePair != NOTHING);
        }
        base.pairs().value(basePair, one);
        piece.pairs().value(piecePair, other);
        return Arrays.compareUnsigned(one.toByteArray(), other.toByteArray());
    }

    /**
     * Whether a piece is a row come again. Of pieces that say nothing about their time the assumed one, that of receipt, does
     * not count.
     */
    public static boolean repeats(SpanRows base, int baseRow, SpanRows piece, int pieceRow) {
        SpanHalves halves = new SpanHalves(base, baseRow, piece, pieceRow);
        return halves.assumed(NO_START) && base.eventStart(baseRow) == base.eventEnd(baseRow)
                ? SpanEquality.sameButTimes(base, baseRow, piece, pieceRow)
                        && halves.duration(base, baseRow) == halves.duration(piece, pieceRow)
                : SpanEquality.same(base, baseRow, piece, pieceRow);
    }

    private long duration(SpanRows rows, int row) {
        return rows.endNanos(row) - rows.startNanos(row);
    }

    /**
     * The whole half, as the only row of a batch.
     *
     * @param sent the pieces as they were sent, with this one; null to leave them out
     */
    public static SpanBatch merge(SpanRows base, int baseRow, SpanRows piece, int pieceRow, byte @Nullable [] sent) {
        return new SpanHalves(base, baseRow, piece, pieceRow).merge(sent);
    }

    private SpanBatch merge(byte @Nullable [] sent) {
        SpanBatchBuilder builder = new SpanBatchBuilder();
        SpanCopier ofBase = new SpanCopier(base, builder);
        SpanCopier ofPiece = new SpanCopier(piece, builder);
        int resource = resource(builder, ofBase, ofPiece);
        boolean baseHasScope =
                !base.strings().text(base.scopes().name(base.scope(baseRow))).isEmpty();
        int scope = baseHasScope ? ofBase.scope(base.scope(baseRow)) : ofPiece.scope(piece.scope(pieceRow));
        builder.startSpan()
                .traceId(base.traceIdHigh(baseRow), base.traceIdLow(baseRow))
                .spanId(base.spanId(baseRow))
                .parentSpanId(first(base.parentSpanId(baseRow), piece.parentSpanId(pieceRow)))
                .kind((int) first(base.kind(baseRow), piece.kind(pieceRow)))
                .flags(base.flags(baseRow) | piece.flags(pieceRow))
                .droppedAttributes(more(base.droppedAttributes(baseRow), piece.droppedAttributes(pieceRow)))
                .droppedEvents(more(base.droppedEvents(baseRow), piece.droppedEvents(pieceRow)))
                .droppedLinks(more(base.droppedLinks(baseRow), piece.droppedLinks(pieceRow)))
                .resource(resource)
                .scope(scope);
        boolean hasName = !base.strings().text(base.name(baseRow)).isEmpty();
        builder.name(hasName ? ofBase.string(base.name(baseRow)) : ofPiece.string(piece.name(pieceRow)));
        boolean hasState = !base.strings().text(base.traceState(baseRow)).isEmpty();
        builder.traceState(
                hasState ? ofBase.string(base.traceState(baseRow)) : ofPiece.string(piece.traceState(pieceRow)));
        status(builder, ofBase, ofPiece);
        builder.marks((base.marks(baseRow) | piece.marks(pieceRow)) & ~SpanMark.SET_BY_STORE);
        times(builder);
        attributes(builder, ofBase, ofPiece);
        if (sent != null) {
            otherNames().forEach(name -> SentPieces.addName(builder, name));
            SentPieces.add(builder, sent);
        }
        new HalfElements(base, baseRow, piece, pieceRow).merge(ofBase, ofPiece);
        builder.endSpan();
        return builder.build();
    }

    /** Names that pieces gave and the whole half does not have. */
    private Set<String> otherNames() {
        Set<String> names = new LinkedHashSet<>();
        int end = SentPieces.position(base, baseRow);
        for (int i = SentPieces.end(base, baseRow); i < end; i++) {
            base.pairs().value(base.attribute(i), one);
            names.add(one.utf8());
        }
        String ofBase = base.strings().text(base.name(baseRow));
        String ofPiece = piece.strings().text(piece.name(pieceRow));
        if (!ofBase.isEmpty() && !ofPiece.isEmpty() && !ofPiece.equals(ofBase)) {
            names.add(ofPiece);
        }
        return names;
    }

    private static long first(long ofBase, long ofPiece) {
        return ofBase == 0 ? ofPiece : ofBase;
    }

    private static int more(int ofBase, int ofPiece) {
        return Integer.compareUnsigned(ofBase, ofPiece) < 0 ? ofPiece : ofBase;
    }

    /** What both say of the resource. */
    private int resource(SpanBatchBuilder builder, SpanCopier ofBase, SpanCopier ofPiece) {
        ResourceTable resources = base.resources();
        ResourceTable others = piece.resources();
        int baseResource = base.resource(baseRow);
        int pieceResource = piece.resource(pieceRow);
        for (int i = resources.attributeStart(baseResource); i < resources.attributeEnd(baseResource); i++) {
            builder.resourceAttribute(ofBase.pair(resources.attribute(i)));
        }
        for (int i = others.attributeStart(pieceResource); i < others.attributeEnd(pieceResource); i++) {
            byte[] key = keyOf(piece, others.attribute(i));
            boolean known = false;
            for (int j = resources.attributeStart(baseResource); j < resources.attributeEnd(baseResource); j++) {
                known |= hasKey(base, resources.attribute(j), key);
            }
            if (!known) {
                builder.resourceAttribute(ofPiece.pair(others.attribute(i)));
            }
        }
        return builder.resource(
                resources.present(baseResource) || others.present(pieceResource),
                more(resources.droppedAttributes(baseResource), others.droppedAttributes(pieceResource)),
                ofBase.string(resources.schemaUrl(baseResource)),
                ofBase.string(resources.entityReferences(baseResource)));
    }

    private byte[] keyOf(SpanRows rows, int pair) {
        rows.strings().get(rows.pairs().key(pair), other);
        return other.toByteArray();
    }

    private void status(SpanBatchBuilder builder, SpanCopier ofBase, SpanCopier ofPiece) {
        boolean worse = base.statusCode(baseRow) != STATUS_ERROR && piece.statusCode(pieceRow) == STATUS_ERROR;
        if (worse || !SpanMark.STATUS_PRESENT.in(base.marks(baseRow))) {
            builder.status(piece.statusCode(pieceRow), ofPiece.string(piece.statusMessage(pieceRow)));
        } else {
            builder.status(base.statusCode(baseRow), ofBase.string(base.statusMessage(baseRow)));
        }
    }

    private boolean assumed(byte[] key) {
        return has(base, baseRow, key) && has(piece, pieceRow, key);
    }

    private void times(SpanBatchBuilder builder) {
        long start = base.startNanos(baseRow);
        if (assumed(NO_START)) {
            long otherStart = piece.startNanos(pieceRow);
            start = Long.compareUnsigned(otherStart, start) < 0 ? otherStart : start;
        } else if (has(base, baseRow, NO_START)) {
            start = piece.startNanos(pieceRow);
        }
        long duration = has(base, baseRow, NO_DURATION) ? duration(piece, pieceRow) : duration(base, baseRow);
        builder.startNanos(start).endNanos(start + duration);
    }

    /** Keys are compared by their codes in the target, for there may be thousands. */
    private void attributes(SpanBatchBuilder builder, SpanCopier ofBase, SpanCopier ofPiece) {
        IntIntHashMap later = new IntIntHashMap();
        for (int i = piece.attributeStart(pieceRow); i < piece.attributeEnd(pieceRow); i++) {
            later.putIfAbsent(ofPiece.string(piece.pairs().key(piece.attribute(i))), piece.attribute(i));
        }
        IntHashSet known = new IntHashSet();
        int end = SentPieces.end(base, baseRow);
        for (int i = base.attributeStart(baseRow); i < end; i++) {
            if (stays(base, base.attribute(i))) {
                int key = ofBase.string(base.pairs().key(base.attribute(i)));
                int given = later.getOrDefault(key, NOTHING);
                builder.attribute(given == NOTHING ? ofBase.pair(base.attribute(i)) : ofPiece.pair(given));
                known.add(key);
            }
        }
        for (int i = piece.attributeStart(pieceRow); i < piece.attributeEnd(pieceRow); i++) {
            int pair = piece.attribute(i);
            if (stays(piece, pair)
                    && !known.contains(ofPiece.string(piece.pairs().key(pair)))) {
                builder.attribute(ofPiece.pair(pair));
            }
        }
    }

    /** Whether a pair is no mark of something that the other row gives. */
    private boolean stays(SpanRows rows, int pair) {
        return (!hasKey(rows, pair, NO_START) || assumed(NO_START))
                && (!hasKey(rows, pair, NO_DURATION) || assumed(NO_DURATION));
    }
}
