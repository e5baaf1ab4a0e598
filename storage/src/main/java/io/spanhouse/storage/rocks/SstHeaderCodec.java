package io.spanhouse.storage.rocks;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/** {@link SstHeader} to bytes and back; the layout is in the package's description. */
final class SstHeaderCodec {
    /** The format that this program writes; it reads this one and all before. */
    static final int VERSION = 1;

    private static final int MAGIC = 0x53705348;
    private static final int ENVELOPE_BYTES = 12;
    private static final int FIXED_BYTES = 198;
    private static final int TICK_BYTES = 16;
    private static final int COVER_BYTES = 17;
    private static final int CONTENT_BYTES = 36;

    private SstHeaderCodec() {}

    static byte[] encode(SstHeader header) {
        int length = ENVELOPE_BYTES
                + FIXED_BYTES
                + 12
                + TICK_BYTES * header.times().ticks().size()
                + COVER_BYTES * header.covers().size()
                + CONTENT_BYTES * header.contents().size();
        ByteBuffer bytes = ByteBuffer.allocate(length);
        bytes.putInt(MAGIC).putShort((short) VERSION).putShort((short) 0).putInt(0);
        putPlace(bytes, header.place());
        SstHeader.Journal journal = header.journal();
        putUuid(bytes, journal.source()).put((byte) journal.lane());
        bytes.putLong(journal.from()).putLong(journal.to()).putLong(journal.previousTo());
        bytes.putLong(journal.cut()).putLong(journal.allSealedBelow());
        bytes.putLong(header.generations().first()).putLong(header.generations().last());
        SstHeader.Features features = header.features();
        bytes.putLong(features.required()).putLong(features.ignorable()).putInt(features.weight());
        putTimes(bytes, header.times());
        bytes.putInt(header.covers().size());
        for (SstHeader.Cover cover : header.covers()) {
            bytes.put((byte) cover.bucket().lane()).putLong(cover.bucket().sequence());
            bytes.putLong(cover.block());
        }
        bytes.putInt(header.contents().size());
        for (SstHeader.Content content : header.contents()) {
            bytes.putInt(content.project()).putLong(content.spans()).putLong(content.traces());
            bytes.putLong(content.chunks()).putLong(content.bytes());
        }
        bytes.putInt(8, checksum(header.place().block(), bytes.array()));
        return bytes.array();
    }

    /**
     * Reads a header.
     *
     * @param block the block number of the key that it lay under
     * @throws StoreException CORRUPT if the bytes are not what was written; TOO_NEW if a later program wrote them
     */
    static SstHeader decode(long block, byte[] array) {
        ByteBuffer bytes = ByteBuffer.wrap(array);
        if (array.length < ENVELOPE_BYTES || bytes.getInt(0) != MAGIC) {
            throw corrupt("header of block " + block + " does not start with its magic number");
        }
        int version = bytes.getShort(4) & 0xFFFF;
        if (version > VERSION) {
            throw tooNew("header of block " + block + " has format " + version, "up to " + VERSION);
        }
        int expected = bytes.getInt(8);
        int found = checksum(block, array);
        if (expected != found) {
            throw corrupt("header of block " + block + " has checksum " + Integer.toHexString(found) + ", expected "
                    + Integer.toHexString(expected));
        }
        try {
            SstHeader header = decodeBody(bytes.position(ENVELOPE_BYTES));
            if (bytes.hasRemaining()) {
                throw corrupt("header of block " + block + " has " + bytes.remaining() + " bytes too many");
            }
            return header;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new StoreException(FailureKind.CORRUPT, "header of block " + block + " makes no sense", e);
        }
    }

