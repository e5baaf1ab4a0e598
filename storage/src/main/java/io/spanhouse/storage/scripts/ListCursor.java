package io.spanhouse.storage.scripts;

import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Where a page ended. Later pages show runs as they were for the first one: by as many facts as there were then.
 *
 * @param epoch of the table; one that lost spans, or was built anew, has another
 * @param factsEnd how many facts the first page saw
 * @param madeMillis when the first page was made
 * @param window of the first page: one that ends now has moved since
 * @param request hash of the request, without its cursor and its window
 * @param key of the last row
 * @param row number of the last row
 */
record ListCursor(long epoch, int factsEnd, long madeMillis, TimeWindow window, long request, long key, int row) {
    private static final int BYTES = 6 * Long.BYTES + 2 * Integer.BYTES;
    private static final long AGE_MILLIS_MAX = 3_600_000;

    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(epoch)
                .putInt(factsEnd)
                .putLong(madeMillis)
                .putLong(window.fromNanos())
                .putLong(window.toNanos())
                .putLong(request)
                .putLong(key)
                .putInt(row);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /**
     * Reads a cursor.
     *
     * @throws StoreException BAD_INPUT if it is none, or of another request, or no longer good
     */
    static ListCursor read(String text, long epoch, long nowMillis, long request) {
        ListCursor cursor = parse(text);
        if (cursor.request != request) {
            throw bad("the cursor is of another request; expected the same script, filters, search and order");
        }
        if (cursor.epoch != epoch || nowMillis - cursor.madeMillis > AGE_MILLIS_MAX) {
            throw bad("the cursor has expired; expected one that is at most an hour old, made since the server started"
                    + " and since older spans were dropped. Start with the first page");
        }
        return cursor;
    }

    private static ListCursor parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            ListCursor cursor = new ListCursor(
                    bytes.getLong(),
                    bytes.getInt(),
                    bytes.getLong(),
                    new TimeWindow(bytes.getLong(), bytes.getLong()),
                    bytes.getLong(),
                    bytes.getLong(),
                    bytes.getInt());
            if (!bytes.hasRemaining()) {
                return cursor;
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            // Told below, as a cursor with too many bytes is.
        }
        throw bad("the cursor is none that a page had");
    }

    private static StoreException bad(String message) {
        return new StoreException(FailureKind.BAD_INPUT, message);
    }
}
