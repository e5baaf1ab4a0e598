package io.spanhouse.storage.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.spanhouse.storage.access.AccessDeniedException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys through the file, as the program uses them. */
class KeyRingTest {
    private final TestingClock clock = new TestingClock();
    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @TempDir
    private Path directory;

    private Path file;
    private KeyAdministration administration;

    @BeforeEach
    void makeFile() {
        file = directory.resolve("keys.json");
        administration =
                new KeyAdministration(file, Clock.fixed(Instant.ofEpochMilli(clock.epochMillis()), ZoneOffset.UTC));
    }

    private String create(
            Set<Scope> scopes, List<String> projects, @Nullable Integer days, AccessKey.@Nullable Rate rate)
            throws IOException {
        return administration.create(
                new KeyAdministration.NewKey("test", projects, scopes, Set.of("cart"), List.of(), days, rate));
    }

    private Reason refusal(KeyRing ring, @Nullable String key) {
        try {
            ring.authenticate(key, loopback, null);
        } catch (AccessDeniedException e) {
            return e.reason();
        }
        throw new AssertionError("was let in");
    }

    @Test
    void knowsWhatAKeyMayDo() throws IOException {
        String key = create(Set.of(Scope.QUERY), List.of("shop", "bank"), null, null);
        KeyRing ring = KeyRing.of(file, clock);
        Caller caller = ring.authenticate(key, loopback, null);
        caller.require(Scope.QUERY);
        assertThat(caller.visibility().services()).containsExactly("cart");
        assertThat(caller.project(null)).isEqualTo("shop");
        assertThat(caller.project("bank")).isEqualTo("bank");
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> caller.project("other"))
                .extracting(AccessDeniedException::reason)
                .isEqualTo(Reason.PROJECT);
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> caller.require(Scope.INGEST))
                .extracting(AccessDeniedException::reason)
                .isEqualTo(Reason.SCOPE);
    }

    @Test
    void refusesWhatIsNoKey() throws IOException {
        String key = create(Set.of(Scope.QUERY), List.of("shop"), null, null);
        KeyRing ring = KeyRing.of(file, clock);
        assertThat(refusal(ring, null)).isEqualTo(Reason.NO_KEY);
        assertThat(refusal(ring, "")).isEqualTo(Reason.WRONG_KEY);
        assertThat(refusal(ring, key + "x")).isEqualTo(Reason.WRONG_KEY);
        assertThat(refusal(ring, key.substring(0, key.length() - 1))).isEqualTo(Reason.WRONG_KEY);
        assertThat(refusal(ring, "sph_0000000000000000_" + key.substring(21))).isEqualTo(Reason.WRONG_KEY);
    }

    @Test
    void secretIsNotInTheFile() throws IOException {
        String key = create(Set.of(Scope.INGEST), List.of("shop"), null, null);
        assertThat(Files.readString(file)).doesNotContain(key.substring(21)).contains(key.substring(4, 20));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void revokedKeyEndsAtOnceAndANewOneBegins() throws IOException {
        String first = create(Set.of(Scope.QUERY), List.of("shop"), null, null);
        KeyRing ring = KeyRing.of(file, clock);
        assertThat(administration.revoke(first.substring(4, 20))).isTrue();
        assertThat(administration.revoke(first.substring(4, 20))).isFalse();
        assertThat(refusal(ring, first)).isEqualTo(Reason.WRONG_KEY);
        String second = create(Set.of(Scope.QUERY), List.of("shop"), null, null);
        assertThat(refusal(ring, first)).isEqualTo(Reason.WRONG_KEY);
        assertThat(ring.authenticate(second, loopback, null).keyId()).isEqualTo(second.substring(4, 20));
    }

    @Test
    void expiredKeyEnds() throws IOException {
        String key = create(Set.of(Scope.QUERY), List.of("shop"), 1, null);
        KeyRing ring = KeyRing.of(file, clock);
        clock.advance(Duration.ofHours(23));
        ring.authenticate(key, loopback, null);
        clock.advance(Duration.ofHours(1));
        assertThat(refusal(ring, key)).isEqualTo(Reason.WRONG_KEY);
    }

    @Test
    void damagedFileLeavesKeysAsTheyWere() throws IOException {
        String key = create(Set.of(Scope.QUERY), List.of("shop"), null, null);
        KeyRing ring = KeyRing.of(file, clock);
        Files.writeString(file, "{\"version\": 1, \"peper\": \"\"}");
        ring.authenticate(key, loopback, null);
        assertThat(ring.problem()).contains("peper");
        assertThatIOException().isThrownBy(() -> KeyRing.of(file, clock)).withMessageContaining("peper");
    }

    @Test
    void fileThatEverybodyMayReadIsRefused() throws IOException {
        create(Set.of(Scope.QUERY), List.of("shop"), null, null);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatIOException().isThrownBy(() -> KeyRing.of(file, clock)).withMessageContaining("chmod 600");
    }

    @Test
    void rateOfOneASecondLetsOneOfTenAtOnceThrough() throws IOException {
        String key = create(Set.of(Scope.QUERY), List.of("shop"), null, new AccessKey.Rate(1, 1));
        KeyRing ring = KeyRing.of(file, clock);
        Caller caller = ring.authenticate(key, loopback, null);
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            try {
                ring.countCall(caller);
                passed++;
            } catch (AccessDeniedException e) {
                assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            }
        }
        assertThat(passed).isEqualTo(1);
        for (int i = 0; i < 60; i++) {
            clock.advance(Duration.ofSeconds(1));
            ring.countCall(caller);
        }
    }

    @Test
    void withoutKeysEverybodyIsTheDefaultProject() {
        Caller caller = KeyRing.open().authenticate(null, loopback, null);
        caller.require(Scope.ADMIN);
        assertThat(caller.project("anything")).isEqualTo("default");
        assertThat(caller.visibility().unrestricted()).isTrue();
    }

    @Test
    void addressRangesHold() throws Exception {
        assertThat(AddressRange.parse("10.0.0.0/8").contains(InetAddress.getByName("10.255.0.1")))
                .isTrue();
        assertThat(AddressRange.parse("10.0.0.0/8").contains(InetAddress.getByName("11.0.0.1")))
                .isFalse();
        assertThat(AddressRange.parse("10.0.0.0/9").contains(InetAddress.getByName("10.128.0.1")))
                .isFalse();
        assertThat(AddressRange.parse("::1").contains(InetAddress.getByName("::1")))
                .isTrue();
        assertThat(AddressRange.parse("2001:db8::/32").contains(InetAddress.getByName("10.0.0.1")))
                .isFalse();
        for (String wrong : List.of("", "host.example", "10.0.0.0/33", "10.0.0.0/x", "10", "10.0.0.0/-1")) {
            assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> AddressRange.parse(wrong));
        }
    }

    @Test
    void findsTheKeyWhereClientsPutIt() {
        assertThat(Credentials.find(name -> name.equals("authorization") ? "Bearer k" : null))
                .isEqualTo("k");
        assertThat(Credentials.find(name -> name.equals("authorization") ? "Basic dTpr" : null))
                .isEqualTo("k");
        assertThat(Credentials.find(name -> name.equals("x-api-key") ? "k" : null))
                .isEqualTo("k");
        assertThat(Credentials.find(name -> name.equals("mackerel-api-key") ? " k " : null))
                .isEqualTo("k");
        assertThat(Credentials.find(name -> name.equals("authorization") ? "Digest x" : null))
                .isNull();
        assertThat(Credentials.find(name -> null)).isNull();
    }
}
