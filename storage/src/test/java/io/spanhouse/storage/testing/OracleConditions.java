package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scan.ExceptionFingerprint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Conditions decided from their definitions, on plain objects; slow and obvious. */
final class OracleConditions {
    /** An operand's value: an attribute's payload, or a field's as String, BigInteger or byte[]. */
    record Candidate(Object value, boolean whole, boolean unsignedTime) {}

    private OracleConditions() {}

    /** For conditions that do not ask what a span has by its trace. */
    static boolean test(SpanCondition condition, PlainSpan span) {
        return test(condition, span, OracleTree.of(List.of(span)));
    }

    static boolean test(SpanCondition condition, PlainSpan span, OracleTree tree) {
        if (condition instanceof SpanCondition.All) {
            return ((SpanCondition.All) condition).conditions().stream().allMatch(part -> test(part, span, tree));
        }
        if (condition instanceof SpanCondition.Any) {
            return ((SpanCondition.Any) condition).conditions().stream().anyMatch(part -> test(part, span, tree));
        }
        if (condition instanceof SpanCondition.Not) {
            return !test(((SpanCondition.Not) condition).condition(), span, tree);
        }
        if (condition instanceof SpanCondition.Exists) {
            return exists(((SpanCondition.Exists) condition).operand(), span, tree);
        }
        if (condition instanceof SpanCondition.Relation) {
            return OracleExpressions.relation((SpanCondition.Relation) condition, span, tree);
        }
        if (condition instanceof SpanCondition.AnyElement) {
            SpanCondition.AnyElement element = (SpanCondition.AnyElement) condition;
            return element.level() == AttributeLevel.EVENT
                    ? span.events().stream()
                            .anyMatch(event -> test(element.condition(), span.with(List.of(event), span.links()), tree))
                    : span.links().stream()
                            .anyMatch(link -> test(element.condition(), span.with(span.events(), List.of(link)), tree));
        }
        SpanCondition.Comparison comparison = (SpanCondition.Comparison) condition;
        return candidates(comparison.operand(), span, tree).stream()
                .anyMatch(candidate -> compare(candidate, comparison.operator(), comparison.literal()));
    }

    private static boolean exists(Operand operand, PlainSpan span, OracleTree tree) {
        if (operand instanceof Operand.Attribute) {
            return !attributes((Operand.Attribute) operand, span).isEmpty();
        }
        if (operand instanceof Operand.SpanOrResource) {
            return !spanOrResource(((Operand.SpanOrResource) operand).key(), span)
                    .isEmpty();
        }
        if (operand instanceof Operand.OfTypes) {
            return !ofTypes((Operand.OfTypes) operand, span).isEmpty();
        }
        return operand instanceof Operand.AsText
                ? exists(((Operand.AsText) operand).of(), span, tree)
                : !candidates(operand, span, tree).isEmpty();
    }

    /** Attributes that were sent as one of the types. */
    static List<PlainSpan.Attribute> ofTypes(Operand.OfTypes operand, PlainSpan span) {
        List<PlainSpan.Attribute> all = operand.of() instanceof Operand.Attribute
                ? attributes((Operand.Attribute) operand.of(), span)
                : spanOrResource(((Operand.SpanOrResource) operand.of()).key(), span);
        return all.stream()
                .filter(attribute -> operand.types().contains(attribute.value().type()))
                .toList();
    }

    private static List<PlainSpan.Attribute> spanOrResource(String key, PlainSpan span) {
        List<PlainSpan.Attribute> ofSpan = attributes(new Operand.Attribute(AttributeLevel.SPAN, key), span);
        return ofSpan.isEmpty() ? attributes(new Operand.Attribute(AttributeLevel.RESOURCE, key), span) : ofSpan;
    }

    /** The distinct values of an operand that have a literal's form; what groups are made of. */
    static List<Literal> literals(Operand operand, PlainSpan span) {
        return literals(operand, span, OracleTree.of(List.of(span)));
    }

    static List<Literal> literals(Operand operand, PlainSpan span, OracleTree tree) {
        List<Literal> literals = new ArrayList<>();
        for (Candidate candidate : candidates(operand, span, tree)) {
            Literal literal = literal(candidate.value());
            if (!literals.contains(literal)) {
                literals.add(literal);
            }
        }
        return literals;
    }

    /** All numbers of an operand, a value that is there twice twice; NaN is none. */
    static List<Literal> numbers(Operand operand, PlainSpan span, OracleTree tree) {
        List<Literal> numbers = new ArrayList<>();
        for (Candidate candidate : candidates(operand, span, tree)) {
            Literal literal = literal(candidate.value());
            boolean decimal = literal instanceof Literal.Decimal && !Double.isNaN(((Literal.Decimal) literal).value());
            if (decimal || literal instanceof Literal.Whole) {
                numbers.add(literal);
            }
        }
        return numbers;
    }

