package io.spanhouse.storage;

import io.spanhouse.storage.maintenance.DeletedProjects;
import java.util.Set;

/** The registry's deleted projects, as maintenance erases them. */
final class RegisteredDeletions implements DeletedProjects {
    private final ProjectRegistry projects;

    RegisteredDeletions(ProjectRegistry projects) {
        this.projects = projects;
    }

    @Override
    public Set<Integer> pending() {
        return projects.deleted();
    }

    @Override
    public void erased(int project) {
        projects.forget(Set.of(project));
    }
}
