package io.spanhouse.ingest.otlp;

/** Tags of the fields of {@code AnyValue} and of {@code ArrayValue} and {@code KeyValueList} below it. */
final class AnyValueFields {
    static final int STRING = 1 << 3 | WireReader.BYTES;
    static final int BOOL = 2 << 3 | WireReader.VARINT;
    static final int INT = 3 << 3 | WireReader.VARINT;
    static final int DOUBLE = 4 << 3 | WireReader.FIXED64;
    static final int ARRAY = 5 << 3 | WireReader.BYTES;
    static final int KVLIST = 6 << 3 | WireReader.BYTES;
    static final int BYTES = 7 << 3 | WireReader.BYTES;
    /** {@code string_value_strindex}, which only profiles have. */
    static final int STRINDEX = 8 << 3 | WireReader.VARINT;

    private AnyValueFields() {}
}