    static Literal literal(Object value) {
        if (value instanceof String) {
            return new Literal.Text((String) value);
        }
        if (value instanceof Boolean) {
            return new Literal.Truth((Boolean) value);
        }
        if (value instanceof Double) {
            return new Literal.Decimal((Double) value);
        }
        if (value instanceof byte[]) {
            return new Literal.Bytes((byte[]) value);
        }
        return new Literal.Whole(((BigInteger) value).longValue());
    }

    static List<PlainSpan.Attribute> attributes(Operand.Attribute operand, PlainSpan span) {
        return attributes(operand.level(), span).stream()
                .filter(attribute -> attribute.key().equals(operand.key()))
                .toList();
    }

    static List<PlainSpan.Attribute> attributes(AttributeLevel level, PlainSpan span) {
        return switch (level) {
            case SPAN -> span.attributes();
            case RESOURCE -> span.resource();
            case SCOPE -> span.scope();
            case EVENT ->
                span.events().stream()
                        .flatMap(event -> event.attributes().stream())
                        .toList();
            case LINK ->
                span.links().stream()
                        .flatMap(link -> link.attributes().stream())
                        .toList();
        };
    }

    static List<Candidate> candidates(Operand operand, PlainSpan span, OracleTree tree) {
        List<Candidate> candidates = new ArrayList<>();
        if (operand instanceof Operand.InTrace) {
            tree.candidates(((Operand.InTrace) operand).property(), span, candidates);
        } else if (operand instanceof Operand.AsText) {
            OracleTexts.candidates(((Operand.AsText) operand).of(), span, tree, candidates);
        } else if (operand instanceof Operand.OfTypes) {
            ofTypes((Operand.OfTypes) operand, span).stream()
                    .filter(attribute -> attribute.value().type() != ValueType.ARRAY)
                    .forEach(attribute -> addAll(candidates, attribute.value()));
        } else if (operand instanceof Operand.SpanOrResource) {
            spanOrResource(((Operand.SpanOrResource) operand).key(), span)
                    .forEach(attribute -> addAll(candidates, attribute.value()));
        } else if (operand instanceof Operand.ExceptionFingerprint) {
            span.events().stream()
                    .filter(event -> event.name().equals("exception"))
                    .forEach(event -> candidates.add(new Candidate(fingerprint(span, event), false, false)));
        } else if (operand instanceof Operand.Attribute) {
            attributes((Operand.Attribute) operand, span).forEach(attribute -> addAll(candidates, attribute.value()));
        } else {
            field(((Operand.Field) operand).field(), span, candidates);
        }
        return candidates;
    }

    private static void addAll(List<Candidate> candidates, PlainSpan.Value value) {
        if (value.type() == ValueType.ARRAY) {
            ((List<?>) value.payload()).forEach(element -> add(candidates, (PlainSpan.Value) element));
        } else {
            add(candidates, value);
        }
    }

    /** The computation is what is tested elsewhere; here it only matters which spans have which. */
    private static String fingerprint(PlainSpan span, PlainSpan.Event event) {
        return ExceptionFingerprint.of(
                span.resourceText("service.namespace"),
                span.service(),
                PlainSpan.firstText(event.attributes(), "exception.type"),
                PlainSpan.firstText(event.attributes(), "exception.message"),
                PlainSpan.firstText(event.attributes(), "exception.stacktrace"));
    }

    private static void add(List<Candidate> candidates, PlainSpan.Value value) {
        switch (value.type()) {
            case STRING, BOOL, DOUBLE, BYTES -> candidates.add(new Candidate(value.payload(), false, false));
            case INT -> candidates.add(new Candidate(BigInteger.valueOf((Long) value.payload()), true, false));
            case ABSENT, EMPTY, ARRAY, KVLIST -> {}
        }
    }

