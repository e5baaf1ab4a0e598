package io.spanhouse.query.recordings;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import tools.jackson.core.JsonGenerator;

/**
 * Looks through a recording for frames that set a variable whose name or value has a text in it, or whose function has, without
 * case. Values are in no index, so frames are read as they lie, some hundred at once, until enough are found or {@link
 * #READING_MILLIS} are over; then the answer says where to go on. Not thread-safe.
 */
final class FrameSearch {
    /** How long frames are read for one answer. */
    static final long READING_MILLIS = 1_500;

    /** Most frames of one answer. */
    static final int LIMIT_MAX = 100;

    private static final int AT_ONCE = 1_000;
    private static final int AROUND_CHARACTERS = 40;

    private final FrameReader reader;
    private final FrameIndex index;
    private final String wanted;
    private final boolean backward;
    private final List<Match> matches = new ArrayList<>();
    private int looked;

    /** A frame, the variable that was found, empty for its function, and what stands around the text. */
    private record Match(int frame, String variable, String around) {}

    FrameSearch(FrameReader reader, FrameIndex index, String text, boolean backward) {
        this.reader = reader;
        this.index = index;
        this.wanted = text.toLowerCase(Locale.ROOT);
        this.backward = backward;
    }

    /**
     * Looks from a position on.
     *
     * @return the position to go on from; {@link FrameIndex#NONE} at the end
     */
    int look(int from, int limit) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(READING_MILLIS);
        int atOnce = AT_ONCE;
        int position = from;
        int frames = index.facts().frames();
        while (position >= 0 && position < frames && matches.size() < limit && System.nanoTime() - end < 0) {
            int size = Math.min(atOnce, backward ? position + 1 : frames - position);
            try {
                position = take(reader.frames(index, positions(position, size)), position, size, limit);
            } catch (StoreException e) {
                if (e.kind() != FailureKind.TOO_LARGE || size == 1) {
                    throw e;
                }
                // These have large values: fewer at once.
                atOnce = Math.max(1, size / 10);
            }
        }
        return position >= 0 && position < frames ? position : FrameIndex.NONE;
    }

    private Set<Integer> positions(int from, int size) {
        Set<Integer> positions = new TreeSet<>();
        for (int i = 0; i < size; i++) {
            positions.add(backward ? from - i : from + i);
        }
        return positions;
    }

    /** Takes frames in the order of the search; answers where the next ones begin. */
    private int take(List<Frame> frames, int from, int size, int limit) {
        for (int i = 0; i < frames.size(); i++) {
            Frame frame = frames.get(backward ? frames.size() - 1 - i : i);
            match(frame);
            if (matches.size() == limit) {
                looked += Math.abs(frame.position() - from) + 1;
                return backward ? frame.position() - 1 : frame.position() + 1;
            }
        }
        looked += size;
        return backward ? from - size : from + size;
    }

    private void match(Frame frame) {
        for (Frame.Variable variable : frame.variables()) {
            String text = ValueText.of(variable.type, new ByteSlice().set(variable.value));
            String value = text == null ? "" : text;
            int at = value.toLowerCase(Locale.ROOT).indexOf(wanted);
            if (at >= 0 || variable.name.toLowerCase(Locale.ROOT).contains(wanted)) {
                matches.add(new Match(frame.index(), variable.name, around(value, Math.max(0, at))));
                return;
            }
        }
        if (frame.function().toLowerCase(Locale.ROOT).contains(wanted)) {
            matches.add(new Match(frame.index(), "", frame.function()));
        }
    }

    private String around(String value, int at) {
        // Lower case may be longer than the text is.
        int middle = Math.min(at, value.length());
        int from = Math.max(0, middle - AROUND_CHARACTERS);
        int to = Math.min(value.length(), middle + wanted.length() + AROUND_CHARACTERS);
        return (from > 0 ? "\u2026" : "") + value.substring(from, to) + (to < value.length() ? "\u2026" : "");
    }

    /** Writes what was found. */
    void write(int next, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("matches");
        for (Match match : matches) {
            json.writeStartObject();
            json.writeNumberProperty("frame", match.frame());
            json.writeStringProperty("variable", match.variable());
            json.writeStringProperty("around", match.around());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("looked", looked);
        if (next == FrameIndex.NONE) {
            json.writeNullProperty("next");
        } else {
            json.writeNumberProperty("next", index.index(next));
        }
        json.writeEndObject();
    }
}
