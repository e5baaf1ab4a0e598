package io.spanhouse.ingest.cloudtrace;

import io.spanhouse.proto.cloudtrace.v2.StackFrame;
import io.spanhouse.proto.cloudtrace.v2.StackTrace;

/** A stack trace as text: a line for each frame, such as {@code at function (file:12:3) [module]}. */
final class StackText {
    private StackText() {}

    static String of(StackTrace stack) {
        StringBuilder text = new StringBuilder();
        for (StackFrame frame : stack.getStackFrames().getFrameList()) {
            text.append("at ").append(frame.getFunctionName().getValue());
            if (!frame.getOriginalFunctionName().getValue().isEmpty()) {
                text.append(" as ").append(frame.getOriginalFunctionName().getValue());
            }
            text.append(" (").append(frame.getFileName().getValue());
            text.append(frame.getLineNumber() == 0 ? "" : ":" + frame.getLineNumber());
            text.append(frame.getColumnNumber() == 0 ? "" : ":" + frame.getColumnNumber());
            text.append(')');
            bracketed(frame.getLoadModule().getModule().getValue(), text);
            bracketed(frame.getLoadModule().getBuildId().getValue(), text);
            bracketed(frame.getSourceVersion().getValue(), text);
            text.append('\n');
        }
        int dropped = stack.getStackFrames().getDroppedFramesCount();
        if (dropped > 0) {
            text.append("... ").append(dropped).append(" more\n");
        }
        if (stack.getStackTraceHashId() != 0) {
            text.append("hash ").append(stack.getStackTraceHashId()).append('\n');
        }
        return text.toString();
    }

    private static void bracketed(String part, StringBuilder text) {
        if (!part.isEmpty()) {
            text.append(" [").append(part).append(']');
        }
    }
}
