package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Gives the fingerprints of a row's exceptions. Computed once for each distinct resource, type, message and stack. */
final class FingerprintReader extends OperandReader {
    /** Met by the names of events that are exceptions. */
    static final ValueTest EXCEPTION_NAME = ValueTest.of(Operator.EQUAL, new Literal.Text("exception"));

    private static final byte[] EXCEPTION = "exception".getBytes(StandardCharsets.UTF_8);

    /** Fingerprints remembered; beyond it they are computed again. */
    private static final int KNOWN_MAX = 16_384;

    private record Cause(int resource, int typePair, int messagePair, int stackPair) {}

    private final SpanRows rows;
    private final AttributeReaders.KeyMatch type;
    private final AttributeReaders.KeyMatch message;
    private final AttributeReaders.KeyMatch stack;
    private final AttributeReaders.KeyMatch namespace;
    private final CodeMemo exceptionNames = new CodeMemo();
    private final Map<Cause, byte[]> known = new HashMap<>();
    private final ByteSlice slice = new ByteSlice();

    FingerprintReader(SpanRows rows) {
        this.rows = rows;
        type = key("exception.type");
        message = key("exception.message");
        stack = key("exception.stacktrace");
        namespace = key("service.namespace");
    }

    private AttributeReaders.KeyMatch key(String key) {
        return new AttributeReaders.KeyMatch(rows.pairs(), rows.strings(), key);
    }

    @Override
    boolean visit(int row, OperandVisitor visitor) {
        for (int event = rows.eventStart(row); event < rows.eventEnd(row); event++) {
            if (isException(rows.eventName(event)) && visitor.text(fingerprint(row, event))) {
                return true;
            }
        }
        return false;
    }

    private boolean isException(int name) {
        byte answer = exceptionNames.get(name);
        if (answer != CodeMemo.UNKNOWN) {
            return answer == CodeMemo.YES;
        }
        rows.strings().get(name, slice);
        return exceptionNames.put(name, slice.sameBytes(EXCEPTION, 0, EXCEPTION.length));
    }

    private byte[] fingerprint(int row, int event) {
        Cause cause = new Cause(
                rows.resource(row), eventPair(event, type), eventPair(event, message), eventPair(event, stack));
        byte[] fingerprint = known.get(cause);
        if (fingerprint == null) {
            fingerprint = compute(cause);
            if (known.size() < KNOWN_MAX) {
                known.put(cause, fingerprint);
            }
        }
        return fingerprint;
    }

    private byte[] compute(Cause cause) {
        Services.of(rows, cause.resource, slice);
        String service = slice.utf8();
        return ExceptionFingerprint.of(
                        text(resourcePair(cause.resource, namespace)),
                        service,
                        text(cause.typePair),
                        text(cause.messagePair),
                        text(cause.stackPair))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The event's first text with a key, -1 if it has none. */
    private int eventPair(int event, AttributeReaders.KeyMatch key) {
        for (int i = rows.eventAttributeStart(event); i < rows.eventAttributeEnd(event); i++) {
            int pair = rows.eventAttribute(i);
            if (key.has(pair) && rows.pairs().type(pair) == ValueType.STRING.code()) {
                return pair;
            }
        }
        return -1;
    }

    private int resourcePair(int resource, AttributeReaders.KeyMatch key) {
        ResourceTable resources = rows.resources();
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            int pair = resources.attribute(i);
            if (key.has(pair) && rows.pairs().type(pair) == ValueType.STRING.code()) {
                return pair;
            }
        }
        return -1;
    }

    private String text(int pair) {
        if (pair < 0) {
            return "";
        }
        PairTable pairs = rows.pairs();
        pairs.value(pair, slice);
        return slice.utf8();
    }
}
