package io.spanhouse.ingest.otlp;

/** Texts of the JSON document as string codes of the batch. Not thread-safe. */
final class JsonTexts {
    /** A buffer that any reader may use between two calls of this class. */
    final JsonText text = new JsonText();

    private final JsonInput in;
    private final SpanIntake intake;

    JsonTexts(JsonInput in, SpanIntake intake) {
        this.in = in;
        this.intake = intake;
    }

    /** The code of the text that the input stands on. Adds what it took to the intake's repairs. */
    int code(String what) throws MalformedRequestException {
        intake.repairs |= in.text(what, text, intake.limits.valueBytesMax());
        return intake.builder.string(text.array, 0, text.length);
    }
}
