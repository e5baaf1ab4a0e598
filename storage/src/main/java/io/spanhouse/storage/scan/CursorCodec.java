package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * The text that says where a page of traces ended.
 *
 * <pre>
 * cursor   base64url without padding of, big-endian:
 *   version        u8, 2
 *   partitions     u8
 *   ticks          u64 of each partition, rows with a greater one are not seen by any page
 *   began          i64, milliseconds since 1970 when the first page was asked for
 *   total          i64, matching traces, -1 if it was not asked for
 *   order          u8, number of the key * 2 + descending
 *   last key       u64
 *   last trace id  16 bytes
 *   name length    u16
 *   last name      UTF-8, of the root where the list is by name
 *   request        8 bytes, start of the SHA-256 of all that makes the list
 *   CRC32C         u32 of all before
 * </pre>
 *
 * <p>The list is made by project, window, predicate, order and visibility; page size and whether a total is wanted may
 * change from page to page. The texts of the records stand for them: what is equal has equal texts.
 */
final class CursorCodec {
    /** How long a cursor is good for. */
    static final long VALID_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final byte VERSION = 2;
    private static final int REQUEST_BYTES = 8;
    /** From the name's length to the end, the name itself left out. */
    private static final int LENGTH_AFTER_ID = 2 + REQUEST_BYTES + 4;

    private static final int LENGTH_WITHOUT_TICKS = 1 + 1 + 8 + 8 + 1 + 8 + 16 + 2 + REQUEST_BYTES + 4;

    /**
     * What a cursor says.
     *
     * @param ticks the read point of all pages in each partition
     * @param beganMillis when the first page was asked for
     * @param total exact total of the list, -1 if unknown
     * @param last where the page before ended
     */
    record Cursor(long[] ticks, long beganMillis, long total, PageOrder.Position last) {}

    private CursorCodec() {}

    static String encode(Cursor cursor, SearchRequest request) {
        byte[] name = cursor.last.name().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(length(cursor.ticks.length) + name.length);
        out.put(VERSION).put((byte) cursor.ticks.length);
        for (long tick : cursor.ticks) {
            out.putLong(tick);
        }
        out.putLong(cursor.beganMillis).putLong(cursor.total);
        out.put(order(request.order())).putLong(cursor.last.key());
        out.putLong(cursor.last.id().high()).putLong(cursor.last.id().low());
        out.putShort((short) name.length).put(name);
        out.put(hash(request));
        out.putInt(crc(out.array(), out.position()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    /**
     * Reads a cursor and checks that it is of this request.
     *
     * @throws StoreException BAD_INPUT if it is damaged, of another request, or expired
     */
    static Cursor decode(String text, SearchRequest request, int partitions, long nowMillis) {
        ByteBuffer in = ByteBuffer.wrap(bytes(text, partitions));
        in.getShort();
        long[] ticks = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            ticks[i] = in.getLong();
        }
        long began = in.getLong();
        long total = in.getLong();
        byte order = in.get();
        long key = in.getLong();
        TraceId id = new TraceId(in.getLong(), in.getLong());
        byte[] name = new byte[in.getShort()];
        in.get(name);
        PageOrder.Position last = new PageOrder.Position(key, new String(name, StandardCharsets.UTF_8), id);
        Cursor cursor = new Cursor(ticks, began, total, last);
        byte[] hash = new byte[REQUEST_BYTES];
        in.get(hash);
        if (order != order(request.order()) || !Arrays.equals(hash, hash(request))) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "cursor is of another request: project, window, predicate, order and visibility must be the same");
        }
        if (nowMillis - began > VALID_MILLIS) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "cursor has expired: the first page was asked for "
                            + TimeUnit.MILLISECONDS.toSeconds(nowMillis - began) + " seconds ago, expected at most "
                            + TimeUnit.MILLISECONDS.toSeconds(VALID_MILLIS));
        }
        return cursor;
    }

    private static int length(int partitions) {
        return LENGTH_WITHOUT_TICKS + partitions * Long.BYTES;
    }

    private static byte[] bytes(String text, int partitions) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new StoreException(FailureKind.BAD_INPUT, "cursor is damaged: it is no base64url text", e);
        }
        int least = length(partitions);
        int expected =
                bytes.length < least ? least : least + ByteBuffer.wrap(bytes).getShort(least - LENGTH_AFTER_ID);
        if (bytes.length != expected) {
            throw new StoreException(
                    FailureKind.BAD_INPUT,
                    "cursor is damaged: it has " + bytes.length + " bytes, expected " + expected);
        }
        int end = bytes.length - Integer.BYTES;
        if (ByteBuffer.wrap(bytes, end, Integer.BYTES).getInt() != crc(bytes, end)) {
            throw new StoreException(FailureKind.BAD_INPUT, "cursor is damaged: its checksum does not match");
        }
        if (bytes[0] != VERSION) {
            throw new StoreException(FailureKind.BAD_INPUT, "cursor has version " + bytes[0] + ", expected " + VERSION);
        }
        return bytes;
    }

    private static byte order(TraceOrder order) {
        return (byte) (order.key().ordinal() * 2 + (order.descending() ? 1 : 0));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static byte[] hash(SearchRequest request) {
        String services = request.visibility().services() == null
                ? "all"
                : new TreeSet<>(request.visibility().services()).toString();
        String list = request.project() + "\n" + request.window() + "\n" + request.predicate() + "\n" + services;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(list.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, REQUEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
