package io.spanhouse.query.jaeger;

import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.HttpFailure;
import java.util.Set;

/** Parameters that are true or false. */
final class Flags {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "True", "TRUE");
    private static final Set<String> FALSE = Set.of("", "0", "f", "F", "false", "False", "FALSE");

    private Flags() {}

    /** A parameter by any of its names; false if none of them is there. */
    static boolean of(Exchange exchange, String... names) {
        for (String name : names) {
            String text = exchange.query(name);
            if (text != null) {
                if (!TRUE.contains(text) && !FALSE.contains(text)) {
                    throw HttpFailure.badRequest(
                            "unable to parse param '" + name + "': found '" + text + "', expected true or false");
                }
                return TRUE.contains(text);
            }
        }
        return false;
    }
}
