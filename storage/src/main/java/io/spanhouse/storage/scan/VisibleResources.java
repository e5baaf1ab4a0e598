package io.spanhouse.storage.scan;

import io.spanhouse.storage.block.Services;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of one {@link SpanRows} may be seen: those of services that the caller may see, and not taken after the read
 * point. Remembers by resource; not thread-safe.
 */
final class VisibleResources {
    private final SpanRows rows;
    private final @Nullable List<byte[]> services;
    private final long tickMax;
    private final CodeMemo byResource = new CodeMemo();
    private final ByteSlice slice = new ByteSlice();

    VisibleResources(SpanRows rows, Visibility visibility, long tickMax) {
        this.rows = rows;
        this.services = bytes(visibility.services());
        this.tickMax = tickMax;
    }

    private static @Nullable List<byte[]> bytes(@Nullable Set<String> texts) {
        if (texts == null) {
            return null;
        }
        List<byte[]> bytes = new ArrayList<>();
        for (String text : texts) {
            bytes.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    /** Whether a row may be seen. */
    boolean sees(int row) {
        return rows.tick(row) <= tickMax && (services == null || seesResource(rows.resource(row)));
    }

    /** Whether the rows of a resource may be seen, as far as services go. */
    boolean seesResource(int resource) {
        if (services == null) {
            return true;
        }
        byte known = byResource.get(resource);
        if (known != CodeMemo.UNKNOWN) {
            return known == CodeMemo.YES;
        }
        Services.of(rows, resource, slice);
        boolean seen = false;
        for (byte[] service : services) {
            seen |= slice.sameBytes(service, 0, service.length);
        }
        return byResource.put(resource, seen);
    }
}
