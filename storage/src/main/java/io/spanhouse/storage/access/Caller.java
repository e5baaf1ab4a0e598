package io.spanhouse.storage.access;

import io.spanhouse.storage.filter.Visibility;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, after the key was checked: what every handler needs to know and nothing secret.
 *
 * @param keyId the key's public id, {@code anonymous} where no keys are configured
 * @param projects projects it has; {@code *} alone for all
 * @param scopes what it may do
 * @param visibility whose spans it may see
 * @param keyed whether keys are configured at all
 */
public record Caller(String keyId, List<String> projects, Set<Scope> scopes, Visibility visibility, boolean keyed) {
    /** The one project where no keys are configured. */
    public static final String DEFAULT_PROJECT = "default";

    /** Everybody, where no keys are configured. */
    public static final Caller ANONYMOUS =
            new Caller("anonymous", List.of(DEFAULT_PROJECT), Set.of(Scope.values()), Visibility.ALL, false);

    public Caller {
        projects = List.copyOf(projects);
        scopes = Set.copyOf(scopes);
    }

    /**
     * Insists on a scope.
     *
     * @throws AccessDeniedException SCOPE if the key has it not
     */
    public void require(Scope scope) {
        if (!scopes.contains(scope)) {
            throw new AccessDeniedException(
                    AccessDeniedException.Reason.SCOPE, "key " + keyId + " lacks the scope " + scope.text());
        }
    }

    /**
     * The project that a request means. Without keys every name means {@link #DEFAULT_PROJECT}; with keys a name chooses
     * among the key's projects, and none means its first ({@code default} for a key that has all).
     *
     * @param named what a header or path says; null or empty for nothing
     * @throws AccessDeniedException PROJECT if the key has it not
     */
    public String project(@Nullable String named) {
        if (!keyed) {
            return DEFAULT_PROJECT;
        }
        boolean all = projects.contains(AccessKey.ALL_PROJECTS);
        if (named == null || named.isEmpty()) {
            return all ? DEFAULT_PROJECT : projects.get(0);
        }
        if (all || projects.contains(named)) {
            return named;
        }
        throw new AccessDeniedException(
                AccessDeniedException.Reason.PROJECT, "key " + keyId + " does not have the project that was named");
    }
}
