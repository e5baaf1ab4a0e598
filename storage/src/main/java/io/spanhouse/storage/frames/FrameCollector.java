package io.spanhouse.storage.frames;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.DistantValue;
import io.spanhouse.storage.model.IntColumn;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the frames of rows. Each text of the rows is looked at once, so a row without frames costs a look at an array for each
 * event. Good for one {@link SpanRows}, also while it grows; not thread-safe.
 */
public final class FrameCollector {
    private static final int NO_FRAME = -1;
    private static final int NONE = -1;

    private static final byte UNKNOWN = 0;
    private static final byte OTHER = 1;
    private static final byte FRAMES_SPAN = 2;
    private static final byte FRAME = 3;
    private static final byte EXCEPTION = 4;
    private static final byte INDEX = 5;
    private static final byte EXCEPTION_VALUE = 6;
    private static final byte VARIABLE = 7;

    private static final byte[] VARIABLE_PREFIX = FrameNames.VARIABLE_PREFIX.getBytes(StandardCharsets.UTF_8);

    private final SpanRows rows;
    private final FrameTable table;
    private final PairTable pairs;
    private final ByteSlice slice = new ByteSlice();
    private byte[] meanings = new byte[64];
    /** By the code of a text that has a meaning: its bytes. */
    private int[] lengths = new int[64];
    /** By the code of a variable's key: its number in the table, and one more. */
    private int[] numbers = new int[64];

    private final IntColumn numbered = new IntColumn(16);
    /** The numbers of the variables that the frame which is added sets. */
    private int[] set = new int[16];

    private int lastFrame;
    private int lastIndex;

    /** Adds what it finds to a table, which nobody else fills. */
    public FrameCollector(SpanRows rows, FrameTable table) {
        this.rows = rows;
        this.table = table;
        this.pairs = rows.pairs();
    }

    /** Empties the table. */
    public void clear() {
        table.clear();
        for (int i = 0; i < numbered.size(); i++) {
            numbers[numbered.get(i)] = 0;
        }
        numbered.truncate(0);
    }

    /**
     * Adds a row's frames.
     *
     * @param asRow the row's number in the table, above those before
     * @return whether it has any
     */
    public boolean add(int row, int asRow) {
        int first = rows.eventStart(row);
        int end = rows.eventEnd(row);
        lastFrame = NONE;
        boolean exceptionBefore = false;
        for (int event = first; event < end; event++) {
            byte meaning = meaning(rows.eventName(event));
            if (meaning == FRAME) {
                int index = index(event);
                if (index != NO_FRAME) {
                    if (lastFrame == NONE) {
                        addSpan(row, asRow, exceptionBefore);
                    }
                    addFrame(event, event - first, index);
                }
            } else if (meaning == EXCEPTION) {
                exceptionBefore |= lastFrame == NONE;
                markException();
            }
        }
        return lastFrame != NONE;
    }

    private void addSpan(int row, int asRow, boolean exceptionBefore) {
        boolean framesSpan = meaning(rows.name(row)) == FRAMES_SPAN;
        table.rows.add(asRow);
        table.flags.add(
                (framesSpan ? FrameTable.FRAMES_SPAN : 0) | (exceptionBefore ? FrameTable.EXCEPTION_BEFORE : 0));
        table.starts.add(rows.startNanos(row));
        table.spanIds.add(rows.spanId(row));
        table.parentIds.add(framesSpan ? rows.parentSpanId(row) : 0);
    }

    private void addFrame(int event, int number, int index) {
        int piece = table.pieces() - 1;
        if (lastFrame == NONE || !follows(piece, number, index)) {
            piece++;
            table.spanOf.add(table.spans() - 1);
            table.events.add(number);
            table.frames.add(0);
            table.indexes.add(index);
            table.steps.add(0);
            table.leastTimes.add(rows.eventTimeNanos(event));
            table.bytes.add(0);
            table.setsStarts.add(table.sets.size());
        } else if (table.frames(piece) == 1) {
            table.steps.set(piece, index - lastIndex);
        }
        table.frames.set(piece, table.frames(piece) + 1);
        if (Long.compareUnsigned(rows.eventTimeNanos(event), table.leastTimeNanos(piece)) < 0) {
            table.leastTimes.set(piece, rows.eventTimeNanos(event));
        }
        lastIndex = index;
        lastFrame = table.sets.size();
        addSets(event, piece);
    }

