package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

/** The harness of the JSON reader, for fuzzers that look for its method's name and for {@link FuzzTest}. */
public final class TraceRequestJsonReaderFuzzer {
    private TraceRequestJsonReaderFuzzer() {}

    /** Reads any bytes. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            TraceRequestWalkerFuzzer.check(new TraceRequestJsonReader(TraceRequestWalkerFuzzer.OPTIONS, Requests.CLOCK)
                    .read(bytes, 0, bytes.length));
        } catch (MalformedRequestException e) {
            assertThat(e.getMessage()).startsWith("not an OTLP trace request: ");
        }
    }
}
