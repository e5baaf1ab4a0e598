package io.spanhouse.query.api;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.spanhouse.query.http.Endpoint;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.query.http.Json;
import io.spanhouse.query.http.JsonInput;
import io.spanhouse.query.trace.OtlpJson;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.SearchAnswer;
import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.filter.TraceRequest;
import io.spanhouse.storage.filter.TraceSpans;
import io.spanhouse.storage.filter.TraceSummary;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST export}: all traces that a search finds, as of the moment it began: a line of CSV each, or their spans as lines
 * of OTLP JSON as the Collector's file exporter writes them. Written page by page as it is read. Where a page's budget is
 * used up the answer breaks off, so that no client takes a part for the whole; damage is named in the trailer.
 */
final class Export implements Endpoint {
    /** Most traces of one export. */
    static final int TRACES_MAX = 1_000_000;

    /** Most exports at once: each keeps a thread as long as its client takes. */
    static final int EXPORTS_MAX = 4;

    private static final int TRACES = 100_000;
    private static final int PAGE_TRACES = 500;
    private static final String CSV = "text/csv; charset=utf-8";
    private static final String LINES = "application/x-ndjson";
    private static final List<String> COLUMNS = List.of(
            "traceId",
            "startNanos",
            "durationNanos",
            "spans",
            "errors",
            "rootService",
            "rootName",
            "rootDurationNanos",
            "services");
    private static final Set<String> MEMBERS = Set.of("window", "filter", "order", "format", "limit");

    private final TraceStore store;
    private final Semaphore exports = new Semaphore(EXPORTS_MAX);

    Export(TraceStore store) {
        this.store = store;
    }

    /** How an export is written. */
    private enum Format {
        CSV,
        OTLP_JSON
    }

    @Override
    public void answer(Exchange exchange) throws IOException {
        JsonInput body = JsonInput.body(exchange.body()).object(MEMBERS);
        Format format = Operands.choice(body.required("format"), Format.values());
        JsonInput limit = body.member("limit");
        Pages pages = new Pages(body, exchange, limit.present() ? limit.whole(1, TRACES_MAX) : TRACES);
        if (!exports.tryAcquire()) {
            throw new StoreException(
                    FailureKind.OVERLOADED, EXPORTS_MAX + " exports are being written, and no more may be");
        }
        try {
            List<TraceSummary> first = pages.next();
            exchange.completenessAtEnd(pages::completeness);
            if (format == Format.CSV) {
                exchange.header("Content-Disposition", "attachment; filename=\"traces.csv\"");
                writeCsv(first, pages, exchange);
            } else {
                exchange.header("Content-Disposition", "attachment; filename=\"traces.jsonl\"");
                writeLines(first, pages, exchange);
            }
        } finally {
            exports.release();
        }
    }

    private static void writeCsv(List<TraceSummary> first, Pages pages, Exchange exchange) throws IOException {
        try (OutputStream out = exchange.stream(CSV);
                Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
                CsvWriter csv = CsvWriter.builder().build(writer)) {
            csv.writeRecord(COLUMNS);
            for (List<TraceSummary> page = first; !page.isEmpty(); page = pages.next()) {
                for (TraceSummary trace : page) {
                    csv.writeRecord(record(trace));
                }
                exchange.wrote(page.size());
            }
        }
    }

    private static List<String> record(TraceSummary trace) {
        TraceSummary.Root root = trace.root();
        return List.of(
                trace.traceId().toString(),
                Long.toUnsignedString(trace.startNanos()),
                Long.toUnsignedString(trace.durationNanos()),
                Long.toString(trace.spans()),
                Long.toString(trace.errors()),
                root == null ? "" : root.service(),
                root == null ? "" : root.name(),
                root == null ? "" : Long.toUnsignedString(root.durationNanos()),
                trace.services().stream()
                        .map(TraceSummary.ServiceCount::service)
                        .collect(Collectors.joining(" ")));
    }

    private void writeLines(List<TraceSummary> first, Pages pages, Exchange exchange) throws IOException {
        try (OutputStream out = exchange.stream(LINES);
                JsonGenerator json = Json.lines(out)) {
            for (List<TraceSummary> page = first; !page.isEmpty(); page = pages.next()) {
                for (TraceSummary trace : page) {
                    writeSpans(trace, pages, exchange, json);
                }
                exchange.wrote(page.size());
            }
        }
    }

    /** A line for each slice of the trace, which most have one of. */
    private void writeSpans(TraceSummary trace, Pages pages, Exchange exchange, JsonGenerator json) {
        TraceRequest request = new TraceRequest(exchange.project(), trace.traceId(), exchange.visibility());
        try (TraceSpans spans = store.get(request, exchange.control().again())) {
            if (spans == null) {
                // Retention or an operator has taken it since the page was read.
                pages.miss(new Completeness(
                        Completeness.Reason.EXPIRED_PART, List.of("trace " + trace.traceId() + " is gone")));
                return;
            }
            for (SpanBatch slice = spans.next(); slice != null; slice = spans.next()) {
                json.writeStartObject();
                json.writeArrayPropertyStart("resourceSpans");
                new OtlpJson(slice, json).writeResourceSpans();
                json.writeEndArray();
                json.writeEndObject();
            }
            pages.miss(spans.completeness());
        }
    }

    /** The pages of the list, one after the other. */
    private final class Pages {
        private final SearchRequest request;
        private final QueryControl control;
        private final int limit;
        private @Nullable String cursor;
        private boolean ended;
        private int listed;
        private Completeness completeness = Completeness.COMPLETE;

        Pages(JsonInput body, Exchange exchange, int limit) {
            this.limit = limit;
            this.control = exchange.control();
            this.request = new SearchRequest(
                    exchange.project(),
                    Search.window(body.member("window")),
                    new Filters().predicate(body.member("filter")),
                    Search.order(body.member("order")),
                    Math.min(limit, PAGE_TRACES),
                    null,
                    false,
                    exchange.visibility());
        }

        /** The next page; empty after the last. */
        List<TraceSummary> next() {
            if (ended) {
                return List.of();
            }
            if (listed == limit) {
                miss(new Completeness(
                        Completeness.Reason.LIMIT, List.of("the first " + limit + " traces are exported")));
                return List.of();
            }
            SearchAnswer answer = store.search(page(), control.again());
            switch (answer.completeness().reason()) {
                case TIME, BYTES, CANCELLED, LIMIT:
                    throw new StoreException(
                            FailureKind.CANCELLED,
                            "the export stopped after " + listed + " traces: "
                                    + answer.completeness().reason().text());
                case COMPLETE, DAMAGED, EXPIRED_PART:
                    miss(answer.completeness());
                    break;
            }
            cursor = answer.cursor();
            ended = cursor == null;
            List<TraceSummary> traces = new ArrayList<>(answer.traces());
            listed += traces.size();
            return traces;
        }

        private SearchRequest page() {
            return new SearchRequest(
                    request.project(),
                    request.window(),
                    request.predicate(),
                    request.order(),
                    Math.min(PAGE_TRACES, limit - listed),
                    cursor,
                    false,
                    request.visibility());
        }

        /** Notes what is not covered; the first is told. */
        void miss(Completeness found) {
            completeness = completeness.complete() ? found : completeness;
        }

        Completeness completeness() {
            return completeness;
        }
    }
}
