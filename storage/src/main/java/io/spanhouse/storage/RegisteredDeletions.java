package io.spanhouse.storage;

import io.spanhouse.storage.maintenance.DeletedProjects;
import io.spanhouse.storage.scripts.ScriptState;
import java.util.Set;

/** The registry's deleted projects, as maintenance erases them. */
final class RegisteredDeletions implements DeletedProjects {
    private final ProjectRegistry projects;
    private final ScriptState scripts;

    RegisteredDeletions(ProjectRegistry projects, ScriptState scripts) {
        this.projects = projects;
        this.scripts = scripts;
    }

    @Override
    public Set<Integer> pending() {
        return projects.deleted();
    }

    @Override
    public void erased(int project) {
        scripts.deleteProject(project);
        projects.forget(Set.of(project));
    }
}
