package io.spanhouse.storage.scripts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What many spans of runs have in common, each combination once: script, service, deployment and so on. Texts come from one
 * thread; forms may come from several, which read old states of runs.
 */
final class RunForms {
    /** A text that a form has. */
    enum Part {
        SCRIPT,
        SERVICE,
        DEPLOYMENT,
        DEPLOYMENT_VERSION,
        FUNCTION,
        SOURCE_TYPE,
        SOURCE,
        USER,
        INVOCATION
    }

    private static final int PARTS = Part.values().length;
    private static final int TEXT_BYTES = 120;
    private static final int FORM_BYTES = 160;

    private final Map<String, Integer> codes = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final Map<Key, Integer> numbers = new HashMap<>();
    private volatile int[][] forms = new int[64][];
    private volatile int size;
    private long textBytes;

    private record Key(int[] parts) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key && Arrays.equals(parts, ((Key) other).parts);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(parts);
        }
    }

    RunForms() {
        intern("");
    }

    /** The code of a text; that of the empty text is 0. */
    int intern(String text) {
        Integer known = codes.get(text);
        if (known != null) {
            return known;
        }
        codes.put(text, texts.size());
        texts.add(text);
        textBytes += TEXT_BYTES + 2L * text.length();
        return texts.size() - 1;
    }

    /** The form with these codes of texts, by {@link Part}. */
    synchronized int form(int[] parts) {
        Integer known = numbers.get(new Key(parts));
        if (known != null) {
            return known;
        }
        int number = size;
        int[] own = parts.clone();
        numbers.put(new Key(own), number);
        int[][] all = number == forms.length ? Arrays.copyOf(forms, 2 * number) : forms;
        all[number] = own;
        forms = all;
        size = number + 1;
        return number;
    }

    /** Number of forms. */
    int size() {
        return size;
    }

    /** The code of a form's text. */
    int code(int form, Part part) {
        return forms[form][part.ordinal()];
    }

    /** A form's text. */
    String text(int form, Part part) {
        return texts.get(code(form, part));
    }

    /** The text with a code. */
    String text(int code) {
        return texts.get(code);
    }

    /** The code of a text, -1 if no form has it. */
    int find(String text) {
        return codes.getOrDefault(text, -1);
    }

    /** A copy of a form's codes. */
    int[] parts(int form) {
        return Arrays.copyOf(forms[form], PARTS);
    }

    long bytes() {
        return textBytes + (long) FORM_BYTES * size;
    }
}
