package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnKey;
import io.spanhouse.storage.rocks.OwnTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Which runs the trace definitions recorded. A run is noted when its first spans come, under every enabled definition that it
 * meets, and stays in their lists however these change later, until its keep time is over, which is judged by the definition
 * as it is when somebody looks. Noting is on disk before the spans are; a run that is noted and whose spans then do not come
 * shows nowhere, for lists show runs.
 *
 * <p>Costs one read by key a run and request, and a synced write for the first request of a run. Thread-safe.
 */
public final class Recordings {
    /** Most executions of one definition that are remembered; beyond it the oldest go. */
    public static final int EXECUTIONS_MAX = 1_000_000;

    /** Most executions that one step of upkeep looks at. */
    static final int UPKEEP_ROWS_MAX = 10_000;

    private static final int READ_AT_ONCE = 256;

    private final OwnTable table;
    private final Counters counters;
    private final Definitions definitions;
    private final StoreClock clock;
    private final int executionsMax;
    private final AtomicLong expired = new AtomicLong();
    private volatile boolean anyEnded;
    /** Up to where ended runs were looked at. */
    private @Nullable OwnKey lastEnded;

    /** By definition the last recording up to which all are over. */
    private final Map<OwnKey, OwnKey> settled = new HashMap<>();

    Recordings(OwnTable table, Definitions definitions, StoreClock clock, int executionsMax) {
        this.table = table;
        this.counters = new Counters(table);
        this.definitions = definitions;
        this.clock = clock;
        this.executionsMax = executionsMax;
        this.anyEnded = anyEnded(table);
    }

    private static boolean anyEnded(OwnTable table) {
        try {
            return !table.rows(OwnKey.of(OwnKey.Kind.ENDED_RUN), null, false, 1).isEmpty();
        } catch (StoreException e) {
            // Whether a run is hidden is asked for each one then, and says that it cannot be told.
            return true;
        }
    }

    /**
     * Notes executions whose spans are about to be stored.
     *
     * @return for each the resolution of its frames: the finest of the definitions that record it, 0 if none does
     */
    public int[] note(int project, List<RecordingCandidate> candidates) {
        int[] resolutions = new int[candidates.size()];
        boolean allKnown = true;
        for (int i = 0; i < resolutions.length; i++) {
            int resolution = resolution(project, candidates.get(i));
            allKnown &= resolution >= 0;
            resolutions[i] = resolution;
        }
        return allKnown ? resolutions : noteNew(project, candidates);
    }

    /** The finest resolution of the definitions that record a run, 0 if none does; -1 if one of them does not know it. */
    private int resolution(int project, RecordingCandidate candidate) {
        if (!OwnKey.fits(candidate.run())) {
            return 0;
        }
        int finest = 0;
        for (Definition definition : definitions.matching(project, candidate.script(), candidate.user())) {
            byte[] number = table.get(execution(project, definition.number(), candidate.run()));
            if (number == null) {
                return -1;
            }
            if (records(definition, Counters.number(number))) {
                int resolution = definition.fields().resolution();
                finest = finest == 0 ? resolution : Math.min(finest, resolution);
            }
        }
        return finest;
    }

    /** The first of each n. */
    private static boolean records(Definition definition, long number) {
        return (number - 1) % definition.fields().everyNth() == 0;
    }

    private synchronized int[] noteNew(int project, List<RecordingCandidate> candidates) {
        List<OwnTable.Change> changes = new ArrayList<>();
        for (Definition definition : definitions.list(project)) {
            List<RecordingCandidate> unknown = unknown(project, definition, candidates);
            if (!unknown.isEmpty()) {
                long number =
                        counters.next(project, OwnKey.Kind.RECORDING, definition.number(), unknown.size(), changes);
                for (RecordingCandidate candidate : unknown) {
                    note(project, definition, candidate, number++, changes);
                }
            }
        }
        if (!changes.isEmpty()) {
            table.write(changes);
        }
        int[] resolutions = new int[candidates.size()];
        for (int i = 0; i < resolutions.length; i++) {
            // A definition that was made meanwhile does not know the run, and does not record these spans yet.
            resolutions[i] = Math.max(0, resolution(project, candidates.get(i)));
        }
        return resolutions;
    }

    private List<RecordingCandidate> unknown(int project, Definition definition, List<RecordingCandidate> candidates) {
        List<RecordingCandidate> unknown = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (RecordingCandidate candidate : candidates) {
            if (definition.fields().matches(candidate.script(), candidate.user())
                    && OwnKey.fits(candidate.run())
                    && seen.add(candidate.run())
                    && table.get(execution(project, definition.number(), candidate.run())) == null) {
                unknown.add(candidate);
            }
        }
        return unknown;
    }

