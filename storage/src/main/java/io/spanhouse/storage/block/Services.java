package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.PairTable;
import io.spanhouse.storage.model.ResourceTable;
import io.spanhouse.storage.model.SpanRows;
import io.spanhouse.storage.model.ValueType;
import java.nio.charset.StandardCharsets;

/**
 * What counts as the service of a resource: the value of its first attribute {@code service.name} that is a string, and
 * the empty text if there is none.
 */
public final class Services {
    /** The attribute's key. */
    public static final String KEY = "service.name";

    private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.UTF_8);

    private Services() {}

    /** Points {@code into} at the service of a resource; the rows own the bytes. */
    public static void of(SpanRows rows, int resource, ByteSlice into) {
        ResourceTable resources = rows.resources();
        PairTable pairs = rows.pairs();
        for (int i = resources.attributeStart(resource); i < resources.attributeEnd(resource); i++) {
            int pair = resources.attribute(i);
            if (pairs.type(pair) == ValueType.STRING.code()) {
                rows.strings().get(pairs.key(pair), into);
                if (into.sameBytes(KEY_BYTES, 0, KEY_BYTES.length)) {
                    pairs.value(pair, into);
                    return;
                }
            }
        }
        into.set(KEY_BYTES, 0, 0);
    }
}
