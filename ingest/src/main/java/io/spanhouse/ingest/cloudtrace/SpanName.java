package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.storage.model.TraceId;

/**
 * The name of a span in the API's second version: {@code projects/P/traces/T/spans/S}, the trace 32 hexadecimal digits, the
 * span 16.
 */
record SpanName(TraceId trace, long span) {
    private static final int SPAN_DIGITS = 16;

    /**
     * Reads the name of a span, which must be of a project.
     *
     * @throws MalformedRequestException if it is none, or of another project
     */
    static SpanName parse(String name, String projectId) throws MalformedRequestException {
        String[] words = name.split("/", -1);
        boolean form = words.length == 6
                && words[0].equals("projects")
                && words[2].equals("traces")
                && words[4].equals("spans");
        if (!form) {
            throw PatchBatch.malformed("the name of a span is '" + PatchBatch.shortened(name) + "', expected projects/"
                    + projectId + "/traces/ID/spans/ID");
        }
        if (!words[1].equals(projectId)) {
            throw PatchBatch.malformed("the span " + PatchBatch.shortened(name) + " is of another project, expected "
                    + projectId + " as in the address");
        }
        return new SpanName(trace("the trace id", words[3]), span("the span id", words[5]));
    }

    /** A trace id that is not 0. */
    static TraceId trace(String what, String text) throws MalformedRequestException {
        if (text.length() == TraceId.HEX_LENGTH && hexadecimal(text)) {
            TraceId id = TraceId.parse(text);
            if (id.high() != 0 || id.low() != 0) {
                return id;
            }
        }
        throw PatchBatch.malformed(what + " is '" + PatchBatch.shortened(text) + "', expected " + TraceId.HEX_LENGTH
                + " hexadecimal digits, not all 0");
    }

    /** A span id that is not 0. */
    static long span(String what, String text) throws MalformedRequestException {
        if (text.length() == SPAN_DIGITS && hexadecimal(text)) {
            long id = Long.parseUnsignedLong(text, 16);
            if (id != 0) {
                return id;
            }
        }
        throw PatchBatch.malformed(what + " is '" + PatchBatch.shortened(text) + "', expected " + SPAN_DIGITS
                + " hexadecimal digits, not all 0");
    }

    private static boolean hexadecimal(String text) {
        return text.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0);
    }
}
