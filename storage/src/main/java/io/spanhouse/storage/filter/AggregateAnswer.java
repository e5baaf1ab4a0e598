package io.spanhouse.storage.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Groups of spans.
 *
 * @param groups those that the ranking lists, in its order
 * @param groupsTotal number of groups, listed or not
 * @param completeness whether every span was looked at and every group counted
 * @param statistics what was read
 */
public record AggregateAnswer(
        List<Group> groups, long groupsTotal, Completeness completeness, ScanStatistics statistics) {
    public AggregateAnswer {
        groups = List.copyOf(groups);
    }

    /** Whether there are groups that the ranking's limit left out. */
    public boolean cut() {
        return groups.size() < groupsTotal;
    }

    /** What a list that is meant to have all groups says of itself: also whether the ranking's limit left some out. */
    public Completeness completenessOfList() {
        if (!cut() || !completeness.complete()) {
            return completeness;
        }
        return new Completeness(
                Completeness.Reason.LIMIT,
                List.of("there are " + groupsTotal + " groups, of which the first " + groups.size() + " are listed"));
    }

    /**
     * One group.
     *
     * @param key a value per part of the request's keys, null where the span has none
     * @param figures one per measure, over the whole window
     * @param cells by step, those that have a span; none if no steps were asked for
     */
    public record Group(List<@Nullable Literal> key, List<Figure> figures, List<Cell> cells) {
        public Group {
            key = Collections.unmodifiableList(new ArrayList<>(key));
            figures = List.copyOf(figures);
            cells = List.copyOf(cells);
        }

        /** A measure that came to a whole number; 0 where no span has a value. */
        public long whole(int measure) {
            Figure figure = figures.get(measure);
            return figure instanceof Figure.Whole ? ((Figure.Whole) figure).value() : 0;
        }
    }

    /**
     * The spans of a group in one step.
     *
     * @param figures one per measure
     */
    public record Cell(int step, List<Figure> figures) {
        public Cell {
            figures = List.copyOf(figures);
        }
    }
}
