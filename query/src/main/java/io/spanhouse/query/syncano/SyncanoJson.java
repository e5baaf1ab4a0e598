package io.spanhouse.query.syncano;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes answers: without white space, or, where the client accepts {@code application/json; indent=4}, in lines that are
 * indented as Syncano's documents show them.
 */
final class SyncanoJson {
    private static final Pattern INDENT = Pattern.compile("application/json\\s*;\\s*indent\\s*=\\s*([1-8])");
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Separators SEPARATORS = Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEntrySpacing(Separators.Spacing.AFTER)
            .withArrayElementSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");

    private SyncanoJson() {}

    static void answer(Exchange exchange, Json.JsonAnswer answer) throws IOException {
        PrettyPrinter printer = printer(exchange.requestHeader("Accept"));
        try (OutputStream out = exchange.stream(Json.CONTENT_TYPE);
                JsonGenerator json = FACTORY.createGenerator(new Context(printer), out, JsonEncoding.UTF8)) {
            answer.write(json);
        }
    }

    private static @Nullable PrettyPrinter printer(@Nullable String accept) {
        Matcher indent = INDENT.matcher(accept == null ? "" : accept);
        if (!indent.find()) {
            return null;
        }
        DefaultIndenter lines = new DefaultIndenter(" ".repeat(Integer.parseInt(indent.group(1))), "\n");
        return new DefaultPrettyPrinter(SEPARATORS).withObjectIndenter(lines).withArrayIndenter(lines);
    }

    /** Text that may be JSON; null if it is none. */
    static @Nullable JsonNode tree(String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree.isObject() || tree.isArray() ? tree : null;
        } catch (JacksonException e) {
            // Raw text is shown as such.
            return null;
        }
    }

    static void tree(JsonNode tree, JsonGenerator json) {
        MAPPER.writeTree(json, tree);
    }

    /** Says how to print. */
    private static final class Context extends ObjectWriteContext.Base {
        private final @Nullable PrettyPrinter printer;

        Context(@Nullable PrettyPrinter printer) {
            this.printer = printer;
        }

        @Override
        public @Nullable PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return printer != null;
        }
    }
}