    private void note(
            int project,
            Definition definition,
            RecordingCandidate candidate,
            long number,
            List<OwnTable.Change> changes) {
        Recording recording = new Recording(
                number, clock.epochMillis(), records(definition, number), false, candidate.run(), candidate.script());
        changes.add(new OwnTable.Change(row(project, definition.number(), number), RecordingCodec.encode(recording)));
        changes.add(
                new OwnTable.Change(execution(project, definition.number(), candidate.run()), Counters.bytes(number)));
        if (number > executionsMax) {
            Recording oldest = find(project, definition.number(), number - executionsMax);
            if (oldest != null) {
                delete(project, definition.number(), oldest, changes);
            }
        }
    }

    private static void delete(int project, long definition, Recording recording, List<OwnTable.Change> changes) {
        changes.add(new OwnTable.Change(row(project, definition, recording.number()), null));
        changes.add(new OwnTable.Change(execution(project, definition, recording.run()), null));
    }

    /**
     * Recordings of a definition whose keep time is not over, the newest first.
     *
     * @param before only those with a smaller number; {@link Long#MAX_VALUE} for all
     * @param limit most of them
     */
    public List<Recording> list(int project, Definition definition, long before, int limit) {
        List<Recording> found = new ArrayList<>();
        long now = clock.epochMillis();
        OwnKey prefix = OwnKey.of(OwnKey.Kind.RECORDING, project, definition.number());
        OwnKey after = before == Long.MAX_VALUE ? null : row(project, definition.number(), before);
        List<OwnTable.Row> rows = table.rows(prefix, after, true, READ_AT_ONCE);
        while (!rows.isEmpty() && found.size() < limit) {
            for (OwnTable.Row row : rows) {
                Recording recording = RecordingCodec.decode(row.key().lastNumber(), row.value());
                if (recording.listed() && live(definition, recording, now) && found.size() < limit) {
                    found.add(recording);
                }
            }
            rows = table.rows(prefix, rows.get(rows.size() - 1).key(), true, READ_AT_ONCE);
        }
        return found;
    }

    /** A run's recording by a definition; null if it has none or its keep time is over. */
    public @Nullable Recording of(int project, Definition definition, String run) {
        byte[] number = OwnKey.fits(run) ? table.get(execution(project, definition.number(), run)) : null;
        Recording recording = number == null ? null : find(project, definition.number(), Counters.number(number));
        return recording != null && recording.listed() && live(definition, recording, clock.epochMillis())
                ? recording
                : null;
    }

    /** Whether any run of a project may be hidden; costs next to nothing. */
    public boolean mayHide(int project) {
        return anyEnded || definitions.anyEnding(project);
    }

    /** Whether a definition recorded a run and none that did keeps it any more: its frames are not to be shown. */
    public boolean hidden(int project, String run) {
        boolean recorded = OwnKey.fits(run) && table.get(OwnKey.of(OwnKey.Kind.ENDED_RUN, project, run)) != null;
        for (Definition definition : definitions.list(project)) {
            byte[] number = OwnKey.fits(run) ? table.get(execution(project, definition.number(), run)) : null;
            Recording recording = number == null ? null : find(project, definition.number(), Counters.number(number));
            if (recording != null && recording.listed()) {
                if (live(definition, recording, clock.epochMillis())) {
                    return false;
                }
                recorded = true;
            }
        }
        return recorded;
    }

    /** Whether the end of any run of a project was noted. */
    public boolean anyErasable(int project) {
        return anyEnded
                && !table.rows(OwnKey.of(OwnKey.Kind.ENDED_RUN, project), null, false, 1)
                        .isEmpty();
    }

    /**
     * Whether a run's frames may be erased for good: its end was noted, which no change of a definition takes back, and no
     * definition keeps it.
     */
    public boolean erasable(int project, String run) {
        return OwnKey.fits(run)
                && table.get(OwnKey.of(OwnKey.Kind.ENDED_RUN, project, run)) != null
                && hidden(project, run);
    }

    private @Nullable Recording find(int project, long definition, long number) {
        byte[] bytes = table.get(row(project, definition, number));
        return bytes == null ? null : RecordingCodec.decode(number, bytes);
    }

    /** A recording that was counted as over stays so, also when the keep time is made longer afterwards. */
    private static boolean live(Definition definition, Recording recording, long now) {
        return !recording.expired() && now < definition.endMillis(recording.recordedMillis());
    }

    /**
     * Counts recordings whose keep time is over, and forgets executions whose spans are gone and those of definitions that
     * are.
     *
     * @param retentionMillis how long spans are kept
     * @return whether there may be more to do
     */
    public boolean upkeep(long retentionMillis) {
        boolean more = false;
        forgetEnded(retentionMillis);
        for (int project : definitions.projects()) {
            for (Definition definition : definitions.list(project)) {
                more |= upkeep(project, definition, retentionMillis);
            }
        }
        return more;
    }

