package io.spanhouse.deploy.acceptance;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import zipkin2.storage.ITAutocompleteTags;
import zipkin2.storage.ITDependencies;
import zipkin2.storage.ITDependenciesHeavy;
import zipkin2.storage.ITServiceAndSpanNames;
import zipkin2.storage.ITSpanStore;
import zipkin2.storage.ITSpanStoreHeavy;
import zipkin2.storage.ITTraces;
import zipkin2.storage.StorageComponent;

/**
 * Zipkin's kit. Left out of it: lax trace ids and switched-off search, which are not offered. Every test has a project of its own, which takes the place of clearing.
 */
@Timeout(300)
final class ZipkinKitIT {
    private static final AtomicInteger PROJECTS = new AtomicInteger();

    @TempDir
    static Path directory;

    private static String key;
    private static PackagedServer server;

    @BeforeAll
    static void start() {
        Path keys = directory.resolve("keys.json");
        key = PackagedServer.run(
                "keys", "create", "--file=" + keys, "--name=kit", "--project=*", "--scope=ingest,query");
        server = PackagedServer.start(
                directory, "--keys.file=" + keys, "--zipkin.autocomplete-keys=http.host,environment");
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static StorageComponent.Builder builder() {
        String project = "kit-" + PROJECTS.incrementAndGet();
        return new ZipkinStorage.Builder(new ZipkinStorage(server.ports().zipkin(), key, project));
    }

    @Nested
    final class SpanStoreTest extends ITSpanStore<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }

    @Nested
    final class TracesTest extends ITTraces<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }

    @Nested
    final class DependenciesTest extends ITDependencies<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }

    @Nested
    final class NamesTest extends ITServiceAndSpanNames<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }

    @Nested
    final class TagsTest extends ITAutocompleteTags<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }

    @Nested
    final class LargeTracesTest extends ITSpanStoreHeavy<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }

    @Nested
    final class ManyLinksTest extends ITDependenciesHeavy<ZipkinStorage> {
        @Override
        protected boolean initializeStoragePerTest() {
            return true;
        }

        @Override
        protected StorageComponent.Builder newStorageBuilder(TestInfo test) {
            return builder();
        }

        @Override
        public void clear() {}
    }
}
