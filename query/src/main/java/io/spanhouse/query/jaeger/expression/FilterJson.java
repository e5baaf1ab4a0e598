package io.spanhouse.query.jaeger.expression;

import io.spanhouse.proto.jaeger.expression.AttributeReference;
import io.spanhouse.proto.jaeger.expression.Call;
import io.spanhouse.proto.jaeger.expression.Expression;
import io.spanhouse.proto.jaeger.expression.FieldReference;
import io.spanhouse.proto.jaeger.expression.List;
import io.spanhouse.proto.jaeger.expression.NestedReference;
import io.spanhouse.proto.jaeger.expression.Scalar;
import io.spanhouse.query.http.JsonInput;
import java.util.Set;

/** Reads a filter from JSON, as strictly as a message: no other members, one term in each place, values in quotes. */
public final class FilterJson {
    private static final Set<String> TERMS = Set.of("attr", "field", "nested", "scalar", "list", "call");

    private FilterJson() {}

    /**
     * Reads a call.
     *
     * @throws io.spanhouse.query.http.HttpFailure 400 with the position
     */
    public static Call call(JsonInput json) {
        json.object(Set.of("op", "args"));
        Call.Builder call = Call.newBuilder().setOp(json.required("op").text());
        for (JsonInput argument : json.required("args").elements()) {
            call.addArgs(term(argument));
        }
        return call.build();
    }

    private static Expression term(JsonInput json) {
        json.object(TERMS);
        String named = "";
        for (String name : json.names()) {
            if (json.member(name).present()) {
                if (!named.isEmpty()) {
                    throw json.unexpected("one term alone of " + String.join(", ", TERMS));
                }
                named = name;
            }
        }
        JsonInput term = json.member(named);
        Expression.Builder expression = Expression.newBuilder();
        switch (named) {
            case "attr" -> {
                term.object(Set.of("key", "level"));
                expression.setAttr(AttributeReference.newBuilder()
                        .setKey(term.required("key").text())
                        .setLevel(textOrNone(term, "level")));
            }
            case "field" -> {
                term.object(Set.of("name", "level"));
                expression.setField(FieldReference.newBuilder()
                        .setName(term.required("name").text())
                        .setLevel(term.required("level").text()));
            }
            case "nested" -> {
                term.object(Set.of("level"));
                expression.setNested(NestedReference.newBuilder()
                        .setLevel(term.required("level").text()));
            }
            case "scalar" -> {
                term.object(Set.of("value", "type"));
                expression.setScalar(Scalar.newBuilder()
                        .setValue(term.required("value").text())
                        .setType(textOrNone(term, "type")));
            }
            case "list" -> {
                term.object(Set.of("values", "type"));
                List.Builder list = List.newBuilder().setType(textOrNone(term, "type"));
                term.required("values").elements().forEach(value -> list.addValues(value.text()));
                expression.setList(list);
            }
            case "call" -> expression.setCall(call(term));
            default -> throw json.unexpected("one term of " + String.join(", ", TERMS));
        }
        return expression.build();
    }

    private static String textOrNone(JsonInput json, String member) {
        return json.member(member).present() ? json.member(member).text() : "";
    }
}
