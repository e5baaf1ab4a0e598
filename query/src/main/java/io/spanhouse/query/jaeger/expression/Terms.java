package io.spanhouse.query.jaeger.expression;

import io.spanhouse.proto.jaeger.expression.AttributeReference;
import io.spanhouse.proto.jaeger.expression.Expression;
import io.spanhouse.proto.jaeger.expression.FieldReference;
import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.filter.AttributeLevel;
import org.jspecify.annotations.Nullable;

/** Reads the terms of calls, and refuses those that name nothing there is. */
final class Terms {
    private Terms() {}

    /** A reference or a constant. */
    static Term operand(Expression term, String where) {
        if (term.getTermCase() == Expression.TermCase.SCALAR) {
            String type = term.getScalar().getType();
            if (!Constants.TYPES.contains(type)) {
                throw Refusal.at(where, "the type is '" + type + "', expected " + Constants.typeNames());
            }
            return new Term.Constant(term.getScalar().getValue(), type, where);
        }
        return reference(term, where, "an attribute, a field or a constant");
    }

    /** The same; null if it is neither. */
    static @Nullable Term operandOrNull(Expression term, String where) {
        return switch (term.getTermCase()) {
            case ATTR, FIELD, SCALAR -> operand(term, where);
            case NESTED, LIST, CALL, TERM_NOT_SET -> null;
        };
    }

    /** An attribute or a field. */
    static Term.Reference reference(Expression term, String where) {
        return reference(term, where, "an attribute or a field");
    }

    private static Term.Reference reference(Expression term, String where, String expected) {
        return switch (term.getTermCase()) {
            case ATTR -> attribute(term.getAttr(), where);
            case FIELD -> field(term.getField(), where);
            case NESTED, SCALAR, LIST, CALL, TERM_NOT_SET -> throw unexpected(term, where, expected);
        };
    }

    /** A complaint about a term of another sort. */
    static HttpFailure unexpected(Expression term, String where, String expected) {
        String found = switch (term.getTermCase()) {
            case ATTR -> "an attribute";
            case FIELD -> "a field";
            case NESTED -> "a level of elements";
            case SCALAR -> "a constant";
            case LIST -> "a list";
            case CALL -> "a call";
            case TERM_NOT_SET -> "no term";
        };
        return Refusal.at(where, "found " + found + ", expected " + expected);
    }

    private static Term.Reference attribute(AttributeReference reference, String where) {
        if (reference.getKey().isEmpty()) {
            throw Refusal.at(where, "the attribute has no key, expected one");
        }
        return new Term.Attribute(
                reference.getKey(), reference.getLevel().isEmpty() ? null : level(reference.getLevel(), where));
    }

    private static Term.Reference field(FieldReference reference, String where) {
        AttributeLevel level = level(reference.getLevel(), where);
        @Nullable FilterField field = FilterField.of(level, reference.getName());
        if (field == null) {
            throw Refusal.at(
                    where,
                    "there is no field '" + reference.getName() + "' of level " + reference.getLevel()
                            + ", expected one of " + FilterField.names(level));
        }
        return new Term.Field(field);
    }

    /** A level by its name. */
    static AttributeLevel level(String text, String where) {
        AttributeLevel level = FilterLevel.of(text);
        if (level == null) {
            throw Refusal.at(where, "the level is '" + text + "', expected one of " + FilterLevel.names());
        }
        return level;
    }
}
