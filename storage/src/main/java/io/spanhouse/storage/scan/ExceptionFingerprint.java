package io.spanhouse.storage.scan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The fingerprint of an exception, version 1: 16 hexadecimal digits that errors of one cause share.
 *
 * <p>They are the start of the SHA-256 of: the version, namespace, service, exception type, and where it happened, each
 * ended by a zero byte. Where it happened is the top {@value #FRAMES_MAX} stack frames as {@link StackFrames} reads them;
 * with no stack, the message with what varies replaced ({@link #withoutVariables}). Clients keep fingerprints, so
 * another way to compute them is another version.
 */
public final class ExceptionFingerprint {
    /** Frames that count, from the top. */
    static final int FRAMES_MAX = 5;

    /** Characters of a stack or message that are looked at. */
    static final int TEXT_LENGTH_MAX = 65_536;

    private static final String VERSION = "v1";
    private static final int DIGEST_BYTES = 8;
    private static final int HEX_ID_LENGTH_MIN = 8;

    private ExceptionFingerprint() {}

    /** The fingerprint; texts that are absent are empty. */
    public static String of(String namespace, String service, String type, String message, String stack) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        update(digest, VERSION);
        update(digest, namespace);
        update(digest, service);
        update(digest, type);
        if (stack.isBlank()) {
            update(digest, withoutVariables(cut(message), true));
        } else {
            for (String frame : StackFrames.top(cut(stack), FRAMES_MAX)) {
                update(digest, frame);
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }

    private static void update(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static String cut(String text) {
        return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX);
    }

    /**
     * A text with numbers, addresses, hexadecimal ids and UUIDs replaced by {@code #}, and quoted parts by {@code ?} if
     * asked.
     */
    static String withoutVariables(String text, boolean quotesToo) {
        StringBuilder out = new StringBuilder(text.length());
        int position = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            int end = quotesToo ? quotedEnd(text, position) : position;
            if (end > position) {
                out.append('?');
            } else if (isWord(c)) {
                end = wordEnd(text, position);
                appendWord(out, text.substring(position, end));
            } else {
                out.append(c);
                end = position + 1;
            }
            position = end;
        }
        return out.toString();
    }

    /** The position after a quoted part that starts here, or {@code start} if none does. */
    private static int quotedEnd(String text, int start) {
        char quote = text.charAt(start);
        boolean opens = (quote == '\'' || quote == '"' || quote == '`')
                && (start == 0 || !Character.isLetterOrDigit(text.charAt(start - 1)));
        if (!opens) {
            return start;
        }
        int close = text.indexOf(quote, start + 1);
        while (close >= 0 && close + 1 < text.length() && Character.isLetterOrDigit(text.charAt(close + 1))) {
            close = text.indexOf(quote, close + 1);
        }
        return close < 0 ? start : close + 1;
    }

    private static boolean isWord(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** The end of a run of letters and digits, with single hyphens inside, as a UUID has them. */
    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length()) {
            boolean hyphenInside = text.charAt(end) == '-' && end + 1 < text.length() && isWord(text.charAt(end + 1));
            if (!isWord(text.charAt(end)) && !hyphenInside) {
                break;
            }
            end++;
        }
        return end;
    }

    private static void appendWord(StringBuilder out, String word) {
        if (isVariable(word)) {
            out.append('#');
            return;
        }
        boolean inNumber = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            if (!digit) {
                out.append(c);
            } else if (!inNumber) {
                out.append('#');
            }
            inNumber = digit;
        }
    }

    private static boolean isVariable(String word) {
        if (word.startsWith("0x") || word.startsWith("0X")) {
            return true;
        }
        boolean digitSeen = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c != '-' && !HexFormat.isHexDigit(c)) {
                return false;
            }
            digitSeen |= c >= '0' && c <= '9';
        }
        return digitSeen && word.length() >= HEX_ID_LENGTH_MIN;
    }
}
