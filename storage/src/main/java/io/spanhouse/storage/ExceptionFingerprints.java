package io.spanhouse.storage;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import io.spanhouse.storage.scan.ExceptionFingerprint;
import org.jspecify.annotations.Nullable;

/** Which exception of a span that was read has a fingerprint, for those who found the span by one. Not for hot paths. */
public final class ExceptionFingerprints {
    private ExceptionFingerprints() {}

    /**
     * One exception.
     *
     * @param fingerprint as {@link io.spanhouse.storage.filter.Operand.ExceptionFingerprint} has it
     */
    public record Cause(String fingerprint, String type, String message) {}

    /** The exception that an event tells of; null if it tells of none. */
    public static @Nullable Cause cause(SpanRows rows, int row, int event) {
        if (!rows.strings().text(rows.eventName(event)).equals("exception")) {
            return null;
        }
        String type = ofEvent(rows, event, "exception.type");
        String message = ofEvent(rows, event, "exception.message");
        int resource = rows.resource(row);
        String fingerprint = ExceptionFingerprint.of(
                ofResource(rows, resource, "service.namespace"),
                ofResource(rows, resource, "service.name"),
                type,
                message,
                ofEvent(rows, event, "exception.stacktrace"));
        return new Cause(fingerprint, type, message);
    }

    private static String ofEvent(SpanRows rows, int event, String key) {
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            String text = text(rows, rows.eventAttribute(i), key);
            if (text != null) {
                return text;
            }
        }
        return "";
    }

    private static String ofResource(SpanRows rows, int resource, String key) {
        ResourceTable table = rows.resources();
        for (int i = table.attributeStart(resource); i < table.attributeEnd(resource); i++) {
            String text = text(rows, table.attribute(i), key);
            if (text != null) {
                return text;
            }
        }
        return "";
    }

    /** The pair's value if it is a text under this key, else null. */
    private static @Nullable String text(SpanRows rows, int pair, String key) {
        if (rows.pairs().type(pair) != ValueType.STRING.code()
                || !rows.strings().text(rows.pairs().key(pair)).equals(key)) {
            return null;
        }
        ByteSlice slice = new ByteSlice();
        rows.pairs().value(pair, slice);
        return slice.utf8();
    }
}
