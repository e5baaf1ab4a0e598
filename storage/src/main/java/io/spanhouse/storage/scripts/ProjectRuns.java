package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteHash;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.SpanTaker;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one project, kept in memory and brought up to date before each answer. Answers are worked out under a lock that
 * many share; changes wait for them. About 90 bytes a run that is one span
 * with a UUID as its run id.
 */
public final class ProjectRuns {
    /** Time after which runs that were too many are counted anew. */
    private static final long OVERLOADED_MILLIS = 600_000;

    private static final long NEVER = Long.MIN_VALUE;

    /** Rows of an export that are made under one hold of the lock. */
    private static final int EXPORT_ROWS = 1_000;

    private final int project;
    private final ScriptNames names;
    private final SpanSource source;
    private final StoreClock clock;
    private final RunMemory memory;
    private final ReentrantLock advancing = new ReentrantLock();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private RunTable table;
    private Completeness completeness = Completeness.COMPLETE;
    private long epoch = System.nanoTime();
    private long revision;
    private long overloadedMillis = NEVER;
    private long countedBytes;
    private boolean released;

    /**
     * The runs of a project of which nothing was read yet.
     *
     * @param memory of all projects; while they take more, the answers of the one that grew last are refusals
     */
    public ProjectRuns(int project, ScriptNames names, SpanSource source, StoreClock clock, RunMemory memory) {
        this.project = project;
        this.names = names;
        this.source = source;
        this.clock = clock;
        this.memory = memory;
        this.table = new RunTable(names);
    }

    /** Reads what came and went. */
    public void advance(QueryControl control) {
        advancing.lock();
        try (Taker taker = new Taker()) {
            if (overloadedMillis != NEVER && clock.epochMillis() - overloadedMillis > OVERLOADED_MILLIS) {
                taker.begin();
                overloadedMillis = NEVER;
                source.startAnew();
            }
            if (overloadedMillis == NEVER) {
                taker.covered(source.advance(taker, control));
            }
        } finally {
            advancing.unlock();
        }
    }

    /** Takes changes; locks readers out from the first one on. */
    private final class Taker implements SpanTaker, AutoCloseable {
        private boolean changes;

        private void begin() {
            if (!changes) {
                changes = true;
                lock.writeLock().lock();
                revision++;
            }
        }

        @Override
        public void take(SpanRows rows, int[] list, int count, int partition, long generation) {
            begin();
            if (overloadedMillis != NEVER) {
                return;
            }
            table.take(rows, list, count, partition, generation);
            if (!fits() || !table.hasRoom()) {
                overloadedMillis = clock.epochMillis();
                table = new RunTable(names);
                epoch++;
            }
        }

        @Override
        public void forget(int partition, LongPredicate generations) {
            begin();
            epoch++;
            table.forget(partition, generations);
        }

        @Override
        public void forget(int partition, Set<TraceId> traces, long generationEnd) {
            begin();
            epoch++;
            table.forget(partition, traces, generationEnd);
        }

        void covered(Completeness covered) {
            if (!covered.equals(completeness)) {
                begin();
                completeness = covered;
            }
        }

        @Override
        public void close() {
            if (!changes) {
                return;
            }
            try {
                table.settle(source);
                if (table.isMostlyDead()) {
                    epoch++;
                    table = table.compacted(source);
                }
            } finally {
                fits();
                lock.writeLock().unlock();
            }
        }
    }

    /** Counts what the table takes; who calls it may change the table. */
    private boolean fits() {
        long bytes = released ? 0 : table.bytes();
        boolean fits = memory.resize(countedBytes, bytes);
        countedBytes = bytes;
        return fits;
    }

    /** Gives the memory back: the project is no more. */
    public void release() {
        advancing.lock();
        try {
            lock.writeLock().lock();
            released = true;
            table = new RunTable(names);
            fits();
        } finally {
            lock.writeLock().unlock();
            advancing.unlock();
        }
    }

    private <T> T read(QueryControl control, Function<RunTable, T> question) {
        advance(control);
        lock.readLock().lock();
        try {
            if (overloadedMillis != NEVER) {
                throw new StoreException(
                        FailureKind.OVERLOADED,
                        "runs and logs of scripts take more than " + memory.bytesMax()
                                + " bytes of memory; expected fewer of them, a shorter retention, or more memory");
            }
            return question.apply(table);
        } finally {
            lock.readLock().unlock();
        }
    }

    private RunQueries queries(RunTable of, int factsEnd, QueryControl control) {
        return new RunQueries(project, of, factsEnd, control);
    }

    private LogQueries logs(RunTable of, int factsEnd, QueryControl control) {
        return new LogQueries(of, factsEnd, this::message, control);
    }

    private @Nullable String message(SpanPlace place, int event, QueryControl control) {
        for (SpanBatch batch : source.read(place, control)) {
            for (int row = 0; row < batch.rowCount(); row++) {
                boolean has = event < 0 || batch.eventStart(row) + event < batch.eventEnd(row);
                if (has && batch.spanId(row) == place.spanId()) {
                    return FactReader.message(batch, row, event, event >= 0, names);
                }
            }
        }
        return null;
    }

