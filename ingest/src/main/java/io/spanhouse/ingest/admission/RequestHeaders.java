package io.spanhouse.ingest.admission;

import org.jspecify.annotations.Nullable;

/** The headers of a request, whatever the transport calls them. */
@FunctionalInterface
public interface RequestHeaders {
    /** The first value of the header of this name, given in lower case; null if there is none. */
    @Nullable
    String first(String lowerCaseName);
}
