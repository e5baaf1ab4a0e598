package io.spanhouse.query.testing;

import io.spanhouse.storage.access.AccessKey;
import io.spanhouse.storage.access.AddressRange;
import io.spanhouse.storage.access.KeyAdministration;
import io.spanhouse.storage.access.KeyRing;
import io.spanhouse.storage.access.Scope;
import io.spanhouse.storage.model.StoreClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file of keys for a test. */
public final class Keys {
    private final Path file;
    private final KeyAdministration administration;

    public Keys(Path directory) {
        file = directory.resolve("keys.json");
        administration = new KeyAdministration(file, Clock.systemUTC());
    }

    /** A key that may query some projects. */
    public String reader(String... projects) throws IOException {
        return create(List.of(projects), Set.of(Scope.QUERY), null, List.of(), null);
    }

    /** A key that may query some projects and change what people save there. */
    public String editor(String... projects) throws IOException {
        return create(List.of(projects), Set.of(Scope.QUERY, Scope.EDIT), null, List.of(), null);
    }

    /** A key of project default that sees some services only. */
    public String readerOf(String... services) throws IOException {
        return create(List.of("default"), Set.of(Scope.QUERY), Set.of(services), List.of(), null);
    }

    /** A key of an operator. */
    public String administrator() throws IOException {
        return create(List.of("*"), Set.of(Scope.QUERY, Scope.ADMIN), null, List.of(), null);
    }

    /** A key of project default that may only send. */
    public String sender() throws IOException {
        return create(List.of("default"), Set.of(Scope.INGEST), null, List.of(), null);
    }

    /** A key that may be used from one address range. */
    public String readerFrom(String range) throws IOException {
        return create(List.of("default"), Set.of(Scope.QUERY), null, List.of(AddressRange.parse(range)), null);
    }

    /** A key that may be used so often. */
    public String readerAtRate(double perSecond) throws IOException {
        return create(List.of("default"), Set.of(Scope.QUERY), null, List.of(), new AccessKey.Rate(perSecond, 1));
    }

    /** Ends a key. */
    public void revoke(String key) throws IOException {
        administration.revoke(key.split("_", -1)[1]);
    }

    private String create(
            List<String> projects,
            Set<Scope> scopes,
            @Nullable Set<String> services,
            List<AddressRange> addresses,
            AccessKey.@Nullable Rate rate)
            throws IOException {
        return administration.create(
                new KeyAdministration.NewKey("test", projects, scopes, services, addresses, null, rate));
    }

    /** All keys made so far. */
    public KeyRing ring() throws IOException {
        return KeyRing.of(file, StoreClock.SYSTEM);
    }
}