    /** See {@link ScriptRuns#scripts}. */
    public ScriptList scripts(Visibility visibility, QueryControl control) {
        return read(control, now -> {
            Map<String, ScriptTally> tallies =
                    queries(now, now.facts().size(), control).scripts(new RunMatcher.Seen(now.forms(), visibility));
            List<ScriptRow> rows = new ArrayList<>();
            tallies.forEach((name, tally) -> rows.add(tally.row(name)));
            rows.sort(Comparator.comparing(ScriptRow::name));
            return new ScriptList(rows, completeness);
        });
    }

    /** See {@link ScriptRuns#runs}. */
    public RunPage runs(RunRequest request, QueryControl control) {
        return read(control, now -> {
            long hash = hash(request.selection().in(TimeWindow.ALWAYS), request.order());
            ListCursor from = cursor(request.cursor(), hash);
            TimeWindow window = from == null ? request.selection().window() : from.window();
            int factsEnd = from == null ? now.facts().size() : from.factsEnd();
            RunQueries queries = queries(now, factsEnd, control);
            RunQueries.Page page = queries.page(request.selection().in(window), request.order(), request.limit(), from);
            List<RunRow> rows = new ArrayList<>();
            for (int run : page.rows()) {
                addIfThere(queries.row(run), rows);
            }
            return new RunPage(rows, next(page, from, factsEnd, window, hash), page.total(), completeness);
        });
    }

    /** Makes a first page of the script with the most runs for nobody. */
    public void rehearse(int limit, QueryControl control) {
        scripts(Visibility.ALL, control).scripts().stream()
                .max(Comparator.comparingLong(ScriptRow::runs))
                .map(script -> RunSelection.all(project, script.name(), Visibility.ALL))
                .ifPresent(selection -> runs(new RunRequest(selection, RunOrder.NEWEST, limit, null), control));
    }

