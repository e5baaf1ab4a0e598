package io.spanhouse.storage.scan;

import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.ScopeTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.StringTable;
import java.nio.charset.StandardCharsets;

/** Readers of attributes, one for each level they can be attached at. */
final class AttributeReaders {
    private AttributeReaders() {}

    static OperandReader of(Operand.Attribute attribute, SpanRows rows, RowContext context) {
        KeyMatch key = new KeyMatch(rows.pairs(), rows.strings(), attribute.key());
        switch (attribute.level()) {
            case SPAN:
                return new OfSpan(rows, key);
            case RESOURCE:
                return new OfResource(rows, key);
            case SCOPE:
                return new OfScope(rows, key);
            case EVENT:
                return new OfEvents(rows, key, context);
            case LINK:
                return new OfLinks(rows, key, context);
        }
        throw new AssertionError(attribute.level());
    }

    /** The span's attribute, or its resource's if the span has none with the key. */
    static OperandReader unscoped(String key, SpanRows rows) {
        KeyMatch match = new KeyMatch(rows.pairs(), rows.strings(), key);
        return new OfSpanOrResource(rows, match);
    }

    /** Which pairs have a key. */
    static final class KeyMatch {
        private final PairTable pairs;
        private final StringTable strings;
        private final byte[] key;
        private final CodeMemo byPair = new CodeMemo();
        private final CodeMemo byString = new CodeMemo();
        private final ByteSlice slice = new ByteSlice();

        KeyMatch(PairTable pairs, StringTable strings, String key) {
            this.pairs = pairs;
            this.strings = strings;
            this.key = key.getBytes(StandardCharsets.UTF_8);
        }

        boolean has(int pair) {
            byte known = byPair.get(pair);
            return known == CodeMemo.UNKNOWN ? byPair.put(pair, keyMatches(pairs.key(pair))) : known == CodeMemo.YES;
        }

        private boolean keyMatches(int string) {
            byte known = byString.get(string);
            if (known != CodeMemo.UNKNOWN) {
                return known == CodeMemo.YES;
            }
            strings.get(string, slice);
            return byString.put(string, slice.sameBytes(key, 0, key.length));
        }
    }

    private static final class OfSpan extends OperandReader {
        private final SpanRows rows;
        private final KeyMatch key;

        OfSpan(SpanRows rows, KeyMatch key) {
            this.rows = rows;
            this.key = key;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            int end = rows.attributeEnd(row);
            for (int i = rows.attributeStart(row); i < end; i++) {
                int pair = rows.attribute(i);
                if (key.has(pair) && visitor.pair(pair)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class OfSpanOrResource extends OperandReader {
        private final SpanRows rows;
        private final KeyMatch key;
        private final OperandReader resource;

        OfSpanOrResource(SpanRows rows, KeyMatch key) {
            this.rows = rows;
            this.key = key;
            this.resource = new OfResource(rows, key);
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            boolean ofSpan = false;
            int end = rows.attributeEnd(row);
            for (int i = rows.attributeStart(row); i < end; i++) {
                int pair = rows.attribute(i);
                if (key.has(pair)) {
                    ofSpan = true;
                    if (visitor.pair(pair)) {
                        return true;
                    }
                }
            }
            return !ofSpan && resource.visit(row, visitor);
        }
    }

    private static final class OfResource extends OperandReader {
        private final SpanRows rows;
        private final KeyMatch key;

        OfResource(SpanRows rows, KeyMatch key) {
            this.rows = rows;
            this.key = key;
        }

        @Override
        Scope scope() {
            return Scope.RESOURCE;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            ResourceTable resources = rows.resources();
            int resource = rows.resource(row);
            int end = resources.attributeEnd(resource);
            for (int i = resources.attributeStart(resource); i < end; i++) {
                int pair = resources.attribute(i);
                if (key.has(pair) && visitor.pair(pair)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class OfScope extends OperandReader {
        private final SpanRows rows;
        private final KeyMatch key;

        OfScope(SpanRows rows, KeyMatch key) {
            this.rows = rows;
            this.key = key;
        }

        @Override
        Scope scope() {
            return Scope.SCOPE;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            ScopeTable scopes = rows.scopes();
            int scope = rows.scope(row);
            int end = scopes.attributeEnd(scope);
            for (int i = scopes.attributeStart(scope); i < end; i++) {
                int pair = scopes.attribute(i);
                if (key.has(pair) && visitor.pair(pair)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class OfEvents extends OperandReader {
        private final SpanRows rows;
        private final KeyMatch key;
        private final RowContext context;

        OfEvents(SpanRows rows, KeyMatch key, RowContext context) {
            this.rows = rows;
            this.key = key;
            this.context = context;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            for (int event = context.eventStart(rows, row); event < context.eventEnd(rows, row); event++) {
                int end = rows.eventAttributeEnd(event);
                for (int i = rows.eventAttributeStart(event); i < end; i++) {
                    int pair = rows.eventAttribute(i);
                    if (key.has(pair) && visitor.pair(pair)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static final class OfLinks extends OperandReader {
        private final SpanRows rows;
        private final KeyMatch key;
        private final RowContext context;

        OfLinks(SpanRows rows, KeyMatch key, RowContext context) {
            this.rows = rows;
            this.key = key;
            this.context = context;
        }

        @Override
        boolean visit(int row, OperandVisitor visitor) {
            for (int link = context.linkStart(rows, row); link < context.linkEnd(rows, row); link++) {
                int end = rows.linkAttributeEnd(link);
                for (int i = rows.linkAttributeStart(link); i < end; i++) {
                    int pair = rows.linkAttribute(i);
                    if (key.has(pair) && visitor.pair(pair)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
