package io.spanhouse.ingest.otlp;

/** Tags of the fields of {@code KeyValue}. */
final class KeyValueFields {
    static final int KEY = 1 << 3 | WireReader.BYTES;
    static final int VALUE = 2 << 3 | WireReader.BYTES;
    /** {@code key_strindex}, which only profiles have. */
    static final int KEY_STRINDEX = 3 << 3 | WireReader.VARINT;

    private KeyValueFields() {}
}
