package io.spanhouse.deploy.bench;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The same question in several dialects.
 *
 * @param title names it in the table
 * @param ways our own API first, then the dialects that can say it
 */
record DialectClass(String title, List<Way> ways) {
    DialectClass {
        ways = List.copyOf(ways);
    }

    /**
     * What a question is about.
     *
     * @param number of the question
     * @param traceId of some trace
     * @param operation some service's
     * @param key an attribute's
     * @param range all of the data's time
     */
    record Draw(int number, String traceId, ShapeFacts.Operation operation, ShapeFacts.Key key, TimeRange range) {}

    /**
     * A dialect's way of asking.
     *
     * @param dialect its name
     * @param asking asks
     */
    record Way(String dialect, Asked asking) {}

    /** Asks, and gives what reads the answer when nobody waits any more: the ids or names that it has. */
    @FunctionalInterface
    interface Asked {
        Supplier<Set<String>> ask(Draw draw) throws IOException;
    }
}
