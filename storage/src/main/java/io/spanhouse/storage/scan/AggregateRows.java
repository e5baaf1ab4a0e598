package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.QueryControl;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Makes the answer of the cells of a query: puts those of one group together, ranks the groups by the one measure that they
 * are ranked by, and works out the other figures only of those that are listed.
 */
final class AggregateRows {
    private final AggregateRequest request;
    private final LiteralTable literals;
    private final MeasureSet measures;
    private final AggregateTable cells;
    private final AggregateTable groups;
    private final boolean stepped;

    /**
     * An answer.
     *
     * @param cells by group and, if there are steps, by step
     */
    AggregateRows(AggregateRequest request, LiteralTable literals, MeasureSet measures, AggregateTable cells) {
        this.request = request;
        this.literals = literals;
        this.measures = measures;
        this.cells = cells;
        this.stepped = request.steps() != null;
        this.groups = stepped ? new AggregateTable(request.groupBy().size(), measures) : cells;
    }

    private record Ranked(List<@Nullable Literal> key, int group, Figure figure) {}

    AggregateAnswer answer(Coverage coverage, QueryControl control) {
        int[] groupOfCell = stepped ? groupCells() : new int[0];
        List<AggregateAnswer.Group> listed = new ArrayList<>();
        int[][] cellsOfGroup = cellsOfGroups(groupOfCell);
        for (Ranked one : first()) {
            listed.add(new AggregateAnswer.Group(
                    one.key,
                    measures.figures(groups, one.group),
                    stepped ? cells(cellsOfGroup[one.group]) : List.of()));
        }
        return new AggregateAnswer(listed, groups.size(), coverage.completeness(), control.statistics());
    }

    /** The groups that are listed, in order. Of many more than these each is compared with the last of them, once as a rule. */
    private List<Ranked> first() {
        int limit = Math.min(groups.size(), request.ranking().limit());
        Comparator<Ranked> order = order();
        PriorityQueue<Ranked> lastFirst = new PriorityQueue<>(Math.max(limit, 1), order.reversed());
        for (int group = 0; group < groups.size(); group++) {
            Ranked one = new Ranked(
                    key(group),
                    group,
                    measures.figure(groups, group, request.ranking().measure()));
            if (lastFirst.size() < limit) {
                lastFirst.add(one);
            } else if (limit > 0 && order.compare(one, lastFirst.element()) < 0) {
                lastFirst.remove();
                lastFirst.add(one);
            }
        }
        List<Ranked> first = new ArrayList<>(lastFirst);
        first.sort(order);
        return first;
    }

    /** Adds up the cells of each group. */
    private int[] groupCells() {
        int[] groupOfCell = new int[cells.size()];
        int[] key = new int[groups.width()];
        for (int cell = 0; cell < groupOfCell.length; cell++) {
            for (int i = 0; i < key.length; i++) {
                key[i] = cells.key(cell, i);
            }
            groupOfCell[cell] = groups.addCell(key, cells, cell);
        }
        return groupOfCell;
    }

    private int[][] cellsOfGroups(int[] groupOfCell) {
        int[] counts = new int[groups.size()];
        for (int group : groupOfCell) {
            counts[group]++;
        }
        int[][] of = new int[groups.size()][];
        for (int group = 0; group < of.length; group++) {
            of[group] = new int[counts[group]];
        }
        Arrays.fill(counts, 0);
        for (int cell = 0; cell < groupOfCell.length; cell++) {
            int group = groupOfCell[cell];
            of[group][counts[group]++] = cell;
        }
        return of;
    }

    private List<AggregateAnswer.Cell> cells(int[] ofGroup) {
        List<AggregateAnswer.Cell> listed = new ArrayList<>(ofGroup.length);
        int stepAt = request.groupBy().size();
        for (int cell : ofGroup) {
            listed.add(new AggregateAnswer.Cell(cells.key(cell, stepAt), measures.figures(cells, cell)));
        }
        listed.sort(Comparator.comparingInt(AggregateAnswer.Cell::step));
        return listed;
    }

    private List<@Nullable Literal> key(int group) {
        List<@Nullable Literal> key = new ArrayList<>(request.groupBy().size());
        for (int i = 0; i < request.groupBy().size(); i++) {
            key.add(literals.literal(groups.key(group, i)));
        }
        return key;
    }

    private Comparator<Ranked> order() {
        Comparator<Ranked> byFigure = (one, other) ->
                compare(one.figure, other.figure, request.ranking().descending());
        return byFigure.thenComparing(Ranked::key, LiteralOrder::compareKeys);
    }

    /** Figures without a value last in either direction. */
    private static int compare(Figure one, Figure other, boolean descending) {
        Figure first = number(one);
        Figure second = number(other);
        if (first instanceof Figure.None || second instanceof Figure.None) {
            return Boolean.compare(first instanceof Figure.None, second instanceof Figure.None);
        }
        int order = MixedNumber.compare(
                first instanceof Figure.Decimal, bits(first), second instanceof Figure.Decimal, bits(second));
        return descending ? -order : order;
    }

    private static Figure number(Figure figure) {
        if (figure instanceof Figure.Histogram) {
            return new Figure.Whole(((Figure.Histogram) figure).values());
        }
        return figure instanceof Figure.Quantiles
                ? ((Figure.Quantiles) figure).values().get(0)
                : figure;
    }

    private static long bits(Figure number) {
        return number instanceof Figure.Decimal
                ? Double.doubleToRawLongBits(((Figure.Decimal) number).value())
                : ((Figure.Whole) number).value();
    }
}
