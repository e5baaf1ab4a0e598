package io.spanhouse.storage;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanTaker;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.scan.PartitionedQueries;
import io.spanhouse.storage.scan.SpanFeed;
import io.spanhouse.storage.scan.ViewHolder;
import io.spanhouse.storage.scripts.ColumnValues;
import io.spanhouse.storage.scripts.Deployments;
import io.spanhouse.storage.scripts.LogColumn;
import io.spanhouse.storage.scripts.LogPage;
import io.spanhouse.storage.scripts.LogRequest;
import io.spanhouse.storage.scripts.LogRow;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.ProjectRuns;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunMemory;
import io.spanhouse.storage.scripts.RunMetrics;
import io.spanhouse.storage.scripts.RunNeighbours;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunPage;
import io.spanhouse.storage.scripts.RunPayload;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunSelection;
import io.spanhouse.storage.scripts.ScriptField;
import io.spanhouse.storage.scripts.ScriptList;
import io.spanhouse.storage.scripts.ScriptNames;
import io.spanhouse.storage.scripts.ScriptRuns;
import io.spanhouse.storage.scripts.SpanPlace;
import io.spanhouse.storage.scripts.SpanSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of all projects. A thread of its own reads what came and went every {@link #PAUSE_MILLIS} ms, from the first start
 * on, so that who asks has little to wait for; he is right without it, too.
 */
final class StoredRuns implements ScriptRuns, AutoCloseable {
    /** Time between two looks at what came. */
    static final long PAUSE_MILLIS = 2_000;

    /** A project with so many runs is asked for a page by nobody, once, before somebody asks. */
    private static final int REHEARSED_RUNS_MIN = 50_000;

    private static final int REHEARSALS = 5;
    private static final int REHEARSED_LIMIT = 50;

    /** Of the heap, at most one part in so many is for runs. */
    private static final int HEAP_SHARE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(StoredRuns.class);

    private final List<ViewHolder> views;
    private final PartitionedQueries queries;
    private final ProjectRegistry projects;
    private final Deployments deployments;
    private final StoreOptions options;
    private final RunMemory memory = new RunMemory(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    private final Map<Integer, ProjectRuns> runs = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final QueryControl keeping = QueryControl.unlimited();
    private final Thread keeper;

    StoredRuns(
            List<ViewHolder> views,
            PartitionedQueries queries,
            ProjectRegistry projects,
            Deployments deployments,
            StoreOptions options) {
        this.views = views;
        this.deployments = deployments;
        this.queries = queries;
        this.projects = projects;
        this.options = options;
        this.keeper = new Thread(this::keep, "spanhouse-scripts");
        keeper.setDaemon(true);
        keeper.start();
    }

    private void keep() {
        try {
            boolean rehearsed = false;
            do {
                projects.names().values().forEach(this::advance);
                rehearsed = rehearsed || rehearse();
                runs.keySet().stream()
                        .filter(project -> project != NO_PROJECT && !projects.visible(project))
                        .toList()
                        .forEach(this::release);
            } while (!closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who asks first should not wait for the compiler, which takes longer than the answer where there are many runs. */
    private boolean rehearse() {
        for (ProjectRuns one : runs.values()) {
            if (one.size() >= REHEARSED_RUNS_MIN && closing.getCount() > 0) {
                try {
                    for (int i = 0; i < REHEARSALS; i++) {
                        one.rehearse(REHEARSED_LIMIT, keeping);
                    }
                    return true;
                } catch (StoreException e) {
                    LOG.debug("No page of runs could be made yet", e);
                }
            }
        }
        return false;
    }

    private void release(int project) {
        ProjectRuns gone = runs.remove(project);
        if (gone != null) {
            gone.release();
        }
    }

    private void advance(int project) {
        try {
            if (closing.getCount() > 0) {
                of(project).advance(keeping);
            }
        } catch (StoreException e) {
            if (closing.getCount() > 0) {
                LOG.warn("Runs of project {} could not be read", project, e);
            }
        } catch (RuntimeException e) {
            LOG.error("Runs of project {} could not be read", project, e);
        }
    }

    private ProjectRuns of(int project) {
        if (closing.getCount() == 0) {
            throw new StoreException(FailureKind.CLOSED, "the store is closed");
        }
        int known = projects.visible(project) ? project : NO_PROJECT;
        return runs.computeIfAbsent(
                known,
                number -> new ProjectRuns(number, options.scriptNames(), new Source(number), options.clock(), memory));
    }

    /** No project has this number, so nothing is found. */
    private static final int NO_PROJECT = -1;

    /** The spans of one project. */
    private final class Source implements SpanSource {
        private final int project;
        private final SpanFeed feed;

        Source(int project) {
            this.project = project;
            ScriptNames names = options.scriptNames();
            List<String> keys = new ArrayList<>(names.of(ScriptField.RUN_ID));
            keys.addAll(names.of(ScriptField.DEPLOYMENT_STATUS));
            feed = new SpanFeed(views, project, keys);
        }

        @Override
        public Completeness advance(SpanTaker taker, QueryControl control) {
            return feed.advance(taker, control);
        }

        @Override
        public void startAnew() {
            feed.startAnew();
        }

        @Override
        public long deploymentVersion(String script, String deployment) {
            return deployments.version(project, script, deployment);
        }

        @Override
        public List<SpanBatch> read(SpanPlace place, QueryControl control) {
            return spans(queries.get(new TraceRequest(project, place.traceId(), Visibility.ALL), control), place);
        }

        private List<SpanBatch> spans(@Nullable TraceSpans trace, SpanPlace place) {
            List<SpanBatch> found = new ArrayList<>();
            if (trace == null) {
                return found;
            }
            try (trace) {
                for (SpanBatch batch = trace.next(); batch != null; batch = trace.next()) {
                    for (int row = 0; row < batch.rowCount(); row++) {
                        if (batch.spanId(row) == place.spanId()) {
                            found.add(batch);
                            break;
                        }
                    }
                }
            }
            return found;
        }
    }

    @Override
    public ScriptList scripts(int project, Visibility visibility, QueryControl control) {
        return of(project).scripts(visibility, control);
    }

    @Override
    public RunPage runs(RunRequest request, QueryControl control) {
        return of(request.selection().project()).runs(request, control);
    }

    @Override
    public void eachRun(RunSelection selection, RunOrder order, QueryControl control, Consumer<RunRow> visitor) {
        of(selection.project()).eachRun(selection, order, control, visitor);
    }

    @Override
    public @Nullable RunRow run(int project, String script, String runId, Visibility visibility, QueryControl control) {
        return of(project).run(script, runId, visibility, control);
    }

    @Override
    public RunPayload payload(RunRow run, QueryControl control) {
        return of(run.project()).payload(run, control);
    }

    @Override
    public @Nullable RunNeighbours neighbours(
            RunSelection selection, RunOrder order, String runId, QueryControl control) {
        return of(selection.project()).neighbours(selection, order, runId, control);
    }

    @Override
    public RunMetrics metrics(RunSelection selection, long[] stepBounds, QueryControl control) {
        return of(selection.project()).metrics(selection, stepBounds, control);
    }

    @Override
    public ColumnValues runValues(
            RunSelection selection, RunColumn column, String contained, int limit, QueryControl control) {
        return of(selection.project()).runValues(selection, column, contained, limit, control);
    }

    @Override
    public LogPage logs(LogRequest request, QueryControl control) {
        return of(request.selection().runs().project()).logs(request, control);
    }

    @Override
    public void eachLog(LogSelection selection, boolean descending, QueryControl control, Consumer<LogRow> visitor) {
        of(selection.runs().project()).eachLog(selection, descending, control, visitor);
    }

    @Override
    public ColumnValues logValues(
            LogSelection selection, LogColumn column, String contained, int limit, QueryControl control) {
        return of(selection.runs().project()).logValues(selection, column, contained, limit, control);
    }

    @Override
    public long revision(int project, QueryControl control) {
        return of(project).revision(control);
    }

    /** Reads no more; answers that are being worked out are finished by the views that they hold. */
    @Override
    public void close() {
        closing.countDown();
        keeping.cancel();
        try {
            keeper.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
