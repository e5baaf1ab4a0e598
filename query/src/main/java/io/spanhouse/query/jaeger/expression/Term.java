package io.spanhouse.query.jaeger.expression;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.query.jaeger.expression.Alternative.Sort;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a comparison has on one of its sides. */
sealed interface Term {
    /** Something of the span. */
    sealed interface Reference extends Term {
        /** All ways in which it may have a value. */
        List<Alternative> alternatives();

        /** Where it is; null for an attribute of span or resource. */
        @Nullable
        AttributeLevel level();

        /** Spans that have it; beside constants of a type, that have it as that type. */
        SpanCondition present(String type);
    }

    /** An attribute; without a level that of the span and that of the resource. */
    record Attribute(String key, @Nullable AttributeLevel level) implements Reference {
        private static final Set<ValueType> OTHERS =
                EnumSet.of(ValueType.BOOL, ValueType.BYTES, ValueType.ARRAY, ValueType.KVLIST);

        /** The same at each level where it is looked for. */
        List<Operand> operands() {
            return level == null
                    ? List.of(
                            new Operand.Attribute(AttributeLevel.SPAN, key),
                            new Operand.Attribute(AttributeLevel.RESOURCE, key))
                    : List.of(new Operand.Attribute(level, key));
        }

        @Override
        public List<Alternative> alternatives() {
            List<Alternative> all = new ArrayList<>();
            for (Operand operand : operands()) {
                all.add(Alternative.of(only(operand, ValueType.STRING), Sort.TEXT));
                all.add(Alternative.of(only(operand, ValueType.INT), Sort.INT));
                all.add(Alternative.of(only(operand, ValueType.DOUBLE), Sort.DOUBLE));
                all.add(Alternative.of(only(operand, ValueType.BOOL), Sort.BOOL));
                all.add(Alternative.of(new Operand.AsText(new Operand.OfTypes(operand, OTHERS)), Sort.OTHER));
            }
            return all;
        }

        @Override
        public SpanCondition present(String type) {
            List<SpanCondition> any = new ArrayList<>();
            for (Operand operand : operands()) {
                any.add(new SpanCondition.Exists(type.isEmpty() ? operand : only(operand, stored(type))));
            }
            return new SpanCondition.Any(any);
        }

        static Operand only(Operand operand, ValueType type) {
            return new Operand.OfTypes(operand, EnumSet.of(type));
        }

        private static ValueType stored(String type) {
            return switch (type) {
                case "int" -> ValueType.INT;
                case "double" -> ValueType.DOUBLE;
                case "bool" -> ValueType.BOOL;
                default -> ValueType.STRING;
            };
        }
    }

    /** A field. */
    record Field(FilterField field) implements Reference {
        @Override
        public AttributeLevel level() {
            return field.level();
        }

        @Override
        public List<Alternative> alternatives() {
            return switch (field.domain()) {
                case TEXT ->
                    List.of(new Alternative(
                            notEmpty(), new io.spanhouse.storage.filter.Expression.Value(field.operand()), Sort.TEXT));
                case ID -> List.of(Alternative.of(field.operand(), Sort.TEXT));
                case KIND -> words(Words.KINDS);
                case STATUS -> words(Words.STATUSES);
                case DURATION -> List.of(Alternative.of(field.operand(), Sort.DURATION));
                case TIMESTAMP -> List.of(Alternative.of(field.operand(), Sort.TIMESTAMP));
            };
        }

        private List<Alternative> words(List<String> words) {
            List<Alternative> all = new ArrayList<>();
            for (int number = 0; number < words.size(); number++) {
                all.add(new Alternative(
                        new SpanCondition.Comparison(field.operand(), Operator.EQUAL, new Literal.Whole(number)),
                        new io.spanhouse.storage.filter.Expression.Constant(new Literal.Text(words.get(number))),
                        Sort.TEXT));
            }
            return all;
        }

        private SpanCondition notEmpty() {
            return new SpanCondition.Comparison(field.operand(), Operator.NOT_EQUAL, new Literal.Text(""));
        }

        @Override
        public SpanCondition present(String type) {
            return field.domain() == FilterField.Domain.TEXT ? notEmpty() : new SpanCondition.Exists(field.operand());
        }
    }

    /** A constant and what it says about its type; empty for nothing. */
    record Constant(String value, String type, String where) implements Term {
        /** What it is beside another term. */
        List<Alternative> beside(Term other) {
            if (other instanceof Field field) {
                return List.of(beside(field.field()));
            }
            return type.isEmpty() ? Constants.untyped(value) : List.of(Constants.typed(value, type, where));
        }

        private Alternative beside(FilterField field) {
            if (type.isEmpty()) {
                return Constants.beside(field, value, where);
            }
            Constants.typed(value, type, where);
            if (!field.domain().isText() || !type.equals("string")) {
                throw mismatch(field);
            }
            return Constants.beside(field, value, where);
        }

        private HttpFailure mismatch(FilterField field) {
            return Refusal.at(
                    where,
                    "found a constant of type " + type + " beside " + field.path() + ", expected "
                            + (field.domain().isText() ? "one of type string or of none" : "one without a type"));
        }
    }
}
