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
    private static final int DIRTY = 16;

    /** The one fact of a run that has one is its own span. */
    private static final int OWN = 32;

    /** Below so many facts nobody minds those that are dead. */
    private static final int DEAD_FACTS_MIN = 10_000;

    private final ScriptNames names;
    private final TextHeap texts = new TextHeap();
    private final RunForms forms = new RunForms();
    private final RunIds ids = new RunIds(texts);
    private final RunFacts facts = new RunFacts();
    private final List<DeploymentFact> announced = new ArrayList<>();

    private final IntList newest = new IntList();
    private final ByteList state = new ByteList();
    /** What was worked out of a run with several facts, by the number of its place below; {@link RunFacts#NONE} of any other. */
    private final IntList worked = new IntList();

    private final IntList workedOwn = new IntList();
    private final IntList workedFirst = new IntList();
    private final IntList workedForm = new IntList();
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
            worked.add(RunFacts.NONE);
            state.add(GONE);
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
        if ((state.get(run) & DIRTY) == 0) {
            state.set(run, state.get(run) | DIRTY);
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
        facts.kill(partition, generations, this::touched);
        announced.removeIf(fact -> fact.partition() == partition && generations.test(fact.generation()));
    }

    /** Kills the facts of traces that came with earlier generations. */
    void forget(int partition, Set<TraceId> traces, long generationEnd) {
        facts.kill(
                partition,
                generation -> generation < generationEnd,
                fact -> traces.contains(new TraceId(facts.traceHigh(fact), facts.traceLow(fact))) && touched(fact));
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
        RunState now = new RunState(facts);
        for (; settledDirty < dirtyRuns.size(); settledDirty++) {
            settle(dirtyRuns.get(settledDirty), now);
        }
        if (settledDirty > DEAD_FACTS_MIN) {
            settledDirty = 0;
            dirtyRuns.clear();
        }
        if (forgot) {
            versions = new DeploymentVersions(forms);
            for (int run = 0; run < size(); run++) {
                if (read(run, Integer.MAX_VALUE, now)) {
                    versions.note(now.form, now.startNanos);
                }
            }
            forgot = false;
        }
        announced.forEach(fact -> versions.note(fact.form(), fact.startNanos()));
        versions.number(source);
    }

    private void settle(int run, RunState now) {
        if (!workOut(run, Integer.MAX_VALUE, now)) {
            state.set(run, GONE);
            return;
        }
        versions.note(now.form, now.startNanos);
        state.set(
                run,
                (now.status == RunStatus.IN_PROGRESS ? 0 : ENDED)
                        | (now.status == RunStatus.FAILED ? FAILED : 0)
                        | (now.timedOut ? TIMED_OUT : 0)
                        | (now.own != RunFacts.NONE ? OWN : 0));
        int fact = newest.get(run);
        int place = worked.get(run);
        if (place == RunFacts.NONE && facts.next(fact) == RunFacts.NONE) {
            return;
        }
        if (place == RunFacts.NONE) {
            worked.set(run, workedOwn.size());
            workedOwn.add(now.own);
            workedFirst.add(now.first);
            workedForm.add(now.form);
        } else {
            workedOwn.set(place, now.own);
            workedFirst.set(place, now.first);
            workedForm.set(place, now.form);
        }
    }

    /** Numbers of deployments. */
    DeploymentVersions versions() {
        return versions;
    }

    /** The same without dead facts and what only they had. */
    RunTable compacted(SpanSource source) {
        RunTable copy = new RunTable(names);
        RunFacts.Draft draft = new RunFacts.Draft();
        TextHeap.Text text = new TextHeap.Text();
        int[] places = new int[facts.size()];
        int[] parts = new int[RunForms.Part.values().length];
        for (int fact = 0; fact < facts.size(); fact++) {
            if (facts.isDead(fact)) {
                continue;
            }
            facts.read(fact, draft);
            draft.run = copy.run(ids.get(facts.run(fact), text).toByteArray());
            draft.form = copy.form(forms, facts.form(fact), parts);
            draft.text = copy.text(texts.get(facts.text(fact), text).toByteArray());
            draft.logId = copy.text(texts.get(facts.logId(fact), text).toByteArray());
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
        int place = worked.get(run);
        if (place == RunFacts.NONE) {
            int fact = newest.get(run);
            setFacts(into, run, (flags & OWN) != 0 ? fact : RunFacts.NONE, fact);
            into.form = facts.form(fact);
        } else {
            setFacts(into, run, workedOwn.get(place), workedFirst.get(place));
            into.form = workedForm.get(place);
        }
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
        setFacts(into, run, best, first);
        int from = best == RunFacts.NONE ? first : best;
        into.form = count == 1 ? facts.form(from) : completed(run, factsEnd, facts.form(from));
        boolean ended = into.endNanos() != 0;
        into.timedOut = ended && facts.has(best, RunFacts.TIMED_OUT);
        into.status = !ended
                ? RunStatus.IN_PROGRESS
                : facts.has(best, RunFacts.FAILED) ? RunStatus.FAILED : RunStatus.SUCCESS;
        return true;
    }

    private void setFacts(RunState into, int run, int own, int first) {
        into.run = run;
        into.own = own;
        into.first = first;
        long startNanos = own == RunFacts.NONE ? 0 : facts.start(own);
        into.startNanos = startNanos == 0 ? facts.start(first) : startNanos;
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

    /** A run's id; it is good until the next text is read. */
    ByteSlice id(int run, TextHeap.Text into) {
        return ids.get(run, into);
    }

    long bytes() {
        return texts.bytes()
                + forms.bytes()
                + ids.bytes()
                + facts.bytes()
                + newest.bytes()
                + worked.bytes()
                + 3 * workedOwn.bytes()
                + state.bytes()
                + dirtyRuns.bytes();
    }
}
