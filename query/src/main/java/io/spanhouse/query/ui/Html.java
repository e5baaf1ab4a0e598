package io.spanhouse.query.ui;

/** A page as it is written. Text is escaped on its way in; only markup that stands in our own code is not. */
final class Html {
    private final StringBuilder out = new StringBuilder(4_096);

    /** Markup from our own code. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    /** Text from anywhere, between tags or inside a quoted attribute. Control characters become visible. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(isControl(c) ? '\uFFFD' : c);
            }
        }
        return this;
    }

    /** Controls, and the marks that turn the direction of the text around them. */
    private static boolean isControl(char c) {
        return c < ' ' || c >= 0x7F && c < 0xA0 || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
