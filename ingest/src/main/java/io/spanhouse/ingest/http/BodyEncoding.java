package io.spanhouse.ingest.http;

import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a body is compressed. */
enum BodyEncoding {
    /** Not at all. */
    IDENTITY,
    /** As RFC 1952. */
    GZIP,
    /** As RFC 8878. */
    ZSTD;

    /** For {@code Accept-Encoding} of a refusal. */
    static final String ACCEPTED = "gzip, zstd";

    /** What a header of this name, {@code Content-Encoding} mostly, means; absent or empty is none. */
    static BodyEncoding of(String header, @Nullable String value) throws RejectedException {
        String encoding = value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "zstd" -> ZSTD;
            default ->
                throw new RejectedException(
                        RejectionKind.UNKNOWN_ENCODING,
                        "found a " + header + " other than " + ACCEPTED + " or identity");
        };
    }
}
