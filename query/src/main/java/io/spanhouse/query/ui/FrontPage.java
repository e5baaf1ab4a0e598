package io.spanhouse.query.ui;

import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.Route;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.AggregateAnswer;
import io.spanhouse.storage.filter.AggregateRequest;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Measure;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Ranking;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceOrder;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.filter.TraceSummary;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** {@code GET /}: how much there is, the newest traces, and what answers where. */
final class FrontPage implements Endpoint {
    private static final int TRACES = 20;
    private static final int SERVICES = 20;
    private static final Duration COUNTED = Duration.ofHours(1);
    private static final Operand SERVICE = new Operand.Attribute(AttributeLevel.RESOURCE, "service.name");

    private final TraceStore store;
    private final List<Route> others;

    FrontPage(TraceStore store, List<Route> others) {
        this.store = store;
        this.others = List.copyOf(others);
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        SearchAnswer newest = store.search(
                new SearchRequest(
                        exchange.project(),
                        TimeWindow.ALWAYS,
                        TracePredicate.EVERY,
                        TraceOrder.NEWEST,
                        TRACES,
                        null,
                        false,
                        exchange.visibility()),
                exchange.control());
        long hourAgo = (System.currentTimeMillis() - COUNTED.toMillis()) * 1_000_000L;
        AggregateAnswer services = store.aggregate(
                AggregateRequest.of(
                                exchange.project(),
                                new TimeWindow(hourAgo, TimeWindow.FOREVER),
                                SpanCondition.EVERY,
                                exchange.visibility())
                        .by(List.of(SERVICE))
                        .measuring(List.of(new Measure.Count(), new Measure.Errors()))
                        .ranked(Ranking.top(SERVICES)),
                exchange.control());
        Html page = new Html();
        page.markup("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .markup("<meta name=\"viewport\" content=\"width=device-width\">")
                .markup("<title>Spanhouse</title><link rel=\"stylesheet\" href=\"page.css\"></head><body>")
                .markup("<h1>Spanhouse</h1><p>Project <b>")
                .text(exchange.projectName())
                .markup("</b></p>\n");
        writeServices(services, page);
        writeTraces(newest, page);
        writeRoutes(page);
        page.markup("</body></html>\n");
        exchange.completeness(newest.completeness().complete() ? services.completeness() : newest.completeness());
        exchange.text("text/html; charset=utf-8", page.toString());
    }

    private static void writeServices(AggregateAnswer services, Html page) {
        long spans = 0;
        for (AggregateAnswer.Group group : services.groups()) {
            spans += group.whole(0);
        }
        page.markup("<h2>Last hour</h2><p>")
                .text(grouped(spans))
                .markup(" spans of ")
                .text(grouped(services.groupsTotal()))
                .markup(services.groupsTotal() > services.groups().size() ? " services, the largest:" : " services")
                .markup("</p>\n<table><tr><th>Service<th class=\"n\">Spans<th class=\"n\">Errors</tr>\n");
        for (AggregateAnswer.Group group : services.groups()) {
            Literal name = group.key().get(0);
            page.markup("<tr><td>")
                    .text(name instanceof Literal.Text ? ((Literal.Text) name).value() : "(none)")
                    .markup("<td class=\"n\">")
                    .text(grouped(group.whole(0)))
                    .markup("<td class=\"n\">")
                    .text(grouped(group.whole(1)))
                    .markup("</tr>\n");
        }
        page.markup("</table>\n");
        writeMissing(services.completeness(), page);
    }

    private static void writeTraces(SearchAnswer newest, Html page) {
        page.markup("<h2>Newest traces</h2>\n");
        if (newest.traces().isEmpty()) {
            page.markup("<p>Waiting for the first span.</p>\n");
        }
        page.markup("<table><tr><th>Start (UTC)<th>Service<th>Root<th class=\"n\">Duration")
                .markup("<th class=\"n\">Spans<th class=\"n\">Errors</tr>\n");
        for (TraceSummary trace : newest.traces()) {
            TraceSummary.Root root = trace.root();
            page.markup("<tr><td><a href=\"api/spanhouse/v1/traces/")
                    .text(trace.traceId().toString())
                    .markup("\">")
                    .text(Instant.ofEpochMilli(Long.divideUnsigned(trace.startNanos(), 1_000_000L))
                            .toString())
                    .markup("</a><td>")
                    .text(root == null ? "" : root.service())
                    .markup("<td>")
                    .text(root == null ? "(no root yet)" : root.name())
                    .markup("<td class=\"n\">")
                    .text(millis(trace.durationNanos()))
                    .markup(" ms<td class=\"n\">")
                    .text(grouped(trace.spans()))
                    .markup("<td class=\"n\">")
                    .text(grouped(trace.errors()))
                    .markup("</tr>\n");
        }
        page.markup("</table>\n");
        writeMissing(newest.completeness(), page);
    }

    private static void writeMissing(Completeness completeness, Html page) {
        if (!completeness.complete()) {
            page.markup("<p><b>Incomplete: ").text(completeness.reason().text()).markup("</b></p>\n");
        }
    }

    private void writeRoutes(Html page) {
        page.markup("<h2>What answers where</h2>\n<table>\n");
        for (Route route : others) {
            page.markup("<tr><td>")
                    .text(route.method())
                    .markup("<td><code>")
                    .text(route.path().text())
                    .markup("</code></tr>\n");
        }
        page.markup("</table>\n<p><a href=\"api/spanhouse/v1/openapi.json\">Description of the API</a></p>\n");
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String millis(long unsignedNanos) {
        long micros = Long.divideUnsigned(unsignedNanos, 1_000L);
        return String.format(Locale.ROOT, "%,d.%03d", micros / 1_000, micros % 1_000);
    }
}
