package io.spanhouse.query.jaeger.expression;

import java.util.List;

/** The words for kinds and statuses of spans, each at the place of its number. */
public final class Words {
    /** Kinds. */
    public static final List<String> KINDS =
            List.of("unspecified", "internal", "server", "client", "producer", "consumer");

    /** Statuses. */
    public static final List<String> STATUSES = List.of("unset", "ok", "error");

    private Words() {}
}
