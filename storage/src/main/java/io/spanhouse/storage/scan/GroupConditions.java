package io.spanhouse.storage.scan;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of a row group meet the conditions of a search, found out when they are first asked for: many row groups are
 * done without. Not thread-safe.
 */
final class GroupConditions {
    private final PreparedPredicate predicate;
    private final GroupScan scan;
    private RowSet @Nullable [] rows;
    private @Nullable BlockFacts facts;

    GroupConditions(PreparedPredicate predicate, GroupScan scan) {
        this.predicate = predicate;
        this.scan = scan;
    }

    /** The rows that meet each condition. */
    RowSet[] rows() {
        RowSet[] known = rows;
        if (known == null) {
            known = new RowSet[predicate.conditions().size()];
            for (int i = 0; i < known.length; i++) {
                known[i] = scan.rows(predicate.conditions().get(i));
            }
            rows = known;
        }
        return known;
    }

    /** Which conditions some row may meet. */
    boolean[] met() {
        boolean[] met = new boolean[rows().length];
        for (int i = 0; i < met.length; i++) {
            met[i] = !rows()[i].isNone();
        }
        return met;
    }

    /** The rows that meet any condition. */
    RowSet any() {
        RowSet any = RowSet.none(scan.rows());
        for (RowSet one : rows()) {
            any = any.or(one);
        }
        return any;
    }

    /** Facts of the row group's traces, for pipelines. */
    BlockFacts facts() {
        BlockFacts known = facts;
        if (known == null) {
            known = new BlockFacts(predicate, scan, rows());
            facts = known;
        }
        return known;
    }
}
