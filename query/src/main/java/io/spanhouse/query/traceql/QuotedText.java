package io.spanhouse.query.traceql;

/** Text in quotes: between double quotes with Go's escapes, between backticks as it is. */
final class QuotedText {
    private QuotedText() {}

    /** The position after the closing quote; the text has been read before, so there is one. */
    static int end(String text, int open) {
        char quote = text.charAt(open);
        int position = open + 1;
        while (text.charAt(position) != quote) {
            position += quote == '"' && text.charAt(position) == '\\' ? 2 : 1;
        }
        return position + 1;
    }

    /** A part of an attribute's name: a backslash makes a quote or a backslash. */
    static String namePart(String text, int open, Place place) {
        StringBuilder read = new StringBuilder();
        int position = open + 1;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                return read.toString();
            }
            if (c == '\\') {
                position++;
                char escaped = position < text.length() ? text.charAt(position) : ' ';
                if (escaped != '"' && escaped != '\\') {
                    throw TraceQlException.parse(place, "'\\" + escaped + "' in a name", "\\\" or \\\\");
                }
                c = escaped;
            }
            read.append(c);
            position++;
        }
        throw TraceQlException.parse(place, "the end in a quoted name", "a closing quote");
    }

    /** A string. */
    static String string(String text, int open, Place place) {
        if (text.charAt(open) == '`') {
            int close = text.indexOf('`', open + 1);
            if (close < 0) {
                throw TraceQlException.parse(place, "the end in a string", "a closing `");
            }
            return text.substring(open + 1, close).replace("\r", "");
        }
        StringBuilder read = new StringBuilder();
        int position = open + 1;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '"') {
                return read.toString();
            }
            if (c == '\n') {
                break;
            }
            if (c == '\\') {
                position = escape(text, position + 1, place, read);
            } else {
                read.append(c);
                position++;
            }
        }
        throw TraceQlException.parse(place, "the end of the line in a string", "a closing \"");
    }

    /** Reads what follows a backslash; returns the position after it. */
    private static int escape(String text, int position, Place place, StringBuilder read) {
        char c = position < text.length() ? text.charAt(position) : ' ';
        int simple = "abfnrtv\\\"".indexOf(c);
        if (simple >= 0) {
            read.append("\u0007\b\f\n\r\t\u000b\\\"".charAt(simple));
            return position + 1;
        }
        return switch (c) {
            case 'x' -> code(text, position + 1, 2, 16, place, read);
            case 'u' -> code(text, position + 1, 4, 16, place, read);
            case 'U' -> code(text, position + 1, 8, 16, place, read);
            case '0', '1', '2', '3', '4', '5', '6', '7' -> code(text, position, 3, 8, place, read);
            default -> throw TraceQlException.parse(place, "'\\" + c + "' in a string", "one of Go's escapes");
        };
    }

    private static int code(String text, int start, int digits, int radix, Place place, StringBuilder read) {
        try {
            int code = Integer.parseInt(text, start, start + digits, radix);
            if (code >= 0 && Character.isValidCodePoint(code)) {
                read.appendCodePoint(code);
                return start + digits;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            // Told below, as a number that is no character is.
        }
        throw TraceQlException.parse(place, "an escape in a string", digits + " digits of a character's number");
    }
}
