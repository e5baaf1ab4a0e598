package io.spanhouse.ingest.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may send spans from a browser.
 *
 * @param origins such as {@code https://shop.example}; {@code *} for every page; empty for none
 */
public record CorsOptions(Set<String> origins) {
    /** No page may. */
    public static final CorsOptions OFF = new CorsOptions(Set.of());

    public CorsOptions {
        origins = Set.copyOf(origins);
    }

    /** Whether a page of this origin may; false for no origin. */
    boolean allows(@Nullable String origin) {
        return origin != null && (origins.contains(origin) || origins.contains("*"));
    }
}
