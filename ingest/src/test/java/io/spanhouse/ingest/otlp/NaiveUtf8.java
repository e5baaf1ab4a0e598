package io.spanhouse.ingest.otlp;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ill-formed UTF-8 to text by the table of the Unicode standard, written as a pattern. */
final class NaiveUtf8 {
    private static final Pattern SEQUENCE = Pattern.compile("(?<good>[\\x00-\\x7F]+|[\\xC2-\\xDF][\\x80-\\xBF]"
            + "|\\xE0[\\xA0-\\xBF][\\x80-\\xBF]|[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]{2}|\\xED[\\x80-\\x9F][\\x80-\\xBF]"
            + "|\\xF0[\\x90-\\xBF][\\x80-\\xBF]{2}|[\\xF1-\\xF3][\\x80-\\xBF]{3}|\\xF4[\\x80-\\x8F][\\x80-\\xBF]{2})"
            + "|\\xE0[\\xA0-\\xBF]|[\\xE1-\\xEC\\xEE\\xEF][\\x80-\\xBF]|\\xED[\\x80-\\x9F]"
            + "|\\xF0[\\x90-\\xBF][\\x80-\\xBF]?|[\\xF1-\\xF3][\\x80-\\xBF]{1,2}|\\xF4[\\x80-\\x8F][\\x80-\\xBF]?"
            + "|[\\x00-\\xFF]");

    private NaiveUtf8() {}

    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        Matcher matcher = SEQUENCE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            String good = matcher.group("good");
            text.append(
                    good == null
                            ? "\uFFFD"
                            : new String(good.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
