package io.spanhouse.deploy.telemetry;

import io.spanhouse.deploy.acceptance.MetricsText;
import io.spanhouse.deploy.config.MemoryShares;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import io.spanhouse.ingest.admission.IngestMetrics;
import io.spanhouse.ingest.admission.MemoryPermits;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.query.QueryMetrics;
import io.spanhouse.query.QueryRefusal;
import io.spanhouse.storage.access.AccessFiles;
import io.spanhouse.storage.access.ClientTrust;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.ReloadingKeyManager;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.testing.MemoryTraceStore;
import io.spanhouse.storage.testing.TestAuthority;
import java.nio.file.Path;

/** Everything that the registry can ever have in it, as it is scraped. */
final class AllMetrics {
    private AllMetrics() {}

    /** @param directory for certificates */
    static MetricsText scrape(Path directory) throws Exception {
        Path certificate = directory.resolve("metrics.crt");
        Path key = directory.resolve("metrics.key");
        Path authorities = directory.resolve("metrics.pem");
        TestAuthority authority = new TestAuthority("metrics");
        authority.issue("metrics", "DNS:metrics").write(certificate, key);
        TestAuthority.replace(authorities, authority.pem());
        try (MemoryTraceStore store = new MemoryTraceStore();
                Metrics metrics = new Metrics()) {
            metrics.bind(store, MemoryShares.of(MemoryShares.TOTAL_BYTES_MIN));
            metrics.bind(new MemoryPermits(1));
            metrics.store().journalSynced(1);
            metrics.bind(new AccessFiles(
                    KeyRing.open(),
                    new ReloadingKeyManager(certificate, key, StoreClock.SYSTEM),
                    new ClientTrust(authorities, StoreClock.SYSTEM)));
            IngestMetrics ingest = metrics.ingest();
            for (Transport transport : Transport.values()) {
                ingest.accepted(transport, "default", 1, 1, 1);
                for (ConnectionCloseReason reason : ConnectionCloseReason.values()) {
                    ingest.connectionClosed(transport, reason);
                }
                for (RejectionKind kind : RejectionKind.values()) {
                    ingest.requestRejected(transport, kind);
                }
            }
            QueryMetrics query = metrics.query();
            query.answered("search", 200, 1, 1);
            query.partial("search");
            for (QueryRefusal refusal : QueryRefusal.values()) {
                query.refused(refusal);
            }
            return MetricsText.parse(metrics.scrape());
        }
    }
}
