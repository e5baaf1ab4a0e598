package io.spanhouse.storage.scan;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;

/**
 * Compiles regular expressions that clients send. Matching takes linear time whatever the expression; compiling does not,
 * since {@code (x{1000}){1000}} becomes a million instructions, so the counted repetitions are bounded first.
 */
final class Patterns {
    /** Longest expression, in characters. */
    static final int LENGTH_MAX = 4_096;

    /** Most instructions that an expression may become by its counted repetitions, estimated from above. */
    static final long INSTRUCTIONS_MAX = 200_000;

    private Patterns() {}

    /**
     * Compiles an expression.
     *
     * @throws StoreException BAD_INPUT if it is none, or over a limit
     */
    static Pattern compile(String expression) {
        if (expression.length() > LENGTH_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "regular expression has " + expression.length() + " characters, expected at most " + LENGTH_MAX);
        }
        if (instructions(expression) > INSTRUCTIONS_MAX) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "regular expression may become over " + INSTRUCTIONS_MAX
                            + " instructions by its counted repetitions, expected fewer");
        }
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new StoreException(
                    FailureKind.BAD_INPUT, "regular expression is not valid RE2: " + e.getMessage(), e);
        }
    }

    /** Length times all counted repetitions, as if they were all nested. */
    private static long instructions(String expression) {
        long instructions = expression.length();
        int open = expression.indexOf('{');
        while (open >= 0 && instructions <= INSTRUCTIONS_MAX) {
            long greatest = 1;
            long number = 0;
            int position = open + 1;
            while (position < expression.length() && isCount(expression.charAt(position))) {
                char c = expression.charAt(position++);
                number = c == ',' ? 0 : Math.min(number * 10 + c - '0', INSTRUCTIONS_MAX);
                greatest = Math.max(greatest, number);
            }
            instructions *= greatest;
            open = expression.indexOf('{', position);
        }
        return instructions;
    }

    private static boolean isCount(char c) {
        return c >= '0' && c <= '9' || c == ',';
    }
}
