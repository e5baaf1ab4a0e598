package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ByteSlice;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Finds a text in others whatever the case of letters: by bytes where both are ASCII, as nearly all are. Immutable. */
final class ContainedText {
    private final String wanted;
    private final byte[] bytes;
    private final boolean ascii;

    ContainedText(String text) {
        this.wanted = text.toLowerCase(Locale.ROOT);
        this.bytes = wanted.getBytes(StandardCharsets.UTF_8);
        this.ascii = bytes.length == wanted.length();
    }

    boolean in(String text) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    boolean in(ByteSlice text) {
        if (!ascii) {
            return in(text.utf8());
        }
        if (bytes.length == 0) {
            return true;
        }
        int last = text.offset + text.length - bytes.length;
        byte first = bytes[0];
        boolean plain = true;
        for (int at = text.offset; at < text.offset + text.length; at++) {
            byte found = text.array[at];
            plain &= found >= 0;
            if (at <= last && lower(found) == first && matches(text.array, at)) {
                return true;
            }
        }
        // Letters beyond ASCII may become ASCII when they are made small, as the sign of Kelvin does.
        return !plain && in(text.utf8());
    }

    private boolean matches(byte[] array, int at) {
        for (int i = 1; i < bytes.length; i++) {
            if (lower(array[at + i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte lower(byte letter) {
        return letter >= 'A' && letter <= 'Z' ? (byte) (letter + 32) : letter;
    }
}