    private boolean follows(int piece, int number, int index) {
        int frames = table.frames(piece);
        return frames < FrameTable.PIECE_FRAMES_MAX
                && number == table.event(piece) + frames
                && index > lastIndex
                && (frames == 1 || index - lastIndex == table.step(piece));
    }

    private void addSets(int event, int piece) {
        int start = rows.eventAttributeStart(event);
        int end = rows.eventAttributeEnd(event);
        int count = 0;
        boolean exception = false;
        long bytes = table.bytes(piece);
        for (int i = start; i < end; i++) {
            int pair = rows.eventAttribute(i);
            int key = pairs.key(pair);
            byte meaning = meaning(key);
            if (meaning == VARIABLE) {
                if (count == set.length) {
                    set = Arrays.copyOf(set, 2 * count);
                }
                set[count++] = number(key);
            }
            exception |= meaning == EXCEPTION_VALUE;
            bytes += lengths[key] + valueBytes(pair);
        }
        table.bytes.set(piece, bytes);
        table.sets.varint(2L * count + (exception ? 1 : 0));
        for (int i = 0; i < count; i++) {
            table.sets.varint(set[i]);
        }
    }

    /** The frame that was added last had an exception. */
    private void markException() {
        if (lastFrame != NONE) {
            table.sets.array()[lastFrame] |= 1;
        }
    }

    /** Numbers, which most values are, need not be looked for: there are a million of them in a long recording. */
    private long valueBytes(int pair) {
        if (pairs.type(pair) == ValueType.INT.code() || pairs.type(pair) == ValueType.DOUBLE.code()) {
            return ValueBytes.NUMBER_BYTES;
        }
        DistantValue distant = pairs.distant(pair);
        if (distant != null) {
            return distant.length();
        }
        pairs.value(pair, slice);
        return slice.length;
    }

    private int index(int event) {
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            int pair = rows.eventAttribute(i);
            if (meaning(pairs.key(pair)) == INDEX && pairs.type(pair) == ValueType.INT.code()) {
                pairs.value(pair, slice);
                long index = ValueBytes.getInt(slice.array, slice.offset);
                return index >= 0 && index <= FrameNames.INDEX_MAX ? (int) index : NO_FRAME;
            }
        }
        return NO_FRAME;
    }

    private int number(int key) {
        if (numbers.length <= key) {
            numbers = Arrays.copyOf(numbers, Math.max(key + 1, 2 * numbers.length));
        }
        if (numbers[key] == 0) {
            String name = rows.strings().text(key);
            table.variables.add(name.substring(FrameNames.VARIABLE_PREFIX.length()));
            numbers[key] = table.variables();
            numbered.add(key);
        }
        return numbers[key] - 1;
    }

    private byte meaning(int text) {
        if (meanings.length <= text) {
            meanings = Arrays.copyOf(meanings, Math.max(text + 1, 2 * meanings.length));
            lengths = Arrays.copyOf(lengths, meanings.length);
        }
        if (meanings[text] == UNKNOWN) {
            rows.strings().get(text, slice);
            lengths[text] = slice.length;
            meanings[text] = startsAsVariable() ? VARIABLE : meaning(slice.utf8());
        }
        return meanings[text];
    }

    private boolean startsAsVariable() {
        int end = slice.offset + VARIABLE_PREFIX.length;
        return slice.length >= VARIABLE_PREFIX.length
                && Arrays.equals(slice.array, slice.offset, end, VARIABLE_PREFIX, 0, VARIABLE_PREFIX.length);
    }

    private static byte meaning(String text) {
        return switch (text) {
            case FrameNames.FRAMES_SPAN -> FRAMES_SPAN;
            case FrameNames.FRAME_EVENT -> FRAME;
            case FrameNames.EXCEPTION_EVENT -> EXCEPTION;
            case FrameNames.INDEX_KEY -> INDEX;
            case FrameNames.EXCEPTION_TYPE_KEY, FrameNames.EXCEPTION_MESSAGE_KEY -> EXCEPTION_VALUE;
            default -> OTHER;
        };
    }
}
