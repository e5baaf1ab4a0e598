package io.spanhouse.storage.maintenance;

import java.util.Set;

/** Projects that are deleted but whose bytes are still there. Hidden from every query before they come here. */
public interface DeletedProjects {
    /** Their numbers; a project number is never used again. */
    Set<Integer> pending();

    /**
     * No file of a project is left but quarantined ones. Called once; if the process ends before, its erasure is done
     * again after the next start.
     */
    void erased(int project);
}
