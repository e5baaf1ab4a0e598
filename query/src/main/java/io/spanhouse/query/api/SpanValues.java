package io.spanhouse.query.api;

import com.carrotsearch.hppc.IntArrayList;
import io.spanhouse.query.trace.TraceTree;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.ValueText;
import io.spanhouse.storage.model.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import tools.jackson.core.JsonGenerator;

/**
 * The value that each span of a trace has of one attribute, as a text: a code a span and the distinct texts, cut where they are
 * long. Where a key comes twice the first counts. Not thread-safe.
 */
final class SpanValues {
    /** A span without the attribute. */
    static final int NONE = -1;

    /** A span whose value is one of those beyond {@link #TEXTS_MAX}. */
    static final int BEYOND = -2;

    /** Most distinct texts of a column. */
    static final int TEXTS_MAX = 50_000;

    /** Most characters of a text. */
    static final int CHARACTERS_MAX = 256;

    private static final int NOT_ASKED = -3;

    private final Operand.Attribute attribute;
    private final IntArrayList codes = new IntArrayList();
    private final Map<String, Integer> known = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final ByteSlice slice = new ByteSlice();
    private int[] ofPairs = {};

    SpanValues(Operand.Attribute attribute) {
        this.attribute = attribute;
    }

    /** Takes all rows of a slice. */
    void add(SpanBatch batch) {
        ofPairs = new int[batch.pairs().size()];
        Arrays.fill(ofPairs, NOT_ASKED);
        int[] above = above(batch);
        for (int row = 0; row < batch.rowCount(); row++) {
            codes.add(
                    switch (attribute.level()) {
                        case RESOURCE -> above[batch.resource(row)];
                        case SCOPE -> above[batch.scope(row)];
                        case SPAN, EVENT, LINK ->
                            first(batch, batch.attributeStart(row), batch.attributeEnd(row), batch::attribute);
                    });
        }
    }

    private int[] above(SpanBatch batch) {
        if (attribute.level() == AttributeLevel.RESOURCE) {
            int[] of = new int[batch.resources().size()];
            Arrays.setAll(
                    of,
                    i -> first(
                            batch,
                            batch.resources().attributeStart(i),
                            batch.resources().attributeEnd(i),
                            batch.resources()::attribute));
            return of;
        }
        int[] of = new int
                [attribute.level() == AttributeLevel.SCOPE ? batch.scopes().size() : 0];
        Arrays.setAll(
                of,
                i -> first(
                        batch,
                        batch.scopes().attributeStart(i),
                        batch.scopes().attributeEnd(i),
                        batch.scopes()::attribute));
        return of;
    }

    private int first(SpanBatch batch, int start, int end, IntUnaryOperator pairs) {
        for (int i = start; i < end; i++) {
            int pair = pairs.applyAsInt(i);
            if (ofPairs[pair] == NOT_ASKED) {
                ofPairs[pair] = code(batch, pair);
            }
            if (ofPairs[pair] != NONE) {
                return ofPairs[pair];
            }
        }
        return NONE;
    }

    /** The code of a pair's value; {@link #NONE} for a pair of another key, or without a value. */
    private int code(SpanBatch batch, int pair) {
        if (!batch.strings().text(batch.pairs().key(pair)).equals(attribute.key())) {
            return NONE;
        }
        batch.pairs().value(pair, slice);
        String text = ValueText.of(ValueType.ofCode(batch.pairs().type(pair)), slice);
        if (text == null) {
            return NONE;
        }
        String cut = text.length() > CHARACTERS_MAX ? text.substring(0, CHARACTERS_MAX) + "\u2026" : text;
        Integer code = known.get(cut);
        if (code == null) {
            if (texts.size() == TEXTS_MAX) {
                return BEYOND;
            }
            code = texts.size();
            known.put(cut, code);
            texts.add(cut);
        }
        return code;
    }

    /** Writes the column in the order of a tree of the same slices. */
    void write(TraceTree tree, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("level", Operands.name(attribute.level()));
        json.writeStringProperty("key", attribute.key());
        json.writeArrayPropertyStart("texts");
        texts.forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("codes");
        for (int place = 0; place < tree.size(); place++) {
            json.writeNumber(codes.get(tree.row(place)));
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
