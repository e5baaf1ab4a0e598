package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values as texts, by the definition. */
final class OracleTexts {
    private OracleTexts() {}

    static void candidates(Operand of, PlainSpan span, OracleTree tree, List<OracleConditions.Candidate> out) {
        if (of instanceof Operand.Attribute) {
            OracleConditions.attributes((Operand.Attribute) of, span).forEach(attribute -> add(attribute.value(), out));
            return;
        }
        if (of instanceof Operand.SpanOrResource) {
            String key = ((Operand.SpanOrResource) of).key();
            Operand.Attribute ofSpan = new Operand.Attribute(AttributeLevel.SPAN, key);
            boolean has = !OracleConditions.attributes(ofSpan, span).isEmpty();
            candidates(has ? ofSpan : new Operand.Attribute(AttributeLevel.RESOURCE, key), span, tree, out);
            return;
        }
        if (of instanceof Operand.OfTypes) {
            OracleConditions.ofTypes((Operand.OfTypes) of, span).forEach(attribute -> add(attribute.value(), out));
            return;
        }
        for (OracleConditions.Candidate candidate : OracleConditions.candidates(of, span, tree)) {
            Object value = candidate.value();
            String text = value instanceof byte[] ? HexFormat.of().formatHex((byte[]) value) : value.toString();
            out.add(new OracleConditions.Candidate(text, false, false));
        }
    }

    private static void add(PlainSpan.Value value, List<OracleConditions.Candidate> out) {
        String text = value.payload() instanceof String ? (String) value.payload() : plain(value);
        if (text != null) {
            out.add(new OracleConditions.Candidate(text, false, false));
        }
    }

    private static String plain(PlainSpan.Value value) {
        Object payload = value.payload();
        return switch (value.type()) {
            case STRING, BOOL, INT -> String.valueOf(payload);
            case DOUBLE -> decimal((Double) payload);
            case BYTES -> Base64.getEncoder().encodeToString((byte[]) payload);
            case ARRAY ->
                ((List<?>) payload)
                        .stream()
                                .map(element -> json((PlainSpan.Value) element))
                                .collect(Collectors.joining(",", "[", "]"));
            case KVLIST -> object(value);
            case ABSENT, EMPTY -> null;
        };
    }

    private static String object(PlainSpan.Value value) {
        TreeMap<String, String> members = new TreeMap<>();
        for (Object member : (List<?>) value.payload()) {
            PlainSpan.Attribute attribute = (PlainSpan.Attribute) member;
            members.put(attribute.key(), json(attribute.value()));
        }
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(PlainSpan.Value value) {
        boolean isText = value.payload() instanceof String || value.payload() instanceof byte[];
        return isText
                ? quoted(value.payload() instanceof String ? (String) value.payload() : plain(value))
                : String.valueOf(plain(value));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c < 32) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    /** The first format with enough digits, rewritten as JavaScript does. */
    private static String decimal(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == 0) {
            return "0";
        }
        String scientific = "";
        for (int digits = 0; digits < 17; digits++) {
            scientific = String.format(Locale.ROOT, "%." + digits + "e", new BigDecimal(value));
            if (Double.parseDouble(scientific) == value) {
                break;
            }
        }
        int at = scientific.indexOf('e');
        int exponent = Integer.parseInt(scientific.substring(at + 1).replace("+", ""));
        String mantissa = scientific.substring(0, at);
        if (exponent < -6 || exponent > 20) {
            return mantissa + (exponent < 0 ? "e" : "e+") + exponent;
        }
        return new BigDecimal(scientific).toPlainString();
    }
}
