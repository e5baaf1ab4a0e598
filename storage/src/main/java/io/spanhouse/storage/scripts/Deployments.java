package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnKey;
import io.spanhouse.storage.rocks.OwnTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which deployments of a script were first seen: version 1, 2, 3. On disk before anybody is told, so that a
 * rebuild, a late span or an expired run changes none of them. Thread-safe.
 */
public final class Deployments {
    /** Most deployments of one script that have a version. */
    public static final int DEPLOYMENTS_MAX = 10_000;

    /** The version of a deployment that has none: there are too many, or its id is too long. */
    public static final long NONE = 0;

    private final OwnTable table;
    private final Counters counters;
    private final Numbers numbers;

    Deployments(OwnTable table, Numbers numbers) {
        this.table = table;
        this.counters = new Counters(table);
        this.numbers = numbers;
    }

    /**
     * The version of a deployment, given now if it is new.
     *
     * @throws StoreException UNAVAILABLE if the disk refuses
     */
    public long version(int project, String script, String deployment) {
        if (!OwnKey.fits(script) || !OwnKey.fits(deployment)) {
            return NONE;
        }
        long owner = numbers.ofScript(project, script);
        OwnKey key = OwnKey.of(OwnKey.Kind.VERSION_OF_DEPLOYMENT, project, owner, deployment);
        byte[] known = table.get(key);
        return known != null ? Counters.number(known) : give(project, owner, key);
    }

    private synchronized long give(int project, long owner, OwnKey key) {
        byte[] known = table.get(key);
        if (known != null) {
            return Counters.number(known);
        }
        List<OwnTable.Change> changes = new ArrayList<>();
        long version = counters.next(project, OwnKey.Kind.VERSION_OF_DEPLOYMENT, owner, 1, changes);
        if (version > DEPLOYMENTS_MAX) {
            return NONE;
        }
        changes.add(new OwnTable.Change(key, Counters.bytes(version)));
        table.write(changes);
        return version;
    }
}
