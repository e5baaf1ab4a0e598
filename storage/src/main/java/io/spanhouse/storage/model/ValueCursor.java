package io.spanhouse.storage.model;

/**
 * Walks the elements of one ARRAY or KVLIST value ({@link ValueBytes}). A nested container is walked with a cursor of its
 * own over {@link #payload()}; nesting is at most {@link Limits#VALUE_DEPTH_CEILING}. Not thread-safe.
 *
 * <pre>
 * ValueCursor cursor = new ValueCursor(ValueType.KVLIST, slice);
 * while (cursor.next()) { use(cursor.key(), cursor.type(), cursor.payload()); }
 * </pre>
 */
public final class ValueCursor {
    private final byte[] array;
    private final int end;
    private final boolean keyed;
    private final ByteSlice key = new ByteSlice();
    private final ByteSlice payload = new ByteSlice();
    private int position;
    private ValueType type = ValueType.ABSENT;

    /**
     * Starts before the first element.
     *
     * @param container ARRAY or KVLIST
     * @param value the container's bytes, without type and length
     */
    public ValueCursor(ValueType container, ByteSlice value) {
        if (container != ValueType.ARRAY && container != ValueType.KVLIST) {
            throw new IllegalArgumentException("container type is " + container + ", expected ARRAY or KVLIST");
        }
        this.array = value.array;
        this.position = value.offset;
        this.end = value.offset + value.length;
        this.keyed = container == ValueType.KVLIST;
    }

    /**
     * Moves to the next element; false after the last.
     *
     * @throws StoreException CORRUPT if the bytes are not a container
     */
    public boolean next() {
        if (position == end) {
            return false;
        }
        if (keyed) {
            int keyLength = takeLength();
            key.set(array, position, keyLength);
            position += keyLength;
        }
        require(1);
        int code = array[position++];
        if (code < 0 || code > ValueType.KVLIST.code()) {
            throw corrupt("element type code is " + code);
        }
        type = ValueType.ofCode(code);
        int length = payloadLength();
        payload.set(array, position, length);
        position += length;
        return true;
    }

    /** The element's key; of KVLIST only. Valid until the next {@link #next()}. */
    public ByteSlice key() {
        return key;
    }

    /** The element's type. */
    public ValueType type() {
        return type;
    }

    /** The element's bytes, without type and length. Valid until the next {@link #next()}. */
    public ByteSlice payload() {
        return payload;
    }

    private int payloadLength() {
        switch (type) {
            case ABSENT:
            case EMPTY:
                return 0;
            case BOOL:
                require(1);
                return 1;
            case INT:
            case DOUBLE:
                require(ValueBytes.NUMBER_BYTES);
                return ValueBytes.NUMBER_BYTES;
            case STRING:
            case BYTES:
            case ARRAY:
            case KVLIST:
                return takeLength();
        }
        throw corrupt("element type is " + type);
    }

    private int takeLength() {
        require(4);
        int length = ValueBytes.getLength(array, position);
        position += 4;
        if (length < 0) {
            throw corrupt("length is " + Integer.toUnsignedString(length));
        }
        require(length);
        return length;
    }

    private void require(int bytes) {
        if (end - position < bytes) {
            throw corrupt((end - position) + " bytes are left, expected " + bytes);
        }
    }

    private static StoreException corrupt(String found) {
        return new StoreException(FailureKind.CORRUPT, "nested value is damaged: " + found);
    }
}
