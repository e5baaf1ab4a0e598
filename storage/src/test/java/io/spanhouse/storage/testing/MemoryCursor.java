package io.spanhouse.storage.testing;

import io.spanhouse.storage.filter.SearchRequest;
import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.util.List;

/** Where a page of {@link MemoryTraceStore} ended: a position in the list as it was then. */
record MemoryCursor(int asOf, int position) {
    static MemoryCursor of(SearchRequest request, int now) {
        if (request.cursor() == null) {
            return new MemoryCursor(now, 0);
        }
        String[] parts = request.cursor().split("\\.", -1);
        if (parts.length != 3 || !parts[2].equals(hash(request))) {
            throw new StoreException(FailureKind.BAD_INPUT, "the cursor is not of this request");
        }
        try {
            return new MemoryCursor(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
        } catch (NumberFormatException e) {
            throw new StoreException(FailureKind.BAD_INPUT, "the cursor is damaged", e);
        }
    }

    MemoryCursor at(int newPosition) {
        return new MemoryCursor(asOf, newPosition);
    }

    String text(SearchRequest request) {
        return asOf + "." + position + "." + hash(request);
    }

    private static String hash(SearchRequest request) {
        return Integer.toHexString(
                List.of(request.project(), request.window(), request.predicate(), request.order(), request.visibility())
                        .hashCode());
    }
}
