package io.spanhouse.ingest.scripts;

import io.spanhouse.storage.scripts.ScriptField;
import io.spanhouse.storage.scripts.ScriptNames;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The texts that matter here, and what each means. Immutable. */
final class FrameKeys {
    static final int NOTHING = 0;
    /** Name of an event that is a frame. */
    static final int FRAME_EVENT = 1;

    static final int FRAME_INDEX = 2;
    static final int SERVICE = 3;
    /** Key of an attribute that makes a span a log. */
    static final int LOG = 4;
    /** From here on by rank of the name: the first that a span has counts. */
    static final int RUN_ID = 16;

    static final int SCRIPT = 32;
    static final int USER = 48;

    private static final int RANKS = 16;
    private static final String FRAME_EVENT_NAME = "script.frame";
    private static final String FRAME_INDEX_KEY = "script.frame.index";
    private static final String SERVICE_KEY = "service.name";
    private static final byte[] LOG_PREFIX = ScriptNames.LOG_PREFIX.getBytes(StandardCharsets.UTF_8);

    private final Map<String, Integer> meanings = new HashMap<>();
    private final int longestBytes;

    FrameKeys(ScriptNames names) {
        add(names.of(ScriptField.RUN_ID), RUN_ID);
        add(names.of(ScriptField.SCRIPT), SCRIPT);
        add(names.of(ScriptField.USER), USER);
        add(names.of(ScriptField.LOG_ID), LOG, 0);
        add(names.of(ScriptField.LOG_LEVEL), LOG, 0);
        add(names.of(ScriptField.LOG_MESSAGE), LOG, 0);
        meanings.put(FRAME_EVENT_NAME, FRAME_EVENT);
        meanings.put(FRAME_INDEX_KEY, FRAME_INDEX);
        meanings.put(SERVICE_KEY, SERVICE);
        longestBytes = meanings.keySet().stream()
                .mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    private void add(List<String> names, int meaning) {
        add(names, meaning, 1);
    }

    private void add(List<String> names, int meaning, int step) {
        for (int rank = Math.min(names.size(), RANKS) - 1; rank >= 0; rank--) {
            meanings.put(names.get(rank), meaning + step * rank);
        }
    }

    /** What a text means. */
    int meaning(byte[] array, int offset, int length) {
        if (length <= longestBytes) {
            Integer known = meanings.get(new String(array, offset, length, StandardCharsets.UTF_8));
            if (known != null) {
                return known;
            }
        }
        return startsAsLog(array, offset, length) ? LOG : NOTHING;
    }

    private static boolean startsAsLog(byte[] array, int offset, int length) {
        for (int i = 0; i < LOG_PREFIX.length; i++) {
            if (i >= length || array[offset + i] != LOG_PREFIX[i]) {
                return false;
            }
        }
        return true;
    }
}
