package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnKey;
import io.spanhouse.storage.rocks.OwnTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers for scripts and their runs, for clients that know both by numbers: given at first sight, from 1 on, on disk
 * before anybody is told, the same for ever after. A script's run keeps its number however often its spans are sent.
 *
 * <p>Of one script the latest {@link #RUNS_MAX} numbers lead back to their runs; older ones are forgotten and never given
 * again. Thread-safe.
 */
public final class Numbers {
    /** Most scripts of a project that have numbers. */
    public static final int SCRIPTS_MAX = 10_000;

    /** Most runs of a script whose numbers are remembered. */
    public static final int RUNS_MAX = 1_000_000;

    private final OwnTable table;
    private final Counters counters;
    private final int runsMax;

    Numbers(OwnTable table, int runsMax) {
        this.table = table;
        this.counters = new Counters(table);
        this.runsMax = runsMax;
    }

    /**
     * The number of a script, given now if it has none.
     *
     * @throws StoreException TOO_LARGE if the name is too long or the project has {@link #SCRIPTS_MAX} already
     */
    public long ofScript(int project, String script) {
        requireFits("a script's name", script);
        OwnKey key = OwnKey.of(OwnKey.Kind.NUMBER_OF_SCRIPT, project, script);
        byte[] known = table.get(key);
        return known != null ? Counters.number(known) : giveScripts(project, List.of(script))[0];
    }

    /**
     * The numbers of scripts; those that have none are given theirs now, in this order, in one write.
     *
     * @throws StoreException as {@link #ofScript} does
     */
    public long[] ofScripts(int project, List<String> scripts) {
        scripts.forEach(script -> requireFits("a script's name", script));
        return giveScripts(project, scripts);
    }

    private synchronized long[] giveScripts(int project, List<String> scripts) {
        Map<String, Long> given = new HashMap<>();
        List<OwnTable.Change> changes = new ArrayList<>();
        long last = counters.last(project, OwnKey.Kind.NUMBER_OF_SCRIPT, 0);
        long[] numbers = new long[scripts.size()];
        for (int i = 0; i < numbers.length; i++) {
            String script = scripts.get(i);
            OwnKey key = OwnKey.of(OwnKey.Kind.NUMBER_OF_SCRIPT, project, script);
            byte[] known = table.get(key);
            numbers[i] = known != null ? Counters.number(known) : given.getOrDefault(script, 0L);
            if (numbers[i] == 0) {
                numbers[i] = last + given.size() + 1;
                given.put(script, numbers[i]);
                changes.add(new OwnTable.Change(key, Counters.bytes(numbers[i])));
                changes.add(new OwnTable.Change(
                        OwnKey.of(OwnKey.Kind.SCRIPT_OF_NUMBER, project, numbers[i]),
                        script.getBytes(StandardCharsets.UTF_8)));
            }
        }
        if (last + given.size() > SCRIPTS_MAX) {
            throw new StoreException(
                    FailureKind.TOO_LARGE, "over " + SCRIPTS_MAX + " scripts would have numbers, expected fewer");
        }
        if (!given.isEmpty()) {
            counters.next(project, OwnKey.Kind.NUMBER_OF_SCRIPT, 0, given.size(), changes);
            table.write(changes);
        }
        return numbers;
    }

    /** The script of a number; null if none has it. */
    public @Nullable String script(int project, long number) {
        byte[] name = table.get(OwnKey.of(OwnKey.Kind.SCRIPT_OF_NUMBER, project, number));
        return name == null ? null : new String(name, StandardCharsets.UTF_8);
    }

    /**
     * The numbers of a script's runs; those that have none are given theirs now, in this order, in one write.
     *
     * @param script the script's number
     * @throws StoreException TOO_LARGE if a run's id is too long
     */
    public long[] ofRuns(int project, long script, List<String> runs) {
        long[] numbers = new long[runs.size()];
        boolean all = true;
        for (int i = 0; i < numbers.length; i++) {
            requireFits("a run's id", runs.get(i));
            numbers[i] = known(project, script, runs.get(i));
            all &= numbers[i] != 0;
        }
        return all ? numbers : giveRuns(project, script, runs);
    }

    private long known(int project, long script, String run) {
        byte[] number = table.get(OwnKey.of(OwnKey.Kind.NUMBER_OF_RUN, project, script, run));
        return number == null ? 0 : Counters.number(number);
    }

    private synchronized long[] giveRuns(int project, long script, List<String> runs) {
        Map<String, Long> given = new HashMap<>();
        List<OwnTable.Change> changes = new ArrayList<>();
        long last = counters.last(project, OwnKey.Kind.NUMBER_OF_RUN, script);
        long[] numbers = new long[runs.size()];
        for (int i = 0; i < numbers.length; i++) {
            String run = runs.get(i);
            numbers[i] = given.getOrDefault(run, known(project, script, run));
            if (numbers[i] == 0) {
                numbers[i] = last + given.size() + 1;
                given.put(run, numbers[i]);
                add(project, script, run, numbers[i], changes);
            }
        }
        if (!given.isEmpty()) {
            counters.next(project, OwnKey.Kind.NUMBER_OF_RUN, script, given.size(), changes);
            table.write(changes);
        }
        return numbers;
    }

    private void add(int project, long script, String run, long number, List<OwnTable.Change> changes) {
        changes.add(new OwnTable.Change(
                OwnKey.of(OwnKey.Kind.NUMBER_OF_RUN, project, script, run), Counters.bytes(number)));
        changes.add(new OwnTable.Change(
                OwnKey.of(OwnKey.Kind.RUN_OF_NUMBER, project, script, number), run.getBytes(StandardCharsets.UTF_8)));
        if (number > runsMax) {
            String oldest = run(project, script, number - runsMax);
            if (oldest != null) {
                changes.add(new OwnTable.Change(OwnKey.of(OwnKey.Kind.NUMBER_OF_RUN, project, script, oldest), null));
                changes.add(new OwnTable.Change(
                        OwnKey.of(OwnKey.Kind.RUN_OF_NUMBER, project, script, number - runsMax), null));
            }
        }
    }

    /** The run of a number; null if none has it. */
    public @Nullable String run(int project, long script, long number) {
        byte[] run = table.get(OwnKey.of(OwnKey.Kind.RUN_OF_NUMBER, project, script, number));
        return run == null ? null : new String(run, StandardCharsets.UTF_8);
    }

    private static void requireFits(String what, String text) {
        if (!OwnKey.fits(text)) {
            throw new StoreException(
                    FailureKind.TOO_LARGE,
                    what + " has " + text.length() + " characters, expected at most " + OwnKey.TEXT_BYTES_MAX
                            + " bytes");
        }
    }
}
