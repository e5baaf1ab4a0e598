package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into facts of runs. What a span means is decided here alone; see {@link ScriptField} for the names. Good for rows
 * of one table, since keys and texts are remembered by their codes. Not thread-safe.
 */
final class FactReader {
    /** A name that OpenTelemetry has given the service. */
    private static final String SERVICE_KEY = "service.name";

    private static final String EXCEPTION_EVENT = "exception";
    private static final int STATUS_ERROR = 2;
    private static final int TIMEOUT_EXIT_CODE = 124;
    private static final String UNNAMED = "unknown";

    private final SpanRows rows;
    private final SpanFieldReader fields;
    private final RunTable table;
    private final RunForms forms;
    private final Map<Integer, Integer> textOfPair = new HashMap<>();
    private final Map<Integer, Integer> serviceOfResource = new HashMap<>();
    private final RunFacts.Draft draft = new RunFacts.Draft();
    private final int[] parts = new int[RunForms.Part.values().length];

    FactReader(SpanRows rows, ScriptNames names, RunTable table) {
        this.rows = rows;
        this.fields = new SpanFieldReader(rows, names);
        this.table = table;
        this.forms = table.forms();
    }

    SpanRows rows() {
        return rows;
    }

    /** Adds what a row says. */
    void read(int row, int partition, long generation) {
        fields.readSpan(row);
        readParts(row);
        if (fields.has(ScriptField.DEPLOYMENT_STATUS)) {
            announce(row, partition, generation);
        }
        byte[] runId = fields.text(ScriptField.RUN_ID).getBytes(StandardCharsets.UTF_8);
        if (runId.length == 0 || runId.length > RunFacts.TEXT_BYTES_MAX) {
            return;
        }
        draft.run = table.run(runId);
        draft.form = forms.form(parts);
        draft.partition = partition;
        draft.generation = generation;
        draft.traceHigh = rows.traceIdHigh(row);
        draft.traceLow = rows.traceIdLow(row);
        draft.spanId = rows.spanId(row);
        draft.start = rows.startNanos(row);
        draft.end = rows.endNanos(row);
        draft.owner = RunFacts.NONE;
        draft.flags = 0;
        draft.logId = 0;
        draft.text = 0;
        if (fields.isLog()) {
            readLog();
        } else if (rows.strings().text(rows.name(row)).equals(ScriptNames.FRAMES_SPAN)) {
            draft.kind = RunFacts.Kind.PART;
            table.add(draft);
        } else {
            readOwn(row);
        }
    }

    private void readParts(int row) {
        int service = serviceOfResource.computeIfAbsent(rows.resource(row), this::service);
        int script = code(ScriptField.SCRIPT);
        parts[RunForms.Part.SERVICE.ordinal()] = service;
        parts[RunForms.Part.SCRIPT.ordinal()] = script != 0 ? script : service != 0 ? service : forms.intern(UNNAMED);
        parts[RunForms.Part.DEPLOYMENT.ordinal()] = code(ScriptField.DEPLOYMENT);
        parts[RunForms.Part.DEPLOYMENT_VERSION.ordinal()] = code(ScriptField.DEPLOYMENT_VERSION);
        parts[RunForms.Part.FUNCTION.ordinal()] = code(ScriptField.FUNCTION);
        parts[RunForms.Part.SOURCE_TYPE.ordinal()] = code(ScriptField.SOURCE_TYPE);
        parts[RunForms.Part.SOURCE.ordinal()] = code(ScriptField.SOURCE);
        parts[RunForms.Part.USER.ordinal()] = code(ScriptField.USER);
        parts[RunForms.Part.INVOCATION.ordinal()] = code(ScriptField.INVOCATION);
    }

    private int code(ScriptField field) {
        int pair = fields.pair(field);
        if (pair == SpanFieldReader.NONE) {
            return 0;
        }
        return textOfPair.computeIfAbsent(pair, absent -> forms.intern(table.cut(shown(field, fields.textOf(absent)))));
    }