    private static SstHeader decodeBody(ByteBuffer bytes) {
        SstHeader.Place place = getPlace(bytes);
        SstHeader.Journal journal = new SstHeader.Journal(
                getUuid(bytes),
                bytes.get(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
        SstHeader.Generations generations = new SstHeader.Generations(bytes.getLong(), bytes.getLong());
        SstHeader.Features features = new SstHeader.Features(bytes.getLong(), bytes.getLong(), bytes.getInt());
        if (features.required() != 0) {
            throw tooNew(place + " needs features " + Long.toHexString(features.required()), "none of them");
        }
        SstHeader.Times times = getTimes(bytes);
        int coverCount = count(bytes, COVER_BYTES);
        List<SstHeader.Cover> covers = new ArrayList<>(coverCount);
        for (int i = 0; i < coverCount; i++) {
            covers.add(new SstHeader.Cover(new BucketId(bytes.get(), bytes.getLong()), bytes.getLong()));
        }
        int contentCount = count(bytes, CONTENT_BYTES);
        List<SstHeader.Content> contents = new ArrayList<>(contentCount);
        for (int i = 0; i < contentCount; i++) {
            contents.add(new SstHeader.Content(
                    bytes.getInt(), bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return new SstHeader(place, journal, generations, features, covers, times, contents);
    }

    private static void putPlace(ByteBuffer bytes, SstHeader.Place place) {
        putUuid(bytes, place.store().storeId());
        bytes.putInt(place.store().partitions()).putLong(place.store().hashSeed());
        bytes.putInt(place.partition());
        bytes.put((byte) place.bucket().lane()).putLong(place.bucket().sequence());
        bytes.putLong(place.block());
    }

    private static SstHeader.Place getPlace(ByteBuffer bytes) {
        StoreIdentity store = new StoreIdentity(getUuid(bytes), bytes.getInt(), bytes.getLong());
        return new SstHeader.Place(store, bytes.getInt(), new BucketId(bytes.get(), bytes.getLong()), bytes.getLong());
    }

    private static void putTimes(ByteBuffer bytes, SstHeader.Times times) {
        bytes.putLong(times.tickMin()).putLong(times.tickMax());
        bytes.putLong(times.receiptMillisMin()).putLong(times.receiptMillisMax());
        bytes.putLong(times.startNanosMin()).putLong(times.startNanosMax());
        bytes.putLong(times.retentionMillis());
        bytes.putInt(times.ticks().size());
        for (SstHeader.TickTime time : times.ticks()) {
            bytes.putLong(time.tick()).putLong(time.receiptMillis());
        }
    }

    private static SstHeader.Times getTimes(ByteBuffer bytes) {
        long tickMin = bytes.getLong();
        long tickMax = bytes.getLong();
        long receiptMillisMin = bytes.getLong();
        long receiptMillisMax = bytes.getLong();
        long startNanosMin = bytes.getLong();
        long startNanosMax = bytes.getLong();
        long retentionMillis = bytes.getLong();
        int tickCount = count(bytes, TICK_BYTES);
        List<SstHeader.TickTime> ticks = new ArrayList<>(tickCount);
        for (int i = 0; i < tickCount; i++) {
            ticks.add(new SstHeader.TickTime(bytes.getLong(), bytes.getLong()));
        }
        return new SstHeader.Times(
                tickMin,
                tickMax,
                receiptMillisMin,
                receiptMillisMax,
                startNanosMin,
                startNanosMax,
                retentionMillis,
                ticks);
    }

    private static int count(ByteBuffer bytes, int elementBytes) {
        int count = bytes.getInt();
        if (count < 0 || count > bytes.remaining() / elementBytes) {
            throw new IllegalArgumentException(
                    count + " elements of " + elementBytes + " bytes in " + bytes.remaining() + " bytes");
        }
        return count;
    }

    private static ByteBuffer putUuid(ByteBuffer bytes, UUID id) {
        return bytes.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    }

    private static UUID getUuid(ByteBuffer bytes) {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    static int checksum(long block, byte[] array) {
        CRC32C crc = new CRC32C();
        crc.update(SstKeys.header(block));
        crc.update(array, 0, 8);
        crc.update(array, ENVELOPE_BYTES, array.length - ENVELOPE_BYTES);
        return (int) crc.getValue();
    }

    private static StoreException corrupt(String found) {
        return new StoreException(FailureKind.CORRUPT, found);
    }

    private static StoreException tooNew(String found, String known) {
        return new StoreException(FailureKind.TOO_NEW, found + ", this program reads " + known);
    }
}