    /** Runs that are held, those included that are gone. */
    public int size() {
        lock.readLock().lock();
        try {
            return table.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    private static <T> void addIfThere(@Nullable T row, List<T> rows) {
        if (row != null) {
            rows.add(row);
        }
    }

    private static long hash(Object... request) {
        // Records and enums of this package: their texts say all that they are, and are the same for equal requests.
        String text = Arrays.toString(request);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteHash.hash(bytes, 0, bytes.length, 1);
    }

    private @Nullable ListCursor cursor(@Nullable String text, long hash) {
        return text == null ? null : ListCursor.read(text, epoch, clock.epochMillis(), hash);
    }

    private @Nullable String next(
            RunQueries.Page page, @Nullable ListCursor from, int factsEnd, TimeWindow window, long hash) {
        if (!page.more()) {
            return null;
        }
        long made = from == null ? clock.epochMillis() : from.madeMillis();
        int last = page.rows()[page.rows().length - 1];
        return new ListCursor(epoch, factsEnd, made, window, hash, page.lastKey(), last).text();
    }

    /** See {@link ScriptRuns#eachRun}. */
    public void eachRun(RunSelection selection, RunOrder order, QueryControl control, Consumer<RunRow> visitor) {
        Snapshot snapshot = read(
                control,
                now -> new Snapshot(
                        queries(now, now.facts().size(), control).all(selection, order),
                        now.facts().size(),
                        epoch));
        eachRow(
                snapshot,
                control,
                visitor,
                now -> run -> queries(now, snapshot.factsEnd, control).row(run));
    }

    /** Rows of an export, and the state of the table that they are of. */
    private record Snapshot(int[] rows, int factsEnd, long epoch) {}

    private <T> void eachRow(
            Snapshot snapshot,
            QueryControl control,
            Consumer<T> visitor,
            Function<RunTable, IntFunction<@Nullable T>> reader) {
        for (int from = 0; from < snapshot.rows.length; from += EXPORT_ROWS) {
            control.check();
            List<T> some = new ArrayList<>();
            lock.readLock().lock();
            try {
                if (epoch != snapshot.epoch) {
                    throw new StoreException(
                            FailureKind.UNAVAILABLE, "spans of the list were dropped or replaced meanwhile");
                }
                IntFunction<@Nullable T> row = reader.apply(table);
                for (int i = from; i < Math.min(snapshot.rows.length, from + EXPORT_ROWS); i++) {
                    addIfThere(row.apply(snapshot.rows[i]), some);
                }
            } finally {
                lock.readLock().unlock();
            }
            some.forEach(visitor);
        }
    }

    /** See {@link ScriptRuns#run}. */
    public @Nullable RunRow run(String script, String runId, Visibility visibility, QueryControl control) {
        return read(control, now -> {
            RunQueries queries = queries(now, now.facts().size(), control);
            int run = queries.find(RunSelection.all(project, script, visibility), runId);
            return run < 0 ? null : queries.row(run);
        });
    }

    /** See {@link ScriptRuns#payload}. */
    public RunPayload payload(RunRow run, QueryControl control) {
        SpanPlace place = run.ownSpan();
        if (place == null) {
            return RunPayload.NONE;
        }
        RunPayload found = RunPayload.NONE;
        for (SpanBatch batch : source.read(place, control)) {
            SpanFieldReader fields = new SpanFieldReader(batch, names);
            for (int row = 0; row < batch.rowCount(); row++) {
                // A span may have been sent twice; the one that the row is of has its times.
                boolean same = batch.startNanos(row) == run.startNanos() && batch.endNanos(row) == run.endNanos();
                if (batch.spanId(row) == place.spanId() && (same || found.equals(RunPayload.NONE))) {
                    fields.readSpan(row);
                    found = new RunPayload(given(fields, ScriptField.INPUT), given(fields, ScriptField.OUTPUT));
                }
            }
        }
        return found;
    }

    private static @Nullable String given(SpanFieldReader fields, ScriptField field) {
        return fields.has(field) ? fields.text(field) : null;
    }

    /** See {@link ScriptRuns#neighbours}. */
    public @Nullable RunNeighbours neighbours(
            RunSelection selection, RunOrder order, String runId, QueryControl control) {
        return read(control, now -> {
            RunQueries queries = queries(now, now.facts().size(), control);
            int run = queries.find(selection, runId);
            RunRow row = run < 0 ? null : queries.row(run);
            if (row == null) {
                return null;
            }
            RunQueries.Place place = queries.place(selection, order, run);
            return new RunNeighbours(
                    row,
                    place == null
                            ? null
                            : new RunNeighbours.Place(
                                    id(now, place.previous()), id(now, place.next()), place.position(), place.total()));
        });
    }

    private static @Nullable String id(RunTable table, int run) {
        return run < 0 ? null : table.ids().text(run);
    }

    /** See {@link ScriptRuns#metrics}. */
    public RunMetrics metrics(RunSelection selection, long[] stepBounds, QueryControl control) {
        return read(control, now -> {
            RunQueries queries = queries(now, now.facts().size(), control);
            List<RunFigures> figures = queries.figures(selection, stepBounds);
            RunSelection ofScript = RunSelection.all(project, selection.script(), selection.visibility());
            long since = queries.since(ofScript, ScriptTally.deployedSince(now, selection.script()));
            return new RunMetrics(figures.get(0), since, figures.subList(1, figures.size()), completeness);
        });
    }

    /** See {@link ScriptRuns#runValues}. */
    public ColumnValues runValues(
            RunSelection selection, RunColumn column, String contained, int limit, QueryControl control) {
        return read(
                control,
                now -> values(queries(now, now.facts().size(), control).values(selection, column, contained), limit));
    }

    private ColumnValues values(Map<String, Long> counts, int limit) {
        List<ColumnValue> values = new ArrayList<>();
        new HashMap<>(counts).forEach((text, count) -> values.add(new ColumnValue(text, count)));
        values.sort(Comparator.comparingLong(ColumnValue::count).reversed().thenComparing(ColumnValue::text));
        return new ColumnValues(values.subList(0, Math.min(limit, values.size())), values.size(), completeness);
    }

    /** See {@link ScriptRuns#logs}. */
    public LogPage logs(LogRequest request, QueryControl control) {
        return read(control, now -> {
            long hash = hash(request.selection().in(TimeWindow.ALWAYS), request.descending());
            ListCursor from = cursor(request.cursor(), hash);
            TimeWindow window = from == null ? request.selection().runs().window() : from.window();
            int factsEnd = from == null ? now.facts().size() : from.factsEnd();
            LogQueries queries = logs(now, factsEnd, control);
            RunQueries.Page page =
                    queries.page(request.selection().in(window), request.descending(), request.limit(), from);
            List<LogRow> rows = new ArrayList<>();
            for (int fact : page.rows()) {
                rows.add(queries.row(fact));
            }
            return new LogPage(rows, next(page, from, factsEnd, window, hash), page.total(), completeness);
        });
    }

    /** See {@link ScriptRuns#eachLog}. */
    public void eachLog(LogSelection selection, boolean descending, QueryControl control, Consumer<LogRow> visitor) {
        Snapshot snapshot = read(
                control,
                now -> new Snapshot(
                        logs(now, now.facts().size(), control).all(selection, descending),
                        now.facts().size(),
                        epoch));
        eachRow(
                snapshot,
                control,
                visitor,
                now -> fact -> logs(now, snapshot.factsEnd, control).row(fact));
    }

    /** See {@link ScriptRuns#logValues}. */
    public ColumnValues logValues(
            LogSelection selection, LogColumn column, String contained, int limit, QueryControl control) {
        return read(
                control,
                now -> values(logs(now, now.facts().size(), control).values(selection, column, contained), limit));
    }

    /** See {@link ScriptRuns#revision}. */
    public long revision(QueryControl control) {
        return read(control, now -> revision);
    }

    /** Memory that it takes. */
    public long bytes() {
        lock.readLock().lock();
        try {
            return table.bytes();
        } finally {
            lock.readLock().unlock();
        }
    }
}
