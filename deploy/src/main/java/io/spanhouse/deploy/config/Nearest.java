package io.spanhouse.deploy.config;

import java.util.Arrays;

/** Finds the name that a misspelt one most probably means: fewest inserted, deleted and replaced characters. */
final class Nearest {
    private Nearest() {}

    /** The nearest name; empty if none is within a third of the length. */
    static String to(String found, Iterable<String> names) {
        String nearest = "";
        int best = Math.max(2, found.length() / 3) + 1;
        for (String name : names) {
            int distance = name.endsWith("." + found) ? 1 : distance(found, name);
            if (distance < best) {
                best = distance;
                nearest = name;
            }
        }
        return nearest;
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[right.length()];
    }
}
