package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.ingest.otlp.MalformedRequestException.Reason;
import io.spanhouse.storage.model.Limits;
import java.util.List;

/** The harness of the protobuf walker, for fuzzers that look for its method's name and for {@link FuzzTest}. */
public final class TraceRequestWalkerFuzzer {
    static final Limits SMALL = new Limits(1024, 5, 4, 3, 6);
    static final WalkOptions OPTIONS = new WalkOptions(SMALL, 3600, 0);

    private TraceRequestWalkerFuzzer() {}

    /** Reads any bytes. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            check(new TraceRequestWalker(OPTIONS, Requests.CLOCK).walk(bytes, 0, bytes.length));
        } catch (MalformedRequestException e) {
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
        }
    }

    /** Everything that a later part of the program may rely on. */
    static void check(WalkResult result) {
        List<FlatSpan> spans = RowsToOtlp.convert(result.batch());
        assertThat(spans).hasSize((int) result.spansAccepted());
        for (FlatSpan span : spans) {
            assertThat(span.span().getAttributesCount()).isLessThanOrEqualTo(SMALL.attributesMax());
            assertThat(span.span().getEventsCount()).isLessThanOrEqualTo(SMALL.eventsMax());
            assertThat(span.span().getLinksCount()).isLessThanOrEqualTo(SMALL.linksMax());
        }
        assertThat(ExportResponses.message(result)).hasSizeLessThanOrEqualTo(ExportResponses.MESSAGE_CHARS_MAX);
    }
}
