package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.SpanPipeline;
import io.spanhouse.storage.filter.TracePredicate;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search asks of the store.
 *
 * @param pipeline picks the spans
 * @param predicate holds for the traces that the pipeline leaves spans of
 * @param listed attributes and intrinsics that are shown of each span: those of conditions and of select
 * @param keys expressions that each set of spans has one value of
 * @param statistics names of the numbers that each set of spans has
 */
public record SearchPlan(
        SpanPipeline pipeline,
        TracePredicate predicate,
        List<FieldExpression> listed,
        List<FieldExpression> keys,
        List<String> statistics) {
    public SearchPlan {
        listed = List.copyOf(listed);
        keys = List.copyOf(keys);
        statistics = List.copyOf(statistics);
    }

    /**
     * The plan of a search.
     *
     * @throws TraceQlException if the store cannot be asked it
     */
    public static SearchPlan of(Pipeline pipeline) {
        return new PipelineTranslation().plan(pipeline);
    }

    /** The name under which a span's value is shown: without the scope of an attribute. */
    public static String label(FieldExpression listed) {
        return listed instanceof FieldExpression.Attribute attribute
                ? attribute.name().key()
                : listed.toString();
    }

    /** The value of an expression as TraceQL shows it: a status or kind by its word. */
    public static Literal shown(FieldExpression expression, Literal value) {
        if (value instanceof Literal.Whole whole) {
            ValueKind kind = FieldValidator.kind(expression);
            if (kind == ValueKind.STATUS) {
                return new Literal.Text(FieldParser.status(whole.value()));
            }
            if (kind == ValueKind.SPAN_KIND) {
                return new Literal.Text(FieldParser.spanKind(whole.value()));
            }
        }
        return value;
    }

    /** Those of the listed that can be shown with a span as its attributes. */
    public static List<FieldExpression> shownOf(List<FieldExpression> listed) {
        List<FieldExpression> shown = new ArrayList<>();
        for (FieldExpression expression : listed) {
            if (!(expression instanceof FieldExpression.OfSpan ofSpan) || isShown(ofSpan.intrinsic())) {
                shown.add(expression);
            }
        }
        return shown;
    }

    private static boolean isShown(Intrinsic intrinsic) {
        return switch (intrinsic) {
            case DURATION, ROOT_NAME, ROOT_SERVICE, TRACE_DURATION, TRACE_ID, SPAN_ID, PARENT_ID, PARENT -> false;
            case NAME,
                    STATUS,
                    STATUS_MESSAGE,
                    KIND,
                    CHILD_COUNT,
                    NESTED_SET_LEFT,
                    NESTED_SET_RIGHT,
                    NESTED_SET_PARENT,
                    EVENT_NAME,
                    EVENT_TIME,
                    LINK_SPAN_ID,
                    LINK_TRACE_ID,
                    SCOPE_NAME,
                    SCOPE_VERSION -> true;
        };
    }
}
