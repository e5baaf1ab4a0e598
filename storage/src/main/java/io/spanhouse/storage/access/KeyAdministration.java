package io.spanhouse.storage.access;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes keys in a {@link KeyFile}; what the {@code keys} command does. */
public final class KeyAdministration {
    private static final int PEPPER_BYTES = 32;

    private final Path file;
    private final Clock clock;

    public KeyAdministration(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * What a new key is to have; the parts as in {@link AccessKey}.
     *
     * @param certificate name of the client certificate that is to stand for it; null for a secret
     * @param lifetimeDays days until it expires; null for never
     */
    public record NewKey(
            String name,
            List<String> projects,
            Set<Scope> scopes,
            @Nullable Set<String> services,
            List<AddressRange> addresses,
            @Nullable String certificate,
            @Nullable Integer lifetimeDays,
            AccessKey.@Nullable Rate rate) {
        /** With a secret. */
        public NewKey(
                String name,
                List<String> projects,
                Set<Scope> scopes,
                @Nullable Set<String> services,
                List<AddressRange> addresses,
                @Nullable Integer lifetimeDays,
                AccessKey.@Nullable Rate rate) {
            this(name, projects, scopes, services, addresses, null, lifetimeDays, rate);
        }
    }

    /**
     * Makes a key.
     *
     * @return the key, which is the only place where its secret is ever shown; its id alone if a certificate stands for it
     * @throws IOException if the file cannot be read or written, or has a key for this certificate that is not revoked
     */
    public String create(NewKey wanted) throws IOException {
        KeyFile.Content content = KeyFile.read(file);
        byte[] pepper = content.pepper();
        if (pepper.length == 0) {
            pepper = new byte[PEPPER_BYTES];
            new SecureRandom().nextBytes(pepper);
        }
        String id = Secrets.drawId();
        String secret = Secrets.drawSecret();
        Integer days = wanted.lifetimeDays();
        String certificate = wanted.certificate() == null ? null : ClientCertificate.name(wanted.certificate());
        for (AccessKey other : content.keys()) {
            if (certificate != null && certificate.equals(other.certificate()) && other.revoked() == null) {
                throw new IOException("key " + other.id() + " is of " + certificate + " already; revoke it first");
            }
        }
        AccessKey key = new AccessKey(
                id,
                certificate == null ? Base64.getEncoder().encodeToString(Secrets.hash(pepper, secret)) : null,
                certificate,
                wanted.name(),
                wanted.projects(),
                wanted.scopes(),
                wanted.services(),
                wanted.addresses(),
                clock.instant(),
                days == null ? null : clock.instant().plus(Duration.ofDays(days)),
                null,
                wanted.rate());
        List<AccessKey> keys = new ArrayList<>(content.keys());
        keys.add(key);
        KeyFile.write(file, new KeyFile.Content(pepper, keys));
        return certificate == null ? Secrets.PREFIX + id + "_" + secret : id;
    }

    /** All keys, without secrets. */
    public List<AccessKey> list() throws IOException {
        return KeyFile.read(file).keys();
    }

    /** Revokes a key by its id; false if there is none. A revoked key stays listed. */
    public boolean revoke(String id) throws IOException {
        KeyFile.Content content = KeyFile.read(file);
        List<AccessKey> keys = new ArrayList<>();
        boolean found = false;
        for (AccessKey key : content.keys()) {
            if (key.id().equals(id) && key.revoked() == null) {
                found = true;
                keys.add(revoked(key));
            } else {
                keys.add(key);
            }
        }
        if (found) {
            KeyFile.write(file, new KeyFile.Content(content.pepper(), keys));
        }
        return found;
    }

    private AccessKey revoked(AccessKey key) {
        return new AccessKey(
                key.id(),
                key.secretHash(),
                key.certificate(),
                key.name(),
                key.projects(),
                key.scopes(),
                key.services(),
                key.addresses(),
                key.created(),
                key.expires(),
                clock.instant(),
                key.rate());
    }
}
