package io.spanhouse.deploy.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.trace.v1.TracesData;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads out of answers of all forms what they are compared by. */
final class DialectReading {
    private DialectReading() {}

    static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    /** The ids of the spans of a message. */
    static Set<String> spans(TracesData message) {
        Set<String> ids = new TreeSet<>();
        message.getResourceSpansList()
                .forEach(resource -> resource.getScopeSpansList()
                        .forEach(scope -> scope.getSpansList().forEach(span -> ids.add(hex(span.getSpanId())))));
        return ids;
    }

    /** The same of an answer in protobuf, in whose first field the resources are. */
    static Set<String> spans(Answer answer) {
        try {
            return spans(TracesData.parseFrom(answer.body()));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("the answer is no trace in protobuf", e);
        }
    }

    /** The ids of the spans of OTLP's JSON, at a pointer. */
    static Function<Answer, Set<String>> spansAt(String pointer) {
        return answer -> {
            Set<String> ids = new TreeSet<>();
            for (JsonNode resource : answer.json().at(pointer)) {
                for (JsonNode scope : resource.path("scopeSpans")) {
                    scope.path("spans")
                            .forEach(span -> ids.add(span.path("spanId").asString("")));
                }
            }
            return ids;
        };
    }

    /** The texts that every object of the answer has under a name. */
    static Function<Answer, Set<String>> every(String name) {
        return answer -> {
            Set<String> texts = new TreeSet<>();
            for (JsonNode value : answer.json().findValues(name)) {
                texts.add(value.asString());
            }
            return texts;
        };
    }

    /** The texts of a list, at a pointer. */
    static Function<Answer, Set<String>> list(String pointer) {
        return answer -> {
            Set<String> texts = new TreeSet<>();
            answer.json().at(pointer).forEach(value -> texts.add(value.asString()));
            return texts;
        };
    }

    /** A text of each member of a list, at two pointers. */
    static Function<Answer, Set<String>> each(String pointer, String inner) {
        return answer -> {
            Set<String> texts = new TreeSet<>();
            answer.json().at(pointer).forEach(value -> texts.add(value.at(inner).asString("")));
            return texts;
        };
    }

    /** Two texts of each member of a list, with an arrow between them. */
    static Function<Answer, Set<String>> pairs(String pointer, String from, String to) {
        return answer -> {
            Set<String> texts = new TreeSet<>();
            answer.json()
                    .at(pointer)
                    .forEach(value -> texts.add(
                            value.at(from).asString("") + ">" + value.at(to).asString("")));
            return texts;
        };
    }

    /** Trace ids as 32 digits. */
    static Function<Answer, Set<String>> padded(Function<Answer, Set<String>> reading) {
        return answer -> {
            Set<String> ids = new TreeSet<>();
            reading.apply(answer).forEach(id -> ids.add("0".repeat(32 - id.length()) + id));
            return ids;
        };
    }

    /** In lower case, for what a dialect shows so. */
    static Set<String> lower(Set<String> texts) {
        Set<String> lower = new TreeSet<>();
        texts.forEach(text -> lower.add(text.toLowerCase(Locale.ROOT)));
        return lower;
    }
}