    private synchronized boolean upkeep(int project, Definition definition, long retentionMillis) {
        List<OwnTable.Change> changes = new ArrayList<>();
        boolean more = forgetOld(project, definition, retentionMillis, changes);
        more |= expireOver(project, definition, changes);
        if (!changes.isEmpty()) {
            table.write(changes);
        }
        return more;
    }

    private boolean forgetOld(int project, Definition definition, long retentionMillis, List<OwnTable.Change> changes) {
        long before = clock.epochMillis() - retentionMillis;
        OwnKey prefix = OwnKey.of(OwnKey.Kind.RECORDING, project, definition.number());
        for (OwnTable.Row row : table.rows(prefix, null, false, READ_AT_ONCE)) {
            Recording recording = RecordingCodec.decode(row.key().lastNumber(), row.value());
            if (recording.recordedMillis() >= before) {
                return false;
            }
            delete(project, definition.number(), recording, changes);
        }
        return !changes.isEmpty();
    }

    /** Looks on where it found the first that was not over when it looked last. */
    private boolean expireOver(int project, Definition definition, List<OwnTable.Change> changes) {
        long now = clock.epochMillis();
        long over = 0;
        OwnKey prefix = OwnKey.of(OwnKey.Kind.RECORDING, project, definition.number());
        OwnKey after = settled.get(prefix);
        for (OwnTable.Row row : table.rows(prefix, after, false, UPKEEP_ROWS_MAX)) {
            Recording recording = RecordingCodec.decode(row.key().lastNumber(), row.value());
            if (live(definition, recording, now)) {
                expired.addAndGet(over);
                return false;
            }
            if (recording.listed() && !recording.expired()) {
                changes.add(new OwnTable.Change(row.key(), RecordingCodec.encode(recording.withExpired())));
                changes.add(ended(project, recording, now));
                over++;
            }
            settled.put(prefix, row.key());
        }
        expired.addAndGet(over);
        return over > 0;
    }

    /** The run stays hidden when its recording is forgotten. */
    private OwnTable.Change ended(int project, Recording recording, long now) {
        anyEnded = true;
        return new OwnTable.Change(OwnKey.of(OwnKey.Kind.ENDED_RUN, project, recording.run()), Counters.bytes(now));
    }

    /** Some of the runs that ended so long ago that their spans are gone. */
    private synchronized void forgetEnded(long retentionMillis) {
        long before = clock.epochMillis() - retentionMillis;
        List<OwnTable.Row> rows = table.rows(OwnKey.of(OwnKey.Kind.ENDED_RUN), lastEnded, false, UPKEEP_ROWS_MAX);
        List<OwnTable.Change> changes = new ArrayList<>();
        lastEnded = null;
        for (OwnTable.Row row : rows) {
            if (Counters.number(row.value()) < before) {
                changes.add(new OwnTable.Change(row.key(), null));
            }
            lastEnded = rows.size() < UPKEEP_ROWS_MAX ? null : row.key();
        }
        if (!changes.isEmpty()) {
            table.write(changes);
        }
    }

    /** Forgets what a definition recorded; its runs are hidden if no other definition keeps them. */
    public synchronized void forget(int project, long definition) {
        OwnKey recorded = OwnKey.of(OwnKey.Kind.RECORDING, project, definition);
        List<OwnTable.Row> found = table.rows(recorded, null, false, UPKEEP_ROWS_MAX);
        while (!found.isEmpty()) {
            List<OwnTable.Change> changes = new ArrayList<>();
            for (OwnTable.Row row : found) {
                Recording recording = RecordingCodec.decode(row.key().lastNumber(), row.value());
                if (recording.listed()) {
                    changes.add(ended(project, recording, clock.epochMillis()));
                }
                changes.add(new OwnTable.Change(row.key(), null));
            }
            table.write(changes);
            found = table.rows(recorded, null, false, UPKEEP_ROWS_MAX);
        }
        for (OwnKey.Kind kind : List.of(OwnKey.Kind.RECORDING, OwnKey.Kind.EXECUTION)) {
            OwnKey prefix = OwnKey.of(kind, project, definition);
            List<OwnTable.Row> rows = table.rows(prefix, null, false, UPKEEP_ROWS_MAX);
            while (!rows.isEmpty()) {
                table.write(rows.stream()
                        .map(row -> new OwnTable.Change(row.key(), null))
                        .toList());
                rows = table.rows(prefix, null, false, UPKEEP_ROWS_MAX);
            }
            settled.remove(prefix);
        }
    }

    /** How many recordings' keep time was over since the start. */
    public long expired() {
        return expired.get();
    }

    private static OwnKey row(int project, long definition, long number) {
        return OwnKey.of(OwnKey.Kind.RECORDING, project, definition, number);
    }

    private static OwnKey execution(int project, long definition, String run) {
        return OwnKey.of(OwnKey.Kind.EXECUTION, project, definition, run);
    }
}
