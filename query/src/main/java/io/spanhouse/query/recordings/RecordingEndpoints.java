package io.spanhouse.query.recordings;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.frames.FrameNames;
import io.spanhouse.storage.scripts.Definition;
import io.spanhouse.storage.scripts.Recording;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What trace definitions recorded: lists, one recording, its frames, those with a text, the variables at one of them. A recording whose keep time
 * is over is not there.
 */
final class RecordingEndpoints {
    static final int LIMIT_MAX = 100;
    static final int FRAMES_MAX = 1_000;

    static final int TEXT_CHARACTERS_MAX = 1_000;

    private static final int LIMIT = 20;
    private static final int FRAMES = 100;

    private final TraceStore store;
    private final RecordingIndexes indexes = new RecordingIndexes(RecordingIndexes.BYTES_MAX);
    private final FrameCache frames = new FrameCache(FrameCache.BYTES_MAX);

    RecordingEndpoints(TraceStore store) {
        this.store = store;
    }

    /** A recording and the run that it is of. */
    record Found(Recording recording, RunRow run, FrameIndex index) {}

    void list(Exchange exchange) throws IOException {
        Definition definition = DefinitionEndpoints.find(store, exchange);
        int limit = exchange.query("limit", LIMIT, 1, LIMIT_MAX);
        long before = before(exchange.query("cursor"));
        List<Found> page = new ArrayList<>();
        boolean more = true;
        while (page.size() < limit && more) {
            List<Recording> some =
                    store.scriptState().recordings().list(exchange.project(), definition, before, limit - page.size());
            more = !some.isEmpty();
            for (Recording recording : some) {
                before = recording.number();
                Found found = found(exchange, recording);
                if (found != null && shows(definition, found)) {
                    page.add(found);
                }
            }
        }
        String cursor = more && before > 1 ? Long.toString(before) : null;
        page.forEach(found -> exchange.completeness(found.index().facts().completeness()));
        exchange.json(json -> RecordingJson.list(page, cursor, json));
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        if (!cursor.matches("[0-9]{1,18}")) {
            throw HttpFailure.badRequest("the parameter cursor is '" + cursor + "', expected one from an answer");
        }
        return Long.parseLong(cursor);
    }

    private static boolean shows(Definition definition, Found found) {
        return !definition.fields().onlyWithException()
                || found.run().status() == RunStatus.FAILED
                || found.index().facts().exceptions().length > 0;
    }

    /** The run of a recording; null if its spans are gone, or never came. */
    private @Nullable Found found(Exchange exchange, Recording recording) {
        RunRow run = store.scripts()
                .run(
                        exchange.project(),
                        recording.script(),
                        recording.run(),
                        exchange.visibility(),
                        exchange.control());
        return run == null ? null : new Found(recording, run, index(exchange, run));
    }

    private FrameIndex index(Exchange exchange, RunRow run) {
        RecordingIndexes.Key key =
                new RecordingIndexes.Key(run.project(), run.script(), run.runId(), exchange.visibility());
        return indexes.of(key, reader(exchange, run));
    }

    private FrameReader reader(Exchange exchange, RunRow run) {
        return new FrameReader(store, run, exchange.visibility(), exchange.control(), frames);
    }

    /** The recording that a path names. */
    private Found named(Exchange exchange) {
        Definition definition = DefinitionEndpoints.find(store, exchange);
        String runId = exchange.parameter("run");
        Recording recording = store.scriptState().recordings().of(exchange.project(), definition, runId);
        Found found = recording == null ? null : found(exchange, recording);
        if (found == null || !shows(definition, found)) {
            throw HttpFailure.notFound("trace definition " + definition.number() + " has no recording of run '" + runId
                    + "', or its keep time is over");
        }
        return found;
    }

    void get(Exchange exchange) throws IOException {
        Found found = named(exchange);
        exchange.completeness(found.index().facts().completeness());
        exchange.json(json -> RecordingJson.whole(found, json));
    }

    void frames(Exchange exchange) throws IOException {
        int from = exchange.query("from", 0, 0, FrameNames.INDEX_MAX);
        int limit = exchange.query("limit", FRAMES, 1, FRAMES_MAX);
        Found found = named(exchange);
        FrameIndex index = found.index();
        int first = index.atOrBefore(from - 1L) + 1;
        int end = Math.min(index.facts().frames(), first + limit);
        Set<Integer> positions = new TreeSet<>();
        for (int position = first; position < end; position++) {
            positions.add(position);
        }
        List<Frame> page = reader(exchange, found.run()).frames(index, positions);
        exchange.completeness(index.facts().completeness());
        exchange.json(json -> RecordingJson.frames(index, page, end, json));
    }

    void find(Exchange exchange) throws IOException {
        String text = exchange.query("text");
        if (text == null || text.isEmpty() || text.length() > TEXT_CHARACTERS_MAX) {
            throw HttpFailure.badRequest("the parameter text is missing, empty or long, expected 1 to "
                    + TEXT_CHARACTERS_MAX + " characters");
        }
        String way = exchange.query("direction");
        if (way != null && !way.equals("forward") && !way.equals("backward")) {
            throw HttpFailure.badRequest("the parameter direction is '" + way + "', expected forward or backward");
        }
        boolean backward = "backward".equals(way);
        int from = exchange.query("from", backward ? FrameNames.INDEX_MAX : 0, 0, FrameNames.INDEX_MAX);
        int limit = exchange.query("limit", 1, 1, FrameSearch.LIMIT_MAX);
        Found found = named(exchange);
        FrameIndex index = found.index();
        FrameSearch search = new FrameSearch(reader(exchange, found.run()), index, text, backward);
        int first = backward ? index.atOrBefore(from) : index.atOrBefore(from - 1L) + 1;
        int next = search.look(first, limit);
        exchange.completeness(index.facts().completeness());
        exchange.json(json -> search.write(next, json));
    }

    void state(Exchange exchange) throws IOException {
        String text = exchange.parameter("frame");
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > FrameNames.INDEX_MAX) {
            throw HttpFailure.badId("the frame is '" + text + "', expected an index from 0 to " + FrameNames.INDEX_MAX);
        }
        long asked = Long.parseLong(text);
        Found found = named(exchange);
        FrameIndex index = found.index();
        int position = index.atOrBefore(asked);
        int count = index.facts().frames();
        if (position == FrameIndex.NONE || asked > index.index(count - 1)) {
            throw HttpFailure.notFound("the recording has no frame " + asked
                    + (count == 0 ? "" : ", but " + index.index(0) + " to " + index.index(count - 1)));
        }
        FrameReader reader = reader(exchange, found.run());
        List<Frame> frame = reader.frames(index, Set.of(position));
        if (frame.isEmpty()) {
            throw HttpFailure.notFound("frame " + asked + " cannot be read any more");
        }
        List<FrameState> state = reader.state(index, position);
        exchange.completeness(index.facts().completeness());
        exchange.json(json -> RecordingJson.state(index, frame.get(0), state, json));
    }
}
