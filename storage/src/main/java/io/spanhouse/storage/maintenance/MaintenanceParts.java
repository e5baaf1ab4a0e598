package io.spanhouse.storage.maintenance;

import io.spanhouse.storage.model.StoreClock;

/** What the workers share. */
record MaintenanceParts(
        MaintenanceOptions options,
        BlockBuilding building,
        DeletedProjects deleted,
        EventErasure erasure,
        Room room,
        MaintenanceListener listener,
        StoreClock clock,
        RetentionClock retentionClock,
        MaintenanceCounters counters) {}
