package io.spanhouse.ingest.grpc;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import io.spanhouse.ingest.admission.GzipBody;
import io.spanhouse.ingest.admission.InflaterPool;
import io.spanhouse.ingest.admission.ZstdBody;
import java.io.InputStream;
import java.util.function.UnaryOperator;

/**
 * The encodings that a message may have: none, gzip and zstd. The streams read nothing before they are read, so a damaged
 * body is found by the code that answers it and not by the library.
 */
final class BodyDecompressors {
    private BodyDecompressors() {}

    static DecompressorRegistry registry(InflaterPool inflaters) {
        return DecompressorRegistry.emptyInstance()
                .with(Codec.Identity.NONE, false)
                .with(new Named("gzip", compressed -> new GzipBody(compressed, inflaters)), true)
                .with(new Named("zstd", ZstdBody::new), true);
    }

    private record Named(String encoding, UnaryOperator<InputStream> open) implements Decompressor {
        @Override
        public String getMessageEncoding() {
            return encoding;
        }

        @Override
        public InputStream decompress(InputStream compressed) {
            return open.apply(compressed);
        }
    }
}
