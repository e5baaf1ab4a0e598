package io.spanhouse.query.api;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.filter.Kinship;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.SpanSelection;
import io.spanhouse.storage.filter.SpanSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads sets of spans ({@code where, both, either, related, piped}), pipelines and their stages ({@code having, by,
 * coalesce}), and which spans of listed traces are wanted. Parts are counted with those of the filter. Not thread-safe.
 */
final class SpanSets {
    /** Most operands that are wanted of each span. */
    static final int VALUES_MAX = 100;

    private static final int SPANS = 3;
    private static final int SIDES = 2;
    private static final Set<String> SETS = Set.of("where", "both", "either", "related", "piped");
    private static final Set<String> STAGES = Set.of("having", "by", "coalesce", "within");

    private final Filters filters;

    SpanSets(Filters filters) {
        this.filters = filters;
    }

    /** {@code {"first":set,"stages":[...]}}, or {@code {"traceql":text}}. */
    SpanPipeline pipeline(JsonInput input) {
        if (input.isObject() && input.member(TraceQlText.NAME).present()) {
            return TraceQlText.pipeline(
                    filters.counted(input).object(Set.of(TraceQlText.NAME)).member(TraceQlText.NAME));
        }
        filters.counted(input).object(Set.of("first", "stages"));
        List<SpanPipeline.Stage> stages = new ArrayList<>();
        if (input.member("stages").present()) {
            for (JsonInput stage : input.member("stages").elements()) {
                stages.add(stage(stage));
            }
        }
        return new SpanPipeline(set(input.required("first")), stages);
    }

    private SpanSet set(JsonInput input) {
        String name = Operands.onlyMember(filters.counted(input), SETS);
        JsonInput value = input.member(name);
        return switch (name) {
            case "where" -> new SpanSet.Where(filters.condition(value));
            case "both" -> new SpanSet.Both(side(value, 0), side(value, 1));
            case "either" -> new SpanSet.Either(side(value, 0), side(value, 1));
            case "piped" -> new SpanSet.Piped(pipeline(value));
            default -> {
                value.object(Set.of("left", "kinship", "form", "right"));
                JsonInput form = value.member("form");
                yield new SpanSet.Related(
                        set(value.required("left")),
                        Operands.choice(value.required("kinship"), Kinship.values()),
                        form.present()
                                ? Operands.choice(form, SpanSet.Related.Form.values())
                                : SpanSet.Related.Form.RIGHT,
                        set(value.required("right")));
            }
        };
    }

    private SpanSet side(JsonInput input, int number) {
        List<JsonInput> sides = input.elements();
        if (sides.size() != SIDES) {
            throw input.unexpected("an array of two sets");
        }
        return set(sides.get(number));
    }

    private SpanPipeline.Stage stage(JsonInput input) {
        String name = Operands.onlyMember(filters.counted(input), STAGES);
        JsonInput value = input.member(name);
        return switch (name) {
            case "by" -> new SpanPipeline.Stage.By(filters.expression(value));
            case "coalesce" -> {
                if (!value.truth()) {
                    throw value.unexpected("true");
                }
                yield new SpanPipeline.Stage.Coalesce();
            }
            case "within" -> new SpanPipeline.Stage.Within(set(value));
            default -> having(value);
        };
    }

    private SpanPipeline.Stage having(JsonInput value) {
        value.object(Set.of("statistic", "of", "operator", "number"));
        SpanPipeline.Statistic statistic =
                Operands.choice(value.required("statistic"), SpanPipeline.Statistic.values());
        JsonInput of = value.member("of");
        if (of.present() == (statistic == SpanPipeline.Statistic.COUNT)) {
            throw of.unexpected("an expression, unless the statistic is count, which is of spans");
        }
        Literal number = Operands.literal(value.required("number"));
        if (number instanceof Literal.Text || number instanceof Literal.Truth || number instanceof Literal.Bytes) {
            throw value.member("number").unexpected("a value that is a number");
        }
        return new SpanPipeline.Stage.Having(
                statistic,
                of.present() ? Optional.of(filters.expression(of)) : Optional.empty(),
                Operands.numberOperator(value.required("operator")),
                number);
    }

    /** {@code {"of":pipeline,"limit":3,"values":[operand]}}. */
    SpanSelection selection(JsonInput input, int traces) {
        input.object(Set.of("of", "limit", "values"));
        JsonInput limit = input.member("limit");
        int most = Math.min(SpanSelection.SPANS_MAX, SearchRequest.SPANS_MAX / traces);
        List<Operand> values = new ArrayList<>();
        if (input.member("values").present()) {
            for (JsonInput value : input.member("values").elements()) {
                if (values.size() == VALUES_MAX) {
                    throw input.member("values").unexpected("at most " + VALUES_MAX + " operands");
                }
                values.add(Operands.operand(value));
            }
        }
        return new SpanSelection(
                pipeline(input.required("of")), limit.present() ? limit.whole(1, most) : SPANS, values);
    }
}
