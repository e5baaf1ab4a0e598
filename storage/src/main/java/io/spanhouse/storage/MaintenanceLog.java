package io.spanhouse.storage;

import io.spanhouse.storage.maintenance.MaintenanceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells an operator what maintenance does not manage, and which projects are gone. Drops are told where they are decided. */
final class MaintenanceLog implements MaintenanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceLog.class);

    @Override
    public void failed(int partition, String work, RuntimeException failure) {
        LOG.warn("Partition {} will try to {} again", partition, work, failure);
    }

    @Override
    public void erased(int project) {
        LOG.info("Project number {} is erased from all files", project);
    }
}