    private static void field(SpanField field, PlainSpan span, List<Candidate> out) {
        switch (field) {
            case TRACE_ID ->
                bytes(out, PlainSpan.bytes(span.traceId().high(), span.traceId().low()));
            case SPAN_ID -> bytes(out, PlainSpan.bytes(span.spanId()));
            case PARENT_SPAN_ID -> {
                if (span.parentSpanId() != 0) {
                    bytes(out, PlainSpan.bytes(span.parentSpanId()));
                }
            }
            case NAME -> out.add(new Candidate(span.name(), false, false));
            case STATUS_MESSAGE -> out.add(new Candidate(span.statusMessage(), false, false));
            case TRACE_STATE -> out.add(new Candidate(span.traceState(), false, false));
            case SCOPE_NAME -> out.add(new Candidate(span.scopeName(), false, false));
            case SCOPE_VERSION -> out.add(new Candidate(span.scopeVersion(), false, false));
            case KIND -> number(out, BigInteger.valueOf(span.kind()));
            case STATUS_CODE -> number(out, BigInteger.valueOf(span.statusCode()));
            case FLAGS -> number(out, BigInteger.valueOf(span.flags()));
            case START -> out.add(new Candidate(unsigned(span.start()), false, true));
            case END -> out.add(new Candidate(unsigned(span.end()), false, true));
            case DURATION -> number(out, unsigned(span.duration()));
            case SCOPE_SCHEMA_URL -> out.add(new Candidate(span.scopeSchemaUrl(), false, false));
            case RESOURCE_SCHEMA_URL -> out.add(new Candidate(span.resourceSchemaUrl(), false, false));
            case EVENT_TIME ->
                span.events().forEach(event -> out.add(new Candidate(unsigned(event.time()), false, true)));
            case EVENT_SINCE_START ->
                span.events().forEach(event -> number(out, BigInteger.valueOf(event.time() - span.start())));
            case LINK_TRACE_STATE ->
                span.links().forEach(link -> out.add(new Candidate(link.traceState(), false, false)));
            case EVENT_NAME -> span.events().forEach(event -> out.add(new Candidate(event.name(), false, false)));
            case LINK_TRACE_ID -> {
                for (PlainSpan.Link link : span.links()) {
                    bytes(out, link.traceId());
                }
            }
            case LINK_SPAN_ID -> {
                for (PlainSpan.Link link : span.links()) {
                    bytes(out, link.spanId());
                }
            }
        }
    }

    private static void bytes(List<Candidate> out, byte[] bytes) {
        if (bytes != null) {
            out.add(new Candidate(bytes, false, false));
        }
    }

    private static void number(List<Candidate> out, BigInteger number) {
        out.add(new Candidate(number, false, false));
    }

    static BigInteger unsigned(long number) {
        return new BigInteger(Long.toUnsignedString(number));
    }

    private static boolean compare(Candidate candidate, Operator operator, Literal literal) {
        Object value = candidate.value();
        if (literal instanceof Literal.Text) {
            return value instanceof String && texts((String) value, operator, ((Literal.Text) literal).value());
        }
        if (literal instanceof Literal.Truth) {
            return value instanceof Boolean
                    && holds(operator, ((Boolean) value).compareTo(((Literal.Truth) literal).value()));
        }
        if (literal instanceof Literal.Bytes) {
            return value instanceof byte[]
                    && holds(operator, Arrays.compareUnsigned((byte[]) value, ((Literal.Bytes) literal).value()));
        }
        if (literal instanceof Literal.Whole) {
            long number = ((Literal.Whole) literal).value();
            BigInteger other = candidate.unsignedTime() ? unsigned(number) : BigInteger.valueOf(number);
            return value instanceof BigInteger && holds(operator, ((BigInteger) value).compareTo(other));
        }
        if (literal instanceof Literal.Decimal) {
            return value instanceof Double && doubles((Double) value, operator, ((Literal.Decimal) literal).value());
        }
        double number = ((Literal.Numeric) literal).value();
        if (value instanceof Double) {
            return doubles((Double) value, operator, number);
        }
        if (!(value instanceof BigInteger) || !candidate.whole()) {
            return false;
        }
        if (Double.isNaN(number)) {
            return operator == Operator.NOT_EQUAL;
        }
        if (Double.isInfinite(number)) {
            return holds(operator, number > 0 ? -1 : 1);
        }
        return holds(operator, new BigDecimal((BigInteger) value).compareTo(new BigDecimal(number)));
    }

    private static boolean doubles(double value, Operator operator, double literal) {
        return switch (operator) {
            case EQUAL -> value == literal;
            case NOT_EQUAL -> value != literal;
            case LESS -> value < literal;
            case LESS_OR_EQUAL -> value <= literal;
            case GREATER -> value > literal;
            case GREATER_OR_EQUAL -> value >= literal;
            case STARTS_WITH, CONTAINS, MATCHES, NOT_MATCHES, FINDS ->
                throw new IllegalArgumentException("no text: " + literal);
        };
    }

    static boolean texts(String value, Operator operator, String literal) {
        return switch (operator) {
            case STARTS_WITH -> value.startsWith(literal);
            case CONTAINS -> value.contains(literal);
            case MATCHES -> Pattern.matches(literal, value);
            case NOT_MATCHES -> !Pattern.matches(literal, value);
            case FINDS -> Pattern.compile(literal).matcher(value).find();
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                holds(operator, compareTexts(value, literal));
        };
    }

    /** Order of texts by the bytes of their UTF-8. */
    static int compareTexts(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    static boolean holds(Operator operator, int order) {
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case STARTS_WITH, CONTAINS, MATCHES, NOT_MATCHES, FINDS ->
                throw new IllegalArgumentException("no order: " + operator);
        };
    }
}
