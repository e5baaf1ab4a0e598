package io.spanhouse.ingest.otlp;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.Limits;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;

/**
 * Reads {@code KeyValue} objects of JSON into pair codes of the batch. Calls itself for each level of a nested value down
 * to {@link Limits#valueDepthMax()}; what lies deeper is stepped over and becomes empty. Which of two equal names in one
 * object counts is not defined, as in JSON itself. Not thread-safe.
 */
final class JsonValueReader {
    private final JsonInput in;
    private final SpanIntake intake;
    private final JsonText text;
    private final int bytesMax;
    private final int depthMax;
    private final JsonText keyText = new JsonText();
    private final BoundedValue nested;
    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];
    private final ByteSlice value = new ByteSlice();
    private ValueType type = ValueType.ABSENT;

    /** @param text a buffer that is free between calls */
    JsonValueReader(JsonInput in, SpanIntake intake, JsonText text) {
        this.in = in;
        this.intake = intake;
        this.text = text;
        this.bytesMax = intake.limits.valueBytesMax();
        this.depthMax = intake.limits.valueDepthMax();
        this.nested = new BoundedValue(bytesMax);
    }

    /** Reads a {@code KeyValue} object; gives its pair code. Adds what it took to the intake's repairs. */
    int pair() throws MalformedRequestException {
        in.requireObject("attribute");
        int key = 0;
        become(ValueType.ABSENT);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "key":
                    intake.repairs |= in.text(name, keyText, bytesMax);
                    key = intake.builder.string(keyText.array, 0, keyText.length);
                    break;
                case "value":
                    value();
                    break;
                case "keyStrindex":
                    keyIndex();
                    break;
                default:
                    in.skip();
            }
        }
        return intake.builder.pair(key, type, value.array, value.offset, value.length);
    }

    private void keyIndex() throws MalformedRequestException {
        intake.repairs |= in.int64("keyStrindex") == 0 ? 0 : SpanRepair.STRINDEX.bit();
    }

    private void value() throws MalformedRequestException {
        in.requireObject("value");
        become(ValueType.EMPTY);
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            switch (name) {
                case "stringValue":
                    intake.repairs |= in.text(name, text, bytesMax);
                    set(ValueType.STRING, text.array, text.length);
                    break;
                case "boolValue":
                    number[0] = (byte) (in.bool(name) ? 1 : 0);
                    set(ValueType.BOOL, number, 1);
                    break;
                case "intValue":
                    ValueBytes.putInt(number, 0, in.int64(name));
                    set(ValueType.INT, number, number.length);
                    break;
                case "doubleValue":
                    ValueBytes.putDoubleBits(number, 0, in.doubleBits(name));
                    set(ValueType.DOUBLE, number, number.length);
                    break;
                case "bytesValue":
                    byte[] bytes = in.base64(name, text, bytesMax);
                    intake.repairs |= bytes.length > bytesMax ? SpanRepair.ATTR_BYTES.bit() : 0;
                    set(ValueType.BYTES, bytes, Math.min(bytes.length, bytesMax));
                    break;
                case "arrayValue":
                case "kvlistValue":
                    nested.reset();
                    ValueType container = container(name);
                    elements(container, 2);
                    intake.repairs |= nested.repairs;
                    set(container, nested.writer.buffer(), nested.writer.size());
                    break;
                case "stringValueStrindex":
                    in.int64(name);
                    intake.repairs |= SpanRepair.STRINDEX.bit();
                    become(ValueType.EMPTY);
                    break;
                default:
                    in.skip();
            }
        }
    }

    private static ValueType container(String name) {
        return name.equals("arrayValue") ? ValueType.ARRAY : ValueType.KVLIST;
    }

    private void become(ValueType as) {
        set(as, number, 0);
    }

    private void set(ValueType as, byte[] array, int length) {
        type = as;
        value.set(array, 0, length);
    }

    /** The object around a list of elements, which have this depth. */
    private void elements(ValueType container, int depth) throws MalformedRequestException {
        in.requireObject(container == ValueType.ARRAY ? "arrayValue" : "kvlistValue");
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (!name.equals("values")) {
                in.skip();
                continue;
            }
            in.requireArray("values");
            while (in.nextElement()) {
                if (!nested.hasRoom()) {
                    in.skip();
                } else if (container == ValueType.ARRAY) {
                    element(depth);
                } else if (!in.isNull()) {
                    entry(depth);
                }
            }
        }
    }

    private void entry(int depth) throws MalformedRequestException {
        in.requireObject("values");
        int start = nested.writer.size();
        int elementStart = start;
        boolean hasKey = false;
        boolean hasValue = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            if (name.equals("key") && !hasKey) {
                if (nested.noteText(in.text(name, keyText, nested.keyRoom()))) {
                    keyText.length = 0;
                }
                nested.writer.keyBefore(start, keyText.array, 0, keyText.length);
                elementStart = hasValue ? elementStart : nested.writer.size();
                hasKey = true;
            } else if (name.equals("value") && !hasValue) {
                element(depth);
                hasValue = true;
            } else {
                if (name.equals("keyStrindex")) {
                    keyIndex();
                }
                in.skip();
            }
        }
        if (!hasKey) {
            nested.writer.keyBefore(start, keyText.array, 0, 0);
        }
        if (!hasValue) {
            nested.writer.nothing(ValueType.ABSENT);
        }
    }

    private void element(int depth) throws MalformedRequestException {
        if (in.isNull()) {
            nested.writer.nothing(ValueType.EMPTY);
            return;
        }
        in.requireObject("value");
        if (depth > depthMax) {
            nested.cutDepth(in.skipAndSee());
            return;
        }
        int start = nested.writer.size();
        boolean written = false;
        for (String name = in.nextName(); name != null; name = in.nextName()) {
            written |= elementField(name, start, depth);
        }
        if (!written) {
            nested.writer.nothing(ValueType.EMPTY);
        }
    }

    /** Writes the element that a field of an {@code AnyValue} makes; false if the field is not known. */
    private boolean elementField(String name, int start, int depth) throws MalformedRequestException {
        switch (name) {
            case "stringValue":
                nested.writer.truncate(start);
                nested.noteText(in.text(name, text, nested.textRoom()));
                nested.writer.bytes(ValueType.STRING, text.array, 0, text.length);
                return true;
            case "boolValue":
                nested.writer.truncate(start);
                nested.writer.bool(in.bool(name));
                return true;
            case "intValue":
                nested.writer.truncate(start);
                nested.writer.integer(in.int64(name));
                return true;
            case "doubleValue":
                nested.writer.truncate(start);
                nested.writer.doubleBits(in.doubleBits(name));
                return true;
            case "bytesValue":
                nested.writer.truncate(start);
                byte[] bytes = in.base64(name, text, nested.textRoom());
                nested.bytes(bytes, 0, bytes.length);
                return true;
            case "arrayValue":
            case "kvlistValue":
                nested.writer.truncate(start);
                ValueType container = container(name);
                int close = nested.writer.open(container);
                elements(container, depth + 1);
                nested.writer.close(close);
                return true;
            case "stringValueStrindex":
                nested.writer.truncate(start);
                in.int64(name);
                nested.repairs |= SpanRepair.STRINDEX.bit();
                nested.writer.nothing(ValueType.EMPTY);
                return true;
            default:
                in.skip();
                return false;
        }
    }
}
