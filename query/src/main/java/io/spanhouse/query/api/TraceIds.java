package io.spanhouse.query.api;

import io.spanhouse.query.http.HttpFailure;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.model.TraceId;

/** Trace ids in addresses. */
final class TraceIds {
    private static final int SHORT_LENGTH = 16;

    private TraceIds() {}

    /** 32 hexadecimal digits; 16, as older tracers write, mean an id whose first half is zero. */
    static TraceId parse(String text) {
        try {
            return TraceId.parse(text.length() == SHORT_LENGTH ? "0".repeat(SHORT_LENGTH) + text : text);
        } catch (StoreException e) {
            throw HttpFailure.badId("trace id has " + text.length()
                    + " characters or one that is no digit, expected 32 or 16 hexadecimal digits");
        }
    }
}
