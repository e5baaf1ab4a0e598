package io.spanhouse.query.scripts;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.scripts.LogRow;
import io.spanhouse.storage.scripts.RunFigures;
import io.spanhouse.storage.scripts.RunMetrics;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunTexts;
import io.spanhouse.storage.scripts.SpanPlace;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Runs, logs and figures as JSON. */
final class ScriptJson {
    /** What stands where a list is empty. */
    static final String NO_DATA = "No data to display";

    /** What stands for a figure of no runs. */
    static final String NO_FIGURE = "-";

    private static final int PERCENT = 100;

    private ScriptJson() {}

    /** A time as people and CSV readers know it, ISO 8601 with offset; empty for none. */
    static String time(long nanos, ZoneId zone) {
        return nanos == 0
                ? ""
                : ZonedDateTime.ofInstant(Period.instant(nanos), zone).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    }

    /** The response time in milliseconds, empty for runs that have none. */
    static String responseTime(RunRow run) {
        OptionalLong nanos = run.responseNanos();
        return nanos.isEmpty() ? "" : RunTexts.millis(nanos.getAsLong());
    }

    static void run(RunRow run, Instant now, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("script", run.script());
        json.writeStringProperty("runId", run.runId());
        json.writeStringProperty("status", run.status().text());
        json.writeBooleanProperty("timedOut", run.timedOut());
        json.writeStringProperty("deploymentVersion", run.deploymentVersion());
        json.writeStringProperty("deployment", run.deployment());
        json.writeStringProperty("responseTime", responseTime(run));
        json.writeStringProperty("function", run.function());
        json.writeStringProperty("executedOn", time(run.startNanos(), ZoneOffset.UTC));
        json.writeStringProperty("start", Long.toUnsignedString(run.startNanos()));
        json.writeStringProperty("sourceType", run.sourceType());
        json.writeStringProperty("source", run.source());
        json.writeStringProperty("user", run.user());
        json.writeStringProperty("invocation", run.invocation());
        json.writeStringProperty("service", run.service());
        json.writeStringProperty("error", run.error());
        OptionalLong duration = run.durationNanos();
        if (duration.isPresent()) {
            json.writeStringProperty("duration", Long.toUnsignedString(duration.getAsLong()));
        } else {
            json.writeNullProperty("duration");
            long age = Period.nanos(now) - run.startNanos();
            json.writeStringProperty("age", Long.toString(Math.max(0, age)));
        }
        place(run.ownSpan(), json);
        json.writeArrayPropertyStart("traceIds");
        run.traces().forEach(trace -> json.writeString(trace.toString()));
        json.writeEndArray();
        json.writeNumberProperty("spans", run.spans());
        json.writeEndObject();
    }

    private static void place(@Nullable SpanPlace place, JsonGenerator json) {
        if (place == null) {
            json.writeNullProperty("traceId");
            json.writeNullProperty("spanId");
        } else {
            json.writeStringProperty("traceId", place.traceId().toString());
            json.writeStringProperty("spanId", HexFormat.of().toHexDigits(place.spanId()));
        }
    }

    static void log(LogRow log, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("logId", log.logId());
        json.writeStringProperty("level", log.level().text());
        json.writeStringProperty("message", log.message());
        json.writeStringProperty("timestamp", time(log.timeNanos(), ZoneOffset.UTC));
        json.writeStringProperty("time", Long.toUnsignedString(log.timeNanos()));
        json.writeStringProperty("runId", log.runId());
        place(log.place(), json);
        json.writeEndObject();
    }

    static void metrics(RunMetrics metrics, ScriptMetrics.Trend trend, JsonGenerator json) {
        json.writeObjectPropertyStart("metrics");
        figures(metrics.figures(), json);
        json.writeStringProperty("sinceDeployment", Long.toString(metrics.sinceDeployment()));
        json.writeEndObject();
        json.writeObjectPropertyStart("trend");
        json.writeStringProperty("step", trend.hourly() ? "hour" : "day");
        json.writeStringProperty("timeZone", trend.zone().getId());
        json.writeArrayPropertyStart("points");
        for (int i = 0; i < metrics.trend().size(); i++) {
            json.writeStartObject();
            json.writeStringProperty("from", Long.toUnsignedString(trend.bounds()[i]));
            json.writeStringProperty("time", time(trend.bounds()[i], trend.zone()));
            figures(metrics.trend().get(i), json);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void figures(RunFigures figures, JsonGenerator json) {
        json.writeStringProperty("totalRuns", Long.toString(figures.runs()));
        json.writeStringProperty("succeeded", Long.toString(figures.succeeded()));
        json.writeStringProperty("failed", Long.toString(figures.failed()));
        json.writeStringProperty("inProgress", Long.toString(figures.inProgress()));
        json.writeStringProperty("failureRate", failureRate(figures));
        json.writeStringProperty("responseTimeP90", millis(figures.p90Nanos()));
        json.writeStringProperty("responseTimeP99", millis(figures.p99Nanos()));
    }

    private static String millis(OptionalLong nanos) {
        return nanos.isEmpty() ? NO_FIGURE : RunTexts.millis(nanos.getAsLong());
    }

    private static String failureRate(RunFigures figures) {
        return figures.runs() == 0
                ? NO_FIGURE
                : BigDecimal.valueOf(PERCENT * figures.failed())
                        .divide(BigDecimal.valueOf(figures.runs()), 2, RoundingMode.HALF_UP)
                        .toPlainString();
    }

    static void window(TimeWindow window, JsonGenerator json) {
        json.writeObjectPropertyStart("window");
        json.writeStringProperty("from", Long.toUnsignedString(window.fromNanos()));
        json.writeStringProperty("to", Long.toUnsignedString(window.toNanos()));
        json.writeEndObject();
    }

    /** A total, what to show where it is none, the way to the next page. */
    static void page(long total, @Nullable String cursor, JsonGenerator json) {
        json.writeStringProperty("total", Long.toString(total));
        if (total == 0) {
            json.writeStringProperty("message", NO_DATA);
        }
        if (cursor == null) {
            json.writeNullProperty("cursor");
        } else {
            json.writeStringProperty("cursor", cursor);
        }
    }

    static void completeness(Completeness completeness, JsonGenerator json) {
        json.writeObjectPropertyStart("completeness");
        json.writeBooleanProperty("complete", completeness.complete());
        json.writeStringProperty("reason", completeness.reason().text());
        json.writeArrayPropertyStart("missing");
        completeness.missing().forEach(json::writeString);
        json.writeEndArray();
        json.writeEndObject();
    }
}
