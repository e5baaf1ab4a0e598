package io.spanhouse.query.traceql;

import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a query into tokens. An attribute with its scope is one token, so that its name can be anything: it runs until white
 * space or one of {@code {}()=~!<>&|^,}, parts of it may stand in quotes. Comments are Go's. One instance reads one query.
 */
final class Lexer {
    /** Longest query. */
    static final int CHARACTERS_MAX = 128 << 10;

    private static final String NAME_ENDS = "{}()=~!<>&|^,";

    /** Longest first where one begins with another. */
    private static final List<String> SYMBOLS = List.of(
            "!>>", "!<<", "&>>", "&<<", "&&", "||", "!=", "!~", "!>", "!<", "&>", "&<", "&~", "=~", ">>", "<<", ">=",
            "<=", "{", "}", "(", ")", ",", "|", "=", "<", ">", "~", "!", "+", "-", "*", "/", "%", "^");

    private static final Set<String> INTRINSIC_SCOPES = Set.of("trace", "span", "event", "link", "instrumentation");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int next;
    private int line = 1;
    private int lineStart;

    private Lexer(String text) {
        this.text = text;
    }

    /** The tokens of a query; the last is the end. */
    static List<Token> read(String text) {
        if (text.length() > CHARACTERS_MAX) {
            throw TraceQlException.parse(
                    new Place(1, 1), "a query of " + text.length() + " characters", "at most " + CHARACTERS_MAX);
        }
        Lexer lexer = new Lexer(text);
        while (lexer.skip()) {
            lexer.token();
        }
        lexer.add(Token.Kind.END, lexer.place(), lexer.next, null, null);
        return lexer.tokens;
    }

    private Place place() {
        return new Place(line, next - lineStart + 1);
    }

    private void add(
            Token.Kind kind, Place place, int start, @Nullable Literal literal, @Nullable AttributeName attribute) {
        tokens.add(new Token(kind, text.substring(start, next), literal, attribute, place));
    }

    /** Skips white space and comments; false at the end. */
    private boolean skip() {
        while (next < text.length()) {
            char c = text.charAt(next);
            if (c == '\n') {
                next++;
                line++;
                lineStart = next;
            } else if (Character.isWhitespace(c)) {
                next++;
            } else if (text.startsWith("//", next)) {
                int end = text.indexOf('\n', next);
                next = end < 0 ? text.length() : end;
            } else if (text.startsWith("/*", next)) {
                comment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void comment() {
        Place place = place();
        int end = text.indexOf("*/", next + 2);
        if (end < 0) {
            throw TraceQlException.parse(place, "the end in a comment", "*/");
        }
        for (int i = next; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        next = end + 2;
    }

    private void token() {
        char c = text.charAt(next);
        Place place = place();
        int start = next;
        if (digit(next) || c == '.' && digit(next + 1)) {
            NumberText number = NumberText.read(text, next, place);
            next = number.end();
            add(number.kind(), place, start, number.literal(), null);
        } else if (c == '"' || c == '`') {
            String string = QuotedText.string(text, next, place);
            next = QuotedText.end(text, next);
            countLines(start);
            add(Token.Kind.STRING, place, start, new Literal.Text(string), null);
        } else if (c == '.') {
            next++;
            attribute(place, start, AttributeName.Scope.NONE, false);
        } else if (letter(c)) {
            word(place, start);
        } else {
            symbol(place, start);
        }
    }

    private void countLines(int start) {
        for (int i = start; i < next; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
    }

    private void symbol(Place place, int start) {
        for (String symbol : SYMBOLS) {
            if (text.startsWith(symbol, next)) {
                next += symbol.length();
                add(Token.Kind.SYMBOL, place, start, null, null);
                return;
            }
        }
        throw TraceQlException.parse(
                place, "'" + Character.toString(text.codePointAt(next)) + "'", "a name, a value or an operator");
    }

    private void word(Place place, int start) {
        while (next < text.length() && (letter(text.charAt(next)) || digit(next))) {
            next++;
        }
        String word = text.substring(start, next);
        if (at('.')) {
            next++;
            scoped(place, start, word);
        } else if (at(':') && INTRINSIC_SCOPES.contains(word)) {
            next++;
            while (next < text.length() && (letter(text.charAt(next)) || digit(next))) {
                next++;
            }
            String name = text.substring(start, next);
            if (Intrinsic.named(name) == null) {
                throw TraceQlException.parse(place, "'" + name + "'", "an intrinsic of " + word + ":");
            }
            add(Token.Kind.INTRINSIC, place, start, null, null);
        } else {
            add(Token.Kind.WORD, place, start, null, null);
        }
    }

    private void scoped(Place place, int start, String word) {
        if (word.equals("parent")) {
            for (AttributeName.Scope scope :
                    List.of(AttributeName.Scope.SPAN, AttributeName.Scope.RESOURCE, AttributeName.Scope.NONE)) {
                String prefix = scope == AttributeName.Scope.NONE ? "" : scope.text() + ".";
                if (text.startsWith(prefix, next)) {
                    next += prefix.length();
                    attribute(place, start, scope, true);
                    return;
                }
            }
        }
        for (AttributeName.Scope scope : AttributeName.Scope.values()) {
            if (scope != AttributeName.Scope.NONE && scope.text().equals(word)) {
                attribute(place, start, scope, false);
                return;
            }
        }
        throw TraceQlException.parse(
                place, "'" + word + ".'", "a scope: span, resource, event, link, instrumentation or parent");
    }

    private void attribute(Place place, int start, AttributeName.Scope scope, boolean ofParent) {
        StringBuilder name = new StringBuilder();
        while (next < text.length()) {
            char c = text.charAt(next);
            if (Character.isWhitespace(c) || NAME_ENDS.indexOf(c) >= 0) {
                break;
            }
            if (c == '"') {
                name.append(QuotedText.namePart(text, next, place()));
                int opened = next;
                next = QuotedText.end(text, next);
                countLines(opened);
            } else {
                name.append(c);
                next++;
            }
        }
        if (name.isEmpty()) {
            throw TraceQlException.parse(place, "'" + text.substring(start, next) + "'", "the name of an attribute");
        }
        add(Token.Kind.ATTRIBUTE, place, start, null, new AttributeName(scope, ofParent, name.toString()));
    }

    private boolean at(char c) {
        return next < text.length() && text.charAt(next) == c;
    }

    private boolean digit(int position) {
        return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }
}
