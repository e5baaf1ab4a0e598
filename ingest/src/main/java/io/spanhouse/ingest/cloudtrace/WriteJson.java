package io.spanhouse.ingest.cloudtrace;

import static io.spanhouse.ingest.cloudtrace.MessageJson.array;
import static io.spanhouse.ingest.cloudtrace.MessageJson.text;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.proto.cloudtrace.v2.Span;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.Limits;

/**
 * Reads bodies of the API's second version: {@code {"spans":[...]}}, or one span, whose name is then the address's.
 *
 * @param projectId as the address has it
 * @param spanName of the one span; empty for a body of many
 * @param limits of one span
 * @param bodyBytesMax longest body
 * @param answers told what was sent, where that is the answer
 */
record WriteJson(String projectId, String spanName, Limits limits, int bodyBytesMax, RestAnswers answers)
        implements RequestReader {
    @Override
    public WalkResult read(ByteSlice body) throws MalformedRequestException {
        WriteBatch batch = new WriteBatch(projectId, limits);
        WriteSpanJson spans = new WriteSpanJson(limits);
        MessageJson json = new MessageJson(bodyBytesMax);
        if (!spanName.isEmpty()) {
            Span.Builder span = Span.newBuilder();
            json.body(body, (in, name) -> spans.member(in, name, span));
            if (!span.getName().isEmpty() && !span.getName().equals(spanName)) {
                throw PatchBatch.malformed("the span's name is '" + PatchBatch.shortened(span.getName())
                        + "', expected " + spanName + " as in the address, or none");
            }
            batch.add(span.setName(spanName).build());
            answers.answer(json.named(body, spanName));
        } else {
            json.body(body, (in, name) -> {
                switch (name) {
                    case "name" -> requireProject(text(in, name));
                    case "spans" ->
                        array(in, name, () -> {
                            batch.requireRoom();
                            batch.add(spans.span(in));
                        });
                    default -> in.skipChildren();
                }
            });
        }
        return WalkResult.of(batch.build());
    }

    private void requireProject(String name) throws MalformedRequestException {
        if (!name.isEmpty() && !name.equals("projects/" + projectId)) {
            throw PatchBatch.malformed("name is '" + PatchBatch.shortened(name) + "', expected projects/" + projectId
                    + " as in the address, or none");
        }
    }
}
