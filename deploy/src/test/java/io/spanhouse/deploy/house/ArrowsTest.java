package io.spanhouse.deploy.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds every class file of ours against {@link Arrows}, and the outside libraries to the modules that own them. */
final class ArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.spanhouse");

    @Test
    void everyModuleIsSeen() {
        Set<String> modules = new TreeSet<>();
        for (JavaClass javaClass : CLASSES) {
            modules.add(javaClass.getPackageName().split("\\.", -1)[2]);
        }
        assertThat(modules).containsExactly("deploy", "ingest", "proto", "query", "storage");
    }

    @Test
    void everyPackageHasItsPlace() {
        Set<String> strangers = new TreeSet<>();
        for (JavaClass javaClass : CLASSES) {
            if (!Arrows.hasPlace(javaClass.getPackageName())) {
                strangers.add(javaClass.getPackageName());
            }
        }
        assertThat(strangers).isEmpty();
    }

    @Test
    void importsFollowTheArrows() {
        assertThat(importsThat((from, to) -> !Arrows.allowed(from, to))).isEmpty();
    }

    @Test
    void onlyOnePackageKnowsRocksDb() {
        assertThat(importsThat(
                        (from, to) -> isBelow(to, "org.rocksdb") && !isBelow(from, "io.spanhouse.storage.rocks")))
                .isEmpty();
    }

    @Test
    void storageKnowsNoWire() {
        assertThat(importsThat((from, to) -> isBelow(from, "io.spanhouse.storage")
                        && (isBelow(to, "com.google.protobuf")
                                || isBelow(to, "io.grpc")
                                || isBelow(to, "io.opentelemetry")
                                || isBelow(to, "org.eclipse.jetty"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ingest,             storage,           true",
        "ingest.otlp,        storage.model,     true",
        "ingest.otlp,        storage.block,     false",
        "ingest,             query,             false",
        "query.http,         ingest,            false",
        "query.traceql,      storage.filter,    true",
        "query.jaeger,       proto.jaeger,      true",
        "storage,            proto,             false",
        "storage.model,      storage.filter,    false",
        "storage.filter,     storage.model,     true",
        "storage.block,      storage.index,     true",
        "storage.index,      storage.block,     false",
        "storage.block.dump, storage.block,     true",
        "storage.scan,       storage.access,    false",
        "storage.unknown,    storage.model,     false",
        "storage,            storage.maintenance, true",
        "deploy.config,      query,             true",
        "deploy.config,      query.http,        false",
        "proto,              storage,           false",
    })
    void arrowsAreAsDrawn(String from, String to, boolean allowed) {
        assertThat(Arrows.allowed("io.spanhouse." + from, "io.spanhouse." + to)).isEqualTo(allowed);
    }

    private static Set<String> importsThat(ImportRule isWrong) {
        Set<String> wrong = new TreeSet<>();
        for (JavaClass javaClass : CLASSES) {
            for (Dependency dependency : javaClass.getDirectDependenciesFromSelf()) {
                String to = dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (isWrong.test(javaClass.getPackageName(), to)) {
                    wrong.add(javaClass.getName() + " -> "
                            + dependency.getTargetClass().getName());
                }
            }
        }
        return wrong;
    }

    private static boolean isBelow(String packageName, String root) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    private interface ImportRule {
        boolean test(String from, String to);
    }
}
