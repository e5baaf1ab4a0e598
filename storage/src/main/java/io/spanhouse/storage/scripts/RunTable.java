package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.TraceId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one project, made of facts. What a run is follows from its facts alone, in whatever order they came: facts are
 * added and killed, then {@link #settle} works out anew the runs that they are of. A reader may take the table as it was when
 * it had fewer facts: a run that got further ones since is worked out for him from those that there were.
 *
 * <p>Not thread-safe while it changes; any number of threads may read in between.
 */
final class RunTable {
    private static final int ENDED = 1;
    private static final int FAILED = 2;
    private static final int TIMED_OUT = 4;
    private static final int GONE = 8;

    /** Below so many facts nobody minds those that are dead. */
    private static final int DEAD_FACTS_MIN = 10_000;

    private final ScriptNames names;
    private final TextHeap texts = new TextHeap();
    private final RunForms forms = new RunForms();
    private final RunIds ids = new RunIds(texts);
    private final RunFacts facts = new RunFacts();
    private final List<DeploymentFact> announced = new ArrayList<>();

    private final IntList newest = new IntList();
    private final IntList own = new IntList();
    private final IntList form = new IntList();
    private final LongList start = new LongList();
    private final LongList end = new LongList();
    private final ByteList state = new ByteList();
    private final ByteList dirty = new ByteList();
    private final IntList dirtyRuns = new IntList();
    private int settledDirty;
    private @Nullable FactReader reader;
    private DeploymentVersions versions = new DeploymentVersions(forms);
    private boolean forgot;

    RunTable(ScriptNames names) {
        this.names = names;
    }

    RunForms forms() {
        return forms;
    }

    RunFacts facts() {
        return facts;
    }

    RunIds ids() {
        return ids;
    }

    TextHeap texts() {
        return texts;
    }

    /** The announcements of deployments that are there. */
    List<DeploymentFact> announced() {
        return announced;
    }

    /** Runs by number, those included that have no facts any more. */
    int size() {
        return newest.size();
    }

    /** Whether there is room for what one more batch may bring. */
    boolean hasRoom() {
        return texts.hasRoom();
    }

    // Changes.

    /** Takes what some rows say. */
    void take(SpanRows rows, int[] list, int count, int partition, long generation) {
        FactReader known = reader;
        if (known == null || known.rows() != rows) {
            known = new FactReader(rows, names, this);
        }
        for (int i = 0; i < count; i++) {
            known.read(list[i], partition, generation);
        }
        reader = known;
    }

    /** The number of a run. */
    int run(byte[] runId) {
        int number = ids.intern(runId, 0, runId.length);
        if (number == newest.size()) {
            newest.add(RunFacts.NONE);
            own.add(RunFacts.NONE);
            form.add(0);
            start.add(0);
            end.add(0);
            state.add(GONE);
            dirty.add(0);
        }
        return number;
    }

    /** Adds a fact. */
    int add(RunFacts.Draft draft) {
        int fact = facts.add(draft, newest.get(draft.run));
        newest.set(draft.run, fact);
        touch(draft.run);
        return fact;
    }

    void add(DeploymentFact fact) {
        announced.add(fact);
    }

    private void touch(int run) {
        if (dirty.get(run) == 0) {
            dirty.set(run, 1);
            dirtyRuns.add(run);
        }
    }

    /** The place of a text that is short enough. */
    int text(String text) {
        return text(cut(text).getBytes(StandardCharsets.UTF_8));
    }

    int text(byte[] bytes) {
        return bytes.length == 0 ? 0 : texts.add(bytes, 0, bytes.length);
    }

    /** A text's first characters, as many as can be held. */
    String cut(String text) {
        if (3L * text.length() <= RunFacts.TEXT_BYTES_MAX) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= RunFacts.TEXT_BYTES_MAX) {
            return text;
        }
        int end = RunFacts.TEXT_BYTES_MAX;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /** Kills the facts of generations. */
    void forget(int partition, LongPredicate generations) {
        facts.kill(fact ->
                facts.partition(fact) == partition && generations.test(facts.generation(fact)) && touched(fact));
        announced.removeIf(fact -> fact.partition() == partition && generations.test(fact.generation()));
    }

    /** Kills the facts of traces that came with earlier generations. */
    void forget(int partition, Set<TraceId> traces, long generationEnd) {
        facts.kill(fact -> facts.partition(fact) == partition
                && facts.generation(fact) < generationEnd
                && traces.contains(new TraceId(facts.traceHigh(fact), facts.traceLow(fact)))
                && touched(fact));
        announced.removeIf(fact -> fact.partition() == partition
                && fact.generation() < generationEnd
                && traces.contains(new TraceId(fact.traceHigh(), fact.traceLow())));
    }

    private boolean touched(int fact) {
        forgot = true;
        touch(facts.run(fact));
        return true;
    }

    /** Works out the runs whose facts changed. */
    void settle(SpanSource source) {
        reader = null;
        RunState worked = new RunState();
        for (; settledDirty < dirtyRuns.size(); settledDirty++) {
            int run = dirtyRuns.get(settledDirty);
            dirty.set(run, 0);
            if (workOut(run, Integer.MAX_VALUE, worked)) {
                versions.note(worked.form, worked.startNanos);
                own.set(run, worked.own);
                form.set(run, worked.form);
                start.set(run, worked.startNanos);
                end.set(run, worked.endNanos);
                state.set(
                        run,
                        (worked.status == RunStatus.IN_PROGRESS ? 0 : ENDED)
                                | (worked.status == RunStatus.FAILED ? FAILED : 0)
                                | (worked.timedOut ? TIMED_OUT : 0));
            } else {
                state.set(run, GONE);
            }
        }
        if (settledDirty > DEAD_FACTS_MIN) {
            settledDirty = 0;
            dirtyRuns.clear();
        }
        if (forgot) {
            versions = new DeploymentVersions(forms);
            for (int run = 0; run < size(); run++) {
                if ((state.get(run) & GONE) == 0) {
                    versions.note(form.get(run), start.get(run));
                }
            }
            forgot = false;
        }
        announced.forEach(fact -> versions.note(fact.form(), fact.startNanos()));
        versions.number(source);
    }

    /** Numbers of deployments. */
    DeploymentVersions versions() {
        return versions;
    }

    /** The same without dead facts and what only they had. */
    RunTable compacted(SpanSource source) {
        RunTable copy = new RunTable(names);
        RunFacts.Draft draft = new RunFacts.Draft();
        ByteSlice slice = new ByteSlice();
        int[] places = new int[facts.size()];
        int[] parts = new int[RunForms.Part.values().length];
        for (int fact = 0; fact < facts.size(); fact++) {
            if (facts.isDead(fact)) {
                continue;
            }
            facts.read(fact, draft);
            ids.get(facts.run(fact), slice);
            draft.run = copy.run(slice.toByteArray());
            draft.form = copy.form(forms, facts.form(fact), parts);
            texts.get(facts.text(fact), slice);
            draft.text = copy.text(slice.toByteArray());
            texts.get(facts.logId(fact), slice);
            draft.logId = copy.text(slice.toByteArray());
            // A line comes after its span and dies with it.
            draft.owner = facts.owner(fact) == RunFacts.NONE ? RunFacts.NONE : places[facts.owner(fact)];
            places[fact] = copy.add(draft);
        }
        for (DeploymentFact fact : announced) {
            copy.announced.add(fact.withForm(copy.form(forms, fact.form(), parts)));
        }
        copy.settle(source);
        return copy;
    }

    private int form(RunForms other, int otherForm, int[] parts) {
        for (RunForms.Part part : RunForms.Part.values()) {
            parts[part.ordinal()] = forms.intern(other.text(otherForm, part));
        }
        return forms.form(parts);
    }

    /** Whether most facts are dead, so that the table had better be made anew. */
    boolean isMostlyDead() {
        return facts.size() > DEAD_FACTS_MIN && facts.alive() < facts.size() / 2;
    }

    // Reading.

    /**
     * How a run stood when the table had its first facts.
     *
     * @return false if the run had none of them
     */
    boolean read(int run, int factsEnd, RunState into) {
        if (newest.get(run) >= factsEnd) {
            return workOut(run, factsEnd, into);
        }
        int flags = state.get(run);
        if ((flags & GONE) != 0) {
            return false;
        }
        into.run = run;
        into.own = own.get(run);
        into.form = form.get(run);
        into.startNanos = start.get(run);
        into.endNanos = end.get(run);
        into.status = (flags & ENDED) == 0
                ? RunStatus.IN_PROGRESS
                : (flags & FAILED) != 0 ? RunStatus.FAILED : RunStatus.SUCCESS;
        into.timedOut = (flags & TIMED_OUT) != 0;
        return true;
    }

    private boolean workOut(int run, int factsEnd, RunState into) {
        int best = RunFacts.NONE;
        int first = RunFacts.NONE;
        int count = 0;
        for (int fact = newest.get(run); fact != RunFacts.NONE; fact = facts.next(fact)) {
            if (fact >= factsEnd || facts.isDead(fact)) {
                continue;
            }
            count++;
            if (facts.kind(fact) == RunFacts.Kind.OWN && (best == RunFacts.NONE || facts.isRatherOwn(fact, best))) {
                best = fact;
            }
            if (first == RunFacts.NONE || facts.compare(fact, first) < 0) {
                first = fact;
            }
        }
        if (first == RunFacts.NONE) {
            return false;
        }
        into.run = run;
        into.own = best;
        int from = best == RunFacts.NONE ? first : best;
        into.startNanos = facts.start(from) == 0 ? facts.start(first) : facts.start(from);
        into.endNanos = best == RunFacts.NONE ? 0 : facts.end(best);
        into.form = count == 1 ? facts.form(from) : completed(run, factsEnd, facts.form(from));
        boolean ended = into.endNanos != 0;
        into.timedOut = ended && facts.has(best, RunFacts.TIMED_OUT);
        into.status = !ended
                ? RunStatus.IN_PROGRESS
                : facts.has(best, RunFacts.FAILED) ? RunStatus.FAILED : RunStatus.SUCCESS;
        return true;
    }

    /** A form whose empty texts come from the earliest fact that has them. */
    private int completed(int run, int factsEnd, int from) {
        int[] parts = forms.parts(from);
        int[] givers = new int[parts.length];
        Arrays.fill(givers, RunFacts.NONE);
        int other = from;
        for (int fact = newest.get(run); fact != RunFacts.NONE; fact = facts.next(fact)) {
            if (fact >= factsEnd || facts.isDead(fact) || facts.form(fact) == from) {
                continue;
            }
            other = facts.form(fact);
            for (RunForms.Part part : RunForms.Part.values()) {
                int at = part.ordinal();
                boolean wanted = forms.code(from, part) == 0 && forms.code(other, part) != 0;
                if (wanted && (givers[at] == RunFacts.NONE || facts.compare(fact, givers[at]) < 0)) {
                    givers[at] = fact;
                    parts[at] = forms.code(other, part);
                }
            }
        }
        return other == from ? from : forms.form(parts);
    }

    /** The first fact of a run's chain, the newest. */
    int newest(int run) {
        return newest.get(run);
    }

    /** The traces that spans of a run lie in, by their ids, and how many spans there are. */
    int traces(int run, int factsEnd, int tracesMax, List<TraceId> into) {
        Set<TraceId> traces = new TreeSet<>();
        int spans = 0;
        for (int fact = newest.get(run); fact != RunFacts.NONE; fact = facts.next(fact)) {
            if (fact < factsEnd && !facts.isDead(fact) && facts.kind(fact) != RunFacts.Kind.EVENT) {
                spans++;
                traces.add(new TraceId(facts.traceHigh(fact), facts.traceLow(fact)));
            }
        }
        traces.stream().limit(tracesMax).forEach(into::add);
        return spans;
    }

    /**
     * Whether a fact is a log that may be seen: a line of standard output is there only once the run has ended, and of a span
     * that was sent twice the lines of the one that counts.
     */
    boolean isLog(int fact, RunState of) {
        return switch (facts.kind(fact)) {
            case LOG -> true;
            case OWN, PART -> false;
            case EVENT -> {
                int owner = facts.owner(fact);
                boolean counts = owner == of.own || of.own == RunFacts.NONE || !facts.samePlace(owner, of.own);
                LogLevel level = facts.level(fact);
                boolean plain = level == LogLevel.STDOUT || level == LogLevel.STDERR;
                yield counts && (!plain || of.status != RunStatus.IN_PROGRESS);
            }
        };
    }

    /** Points a slice at a run's id. */
    void id(int run, ByteSlice into) {
        ids.get(run, into);
    }

    long bytes() {
        return texts.bytes()
                + forms.bytes()
                + ids.bytes()
                + facts.bytes()
                + 3 * newest.bytes()
                + 2 * start.bytes()
                + 2 * state.bytes()
                + dirtyRuns.bytes();
    }
}
