package io.spanhouse.storage.filter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose spans a caller may see. Spans of other services are left out of every answer, condition, list and figure, as if
 * they had not been sent.
 *
 * @param services values of resource attribute {@code service.name} that may be seen; null for all
 */
public record Visibility(@Nullable Set<String> services) {
    /** Everything may be seen. */
    public static final Visibility ALL = new Visibility(null);

    public Visibility {
        services = services == null ? null : Set.copyOf(services);
    }

    /** Whether there is no restriction. */
    public boolean unrestricted() {
        return services == null;
    }
}