    /** Of the two source types that the contract names the spelling is fixed. */
    private static String shown(ScriptField field, String text) {
        if (field == ScriptField.SOURCE_TYPE) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "tool" -> "Tool";
                case "api" -> "API";
                default -> text;
            };
        }
        return text;
    }

    private int service(int resource) {
        ResourceTable resources = rows.resources();
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            int pair = resources.attribute(i);
            if (rows.pairs().type(pair) == ValueType.STRING.code()
                    && rows.strings().text(rows.pairs().key(pair)).equals(SERVICE_KEY)) {
                return forms.intern(table.cut(fields.textOf(pair)));
            }
        }
        return 0;
    }

    private void announce(int row, int partition, long generation) {
        String status = fields.text(ScriptField.DEPLOYMENT_STATUS).toLowerCase(Locale.ROOT);
        ScriptRow.State state = state(status);
        if (state != null) {
            table.add(new DeploymentFact(
                    forms.form(parts),
                    state,
                    rows.startNanos(row),
                    rows.traceIdHigh(row),
                    rows.traceIdLow(row),
                    rows.spanId(row),
                    partition,
                    generation));
        }
    }

    private static ScriptRow.@Nullable State state(String status) {
        return switch (status) {
            case "started" -> ScriptRow.State.IN_PROGRESS;
            case "ready" -> ScriptRow.State.DEPLOYED;
            case "undeployed" -> ScriptRow.State.UNDEPLOYED;
            default -> null;
        };
    }

    private void readLog() {
        if (!fields.has(ScriptField.LOG_MESSAGE) && !fields.has(ScriptField.LOG_LEVEL)) {
            draft.kind = RunFacts.Kind.PART;
            table.add(draft);
            return;
        }
        draft.kind = RunFacts.Kind.LOG;
        setLog("INFO");
        table.add(draft);
    }

    private void setLog(String levelUnlessGiven) {
        String level = fields.text(ScriptField.LOG_LEVEL);
        draft.level = LogLevel.of(level.isEmpty() ? levelUnlessGiven : level);
        draft.logId = table.text(fields.text(ScriptField.LOG_ID));
        setText(fields.text(ScriptField.LOG_MESSAGE));
    }

    private void setText(String message) {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > RunFacts.TEXT_BYTES_MAX || fields.isUnreadable()) {
            draft.flags |= RunFacts.LONG_TEXT;
            draft.text = table.text(table.cut(message));
        } else {
            draft.text = table.text(bytes);
        }
    }

    private void readOwn(int row) {
        draft.kind = RunFacts.Kind.OWN;
        String exitCode = fields.text(ScriptField.EXIT_CODE);
        String errorCode = fields.text(ScriptField.ERROR_CODE);
        boolean timedOut = fields.text(ScriptField.STATUS).equalsIgnoreCase("timeout")
                || exitCode.equals(Integer.toString(TIMEOUT_EXIT_CODE));
        boolean failed =
                timedOut || rows.statusCode(row) == STATUS_ERROR || isNotZero(exitCode) || isNotZero(errorCode);
        draft.flags = (failed ? RunFacts.FAILED : 0) | (timedOut ? RunFacts.TIMED_OUT : 0);
        if (failed) {
            draft.text = table.text(table.cut(error(row, errorCode)));
        }
        int own = table.add(draft);
        readLines(row, own);
    }

    private static boolean isNotZero(String code) {
        return !code.isEmpty() && !code.equals("0");
    }

    private String error(int row, String errorCode) {
        String message = rows.strings().text(rows.statusMessage(row));
        for (int event = rows.eventEnd(row) - 1; message.isEmpty() && event >= rows.eventStart(row); event--) {
            if (rows.strings().text(rows.eventName(event)).equals(EXCEPTION_EVENT)) {
                message = fields.eventText(event, "exception.message");
                message = message.isEmpty() ? fields.eventText(event, "exception.type") : message;
            }
        }
        return message.isEmpty() ? errorCode : message;
    }

    /** Lines that are events: standard output, and whatever has a message. */
    private void readLines(int row, int own) {
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            String name = rows.strings().text(rows.eventName(event));
            boolean out = name.equals(ScriptNames.STDOUT_EVENT);
            boolean err = name.equals(ScriptNames.STDERR_EVENT);
            fields.readEvent(event);
            if (out || err || fields.has(ScriptField.LOG_MESSAGE)) {
                draft.kind = RunFacts.Kind.EVENT;
                draft.owner = own;
                draft.event = event - rows.eventStart(row);
                draft.start = rows.eventTimeNanos(event);
                draft.flags = 0;
                setLog(out ? "STDOUT" : err ? "STDERR" : "INFO");
                if (out || err) {
                    draft.level = out ? LogLevel.STDOUT : LogLevel.STDERR;
                }
                table.add(draft);
            }
        }
    }

    /** The whole message of a log, which is a row or an event of it. */
    static String message(SpanRows rows, int row, int event, boolean ofEvent, ScriptNames names) {
        SpanFieldReader fields = new SpanFieldReader(rows, names);
        if (ofEvent) {
            fields.readEvent(rows.eventStart(row) + event);
        } else {
            fields.readSpan(row);
        }
        return fields.text(ScriptField.LOG_MESSAGE);
    }
}
