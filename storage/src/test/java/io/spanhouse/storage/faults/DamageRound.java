package io.spanhouse.storage.faults;

import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** One damage and what came of it. */
final class DamageRound {
    private static final int WRONGS_TOLD = 3;

    private final KnownStore known;
    private final long seed;
    private final Tally tally;
    private final Set<String> alarms = new HashSet<>();
    private int missing;
    private int wrongs;
    private FileDamage damage = new FileDamage(Path.of("none"), "nothing", 0);

    DamageRound(KnownStore known, long seed, Tally tally) {
        this.known = known;
        this.seed = seed;
        this.tally = tally;
    }

    void run(Path copy) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        FileDamage done = null;
        Trees.copy(known.directory, copy);
        while (done == null) {
            done = FileDamage.random(copy, known.earlier, random);
        }
        damage = done;
        try {
            if (lives(copy)) {
                if (missing > 0) {
                    tally.partial(missing);
                } else if (alarms.isEmpty()) {
                    tally.whole();
                } else {
                    tally.healed();
                }
            }
        } finally {
            Trees.delete(copy);
        }
    }

    /** Opens, asks, works on, asks; and once more. False if it does not open. */
    private boolean lives(Path copy) {
        for (int start = 1; start <= 2; start++) {
            try (TraceStore store = known.open(copy)) {
                ask(store, random(start), "start " + start);
                settle(store, "start " + start);
                ask(store, random(start), "start " + start + ", settled");
            } catch (StoreException e) {
                refused(e, start);
                return false;
            } catch (RuntimeException e) {
                wrong("start " + start + " failed: " + e);
                return false;
            }
        }
        return true;
    }

    private SplittableRandom random(int start) {
        return new SplittableRandom(seed * 10 + start);
    }

    private void settle(TraceStore store, String when) {
        try {
            store.settle();
        } catch (StoreException e) {
            alarms.add("maintenance: " + e.getMessage());
        } catch (RuntimeException e) {
            wrong(when + ", maintenance failed: " + e);
        }
    }

    private void refused(StoreException e, int start) {
        if (String.valueOf(e.getMessage()).contains(String.valueOf(damage.file().getFileName()))) {
            tally.refused();
        } else {
            wrong("start " + start + " does not say which file is damaged: " + e);
        }
    }

    private void ask(TraceStore store, SplittableRandom random, String when) {
        StoreQuestions questions = new StoreQuestions(store, known, random);
        questions.askEverything();
        questions.wrong().forEach(sentence -> wrong(when + ": " + sentence));
        Set<Integer> places = new HashSet<>(questions.missingPlaces());
        missing = Math.max(missing, questions.missingTraces());
        boolean mayLackAll = damage.place() == 0;
        places.remove(damage.place());
        if (!places.isEmpty() && !mayLackAll) {
            wrong(when + ": traces are missing in " + places);
        }
        List<String> named = store.status().alarms();
        alarms.addAll(named);
        Completeness.Reason reason = questions.reason();
        if (reason != Completeness.Reason.COMPLETE && named.isEmpty()) {
            wrong(when + ": answers say '" + reason.text() + "' and the status has no alarm");
        }
        if (reason != Completeness.Reason.COMPLETE && reason != Completeness.Reason.DAMAGED) {
            wrong(when + ": answers are not complete because " + reason.text());
        }
    }

    private void wrong(String what) {
        if (++wrongs > WRONGS_TOLD) {
            return;
        }
        tally.wrong("seed " + seed + ", " + damage.file() + " " + damage.how() + ": " + what);
    }
}
