package io.spanhouse.deploy.command;

import io.spanhouse.deploy.verify.Findings;
import java.io.PrintWriter;

/** Prints what a verification found, one figure a line. */
final class FindingsText {
    private FindingsText() {}

    static void print(Findings findings, PrintWriter out) {
        TrafficText.line(out, "acked spans", "%d", findings.acked());
        TrafficText.line(out, "lost", "%d", findings.lost());
        TrafficText.line(out, "wrong", "%d", findings.wrong());
        TrafficText.line(out, "duplicated", "%d", findings.duplicated());
        TrafficText.line(out, "in doubt, of these present", "%d, %d", findings.inDoubt(), findings.inDoubtPresent());
        TrafficText.line(out, "traces by id, by search", "%d, %d", findings.tracesById(), findings.tracesBySearch());
        findings.examples().forEach(out::println);
        out.flush();
    }
}
