package io.spanhouse.query.scripts;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.TraceStore;
import io.spanhouse.storage.scripts.LogColumn;
import io.spanhouse.storage.scripts.LogRequest;
import io.spanhouse.storage.scripts.LogRow;
import io.spanhouse.storage.scripts.LogSelection;
import io.spanhouse.storage.scripts.RunColumn;
import io.spanhouse.storage.scripts.RunOrder;
import io.spanhouse.storage.scripts.RunRequest;
import io.spanhouse.storage.scripts.RunRow;
import io.spanhouse.storage.scripts.RunSelection;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs and logs as CSV (RFC 4180, CRLF, UTF-8 without a mark): the columns of the lists, from one snapshot, written as they are
 * read. A failure in the middle breaks the transfer off, so nobody takes half a file for a whole one.
 */
final class ScriptExports {
    private static final String CONTENT_TYPE = "text/csv; charset=utf-8";

    /** What spreadsheets take for the start of a formula. */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private final TraceStore store;
    private final Clock clock;

    ScriptExports(TraceStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** {@code GET scripts/{script}/export/runs}. */
    void runs(Exchange exchange) throws IOException {
        ListParameters parameters = new ListParameters(exchange, clock.instant(), Set.of("order", "guard"));
        RunSelection selection = parameters.runs();
        RunOrder order = parameters.order();
        boolean guarded = parameters.truth("guard", true);
        exchange.completeness(store.scripts()
                .runs(new RunRequest(selection, order, 1, null), exchange.control())
                .completeness());
        List<String> titles = Arrays.stream(RunColumn.values())
                .filter(RunColumn::shown)
                .map(RunColumn::title)
                .toList();
        write(
                exchange,
                parameters.script() + "_runs_data",
                titles,
                csv -> store.scripts().eachRun(selection, order, exchange.control(), run -> {
                    csv.writeRecord(guarded(cells(run, parameters.zone()), guarded));
                    exchange.wrote(1);
                }));
    }

    /** {@code GET scripts/{script}/export/logs}. */
    void logs(Exchange exchange) throws IOException {
        ListParameters parameters = new ListParameters(exchange, clock.instant(), Set.of("order", "guard"));
        LogSelection selection = parameters.logs();
        boolean descending = parameters.logsDescending();
        boolean guarded = parameters.truth("guard", true);
        exchange.completeness(store.scripts()
                .logs(new LogRequest(selection, descending, 1, null), exchange.control())
                .completeness());
        List<String> titles = Arrays.stream(LogColumn.values())
                .filter(LogColumn::shown)
                .map(LogColumn::title)
                .toList();
        write(
                exchange,
                parameters.script() + "_logs_data",
                titles,
                csv -> store.scripts().eachLog(selection, descending, exchange.control(), log -> {
                    csv.writeRecord(guarded(cells(log, parameters.zone()), guarded));
                    exchange.wrote(1);
                }));
    }

    private static void write(Exchange exchange, String name, List<String> titles, Consumer<CsvWriter> rows)
            throws IOException {
        exchange.header("Content-Disposition", disposition(name + ".csv"));
        Writer out = new OutputStreamWriter(exchange.stream(CONTENT_TYPE), StandardCharsets.UTF_8);
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
        try {
            csv.writeRecord(titles);
            rows.accept(csv);
            csv.flush();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.flush();
    }

    private static List<String> cells(RunRow run, ZoneId zone) {
        return List.of(
                run.runId(),
                run.status().text(),
                run.deploymentVersion(),
                ScriptJson.responseTime(run),
                run.function(),
                ScriptJson.time(run.startNanos(), zone),
                run.sourceType(),
                run.source());
    }

    private static List<String> cells(LogRow log, ZoneId zone) {
        return List.of(log.logId(), log.level().text(), log.message(), ScriptJson.time(log.timeNanos(), zone));
    }

    private static List<String> guarded(List<String> cells, boolean guarded) {
        return guarded ? cells.stream().map(ScriptExports::guarded).toList() : cells;
    }

    private static String guarded(String cell) {
        return !cell.isEmpty() && FORMULA_STARTS.indexOf(cell.charAt(0)) >= 0 ? "'" + cell : cell;
    }

    /** A header with the name of a file, and once more for names that are not ASCII. */
    static String disposition(String name) {
        StringBuilder safe = new StringBuilder();
        StringBuilder ascii = new StringBuilder();
        name.codePoints()
                .filter(c -> "/\\\";".indexOf(c) < 0 && !Character.isISOControl(c))
                .forEach(c -> {
                    safe.appendCodePoint(c);
                    ascii.append(c < 0x7F ? (char) c : '_');
                });
        String encoded = URLEncoder.encode(safe.toString(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
    }
}
