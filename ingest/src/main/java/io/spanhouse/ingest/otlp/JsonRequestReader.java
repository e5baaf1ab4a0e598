package io.spanhouse.ingest.otlp;

/** Reads the request object of one JSON document: resources, scopes, and their spans. Not thread-safe. */
final class JsonRequestReader {
    private final JsonInput in;
    private final SpanIntake intake;
    private final JsonTexts texts;
    private final JsonEnvelopeReader envelopes;
    private final JsonSpanReader spans;
    private final EnvelopeDraft resource = new EnvelopeDraft();
    private final EnvelopeDraft scope = new EnvelopeDraft();

    JsonRequestReader(JsonInput in, SpanIntake intake) {
        this.in = in;
        this.intake = intake;
        this.texts = new JsonTexts(in, intake);
        JsonValueReader values = new JsonValueReader(in, intake, texts.text);
        this.envelopes = new JsonEnvelopeReader(in, intake, texts, values);
        this.spans = new JsonSpanReader(in, intake, texts, values);
    }

    /** Reads the document from its first token on. */
    void read() throws MalformedRequestException {
        in.requireObject("the document");
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!name.equals("resourceSpans")) {
                in.skip();
                continue;
            }
            in.requireArray(name);
            while (in.nextElement()) {
                if (!in.isNull()) {
                    resourceSpans();
                }
            }
        }
    }

    private void resourceSpans() throws MalformedRequestException {
        in.requireObject("resourceSpans");
        int firstRow = intake.builder.rowCount();
        int schemaUrl = 0;
        int schemaRepairs = 0;
        intake.startResourceSpans();
        resource.clear();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "resource":
                    envelopes.resource(resource);
                    break;
                case "scopeSpans":
                    in.requireArray(name);
                    while (in.nextElement()) {
                        if (!in.isNull()) {
                            scopeSpans();
                        }
                    }
                    break;
                case "schemaUrl":
                    intake.repairs = 0;
                    schemaUrl = texts.code(name);
                    schemaRepairs = intake.repairs;
                    break;
                default:
                    in.skip();
            }
        }
        resource.becomeResource(intake, firstRow, schemaUrl, schemaRepairs);
    }

    private void scopeSpans() throws MalformedRequestException {
        in.requireObject("scopeSpans");
        int firstRow = intake.builder.rowCount();
        int schemaUrl = 0;
        int schemaRepairs = 0;
        intake.startScopeSpans();
        scope.clear();
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "scope":
                    envelopes.scope(scope);
                    break;
                case "spans":
                    in.requireArray(name);
                    while (in.nextElement()) {
                        if (!in.isNull()) {
                            spans.read();
                        }
                    }
                    break;
                case "schemaUrl":
                    intake.repairs = 0;
                    schemaUrl = texts.code(name);
                    schemaRepairs = intake.repairs;
                    break;
                default:
                    in.skip();
            }
        }
        scope.becomeScope(intake, firstRow, schemaUrl, schemaRepairs);
    }
}
