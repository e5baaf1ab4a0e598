package io.spanhouse.deploy.config;

/** What a setting's text may look like. */
public enum ValueKind {
    /** Any text. */
    TEXT("text"),
    /** {@code true} or {@code false}. */
    TRUTH("true or false"),
    /** A whole number. */
    NUMBER("a whole number"),
    /** A port, 0 to 65535; 0 switches the listener off. */
    PORT("a port from 0 to 65535"),
    /** Bytes, such as {@code 512MiB}, {@code 1GiB} or a plain number. */
    SIZE("a size such as 512MiB"),
    /** Bytes, or a share of the volume such as {@code 80%}. */
    SIZE_OR_SHARE("a size such as 512GiB or a share such as 80%"),
    /** Time, such as {@code 500ms}, {@code 10s}, {@code 15m}, {@code 6h} or {@code 30d}. */
    DURATION("a duration such as 10s, 15m, 6h or 30d"),
    /** Texts, separated by commas. */
    LIST("texts separated by commas");

    private final String form;

    ValueKind(String form) {
        this.form = form;
    }

    /** What is expected, for messages and documents. */
    public String form() {
        return form;
    }
}
