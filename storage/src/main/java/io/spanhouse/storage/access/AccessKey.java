package io.spanhouse.storage.access;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One key as the file holds it.
 *
 * @param id 16 hexadecimal digits, the public part of the key
 * @param secretHash HMAC-SHA-256 of the secret under the file's pepper, base64; null if a certificate stands for it
 * @param certificate the name of a client's certificate that stands for the key, such as {@code DNS:collector.example}; null
 *     for a key with a secret
 * @param name for people
 * @param projects projects it has, in order; the first is meant where none is named; {@code *} alone for all
 * @param scopes what it may do
 * @param services values of {@code service.name} whose spans it may see; null for all
 * @param addresses where it may be used from; empty for everywhere
 * @param created when it was made
 * @param expires when it ends; null for never
 * @param revoked when it was revoked; null if it was not
 * @param rate how often it may be used; null for no limit
 */
public record AccessKey(
        String id,
        @Nullable String secretHash,
        @Nullable String certificate,
        String name,
        List<String> projects,
        Set<Scope> scopes,
        @Nullable Set<String> services,
        List<AddressRange> addresses,
        Instant created,
        @Nullable Instant expires,
        @Nullable Instant revoked,
        @Nullable Rate rate) {
    /** As a project: all of them. */
    public static final String ALL_PROJECTS = "*";

    public AccessKey {
        if (projects.isEmpty()) {
            throw new IllegalArgumentException("key " + id + " has no project, expected at least one");
        }
        if ((secretHash == null) == (certificate == null)) {
            throw new IllegalArgumentException("key " + id + " has " + (secretHash == null ? "neither" : "both")
                    + ", expected a hash or a certificate");
        }
        projects = List.copyOf(projects);
        scopes = Set.copyOf(scopes);
        services = services == null ? null : Set.copyOf(services);
        addresses = List.copyOf(addresses);
    }

    /**
     * A rate: one call each {@code 1 / perSecond} seconds, and {@code burst} at once after a pause.
     *
     * @param perSecond calls a second, more than 0
     * @param burst at least 1
     */
    public record Rate(double perSecond, int burst) {
        public Rate {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException(
                        "rate is " + perSecond + " a second, burst " + burst + ", expected more than 0 and at least 1");
            }
        }
    }

    /** Whether it may be used at this time. */
    boolean validAt(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }

    /** Whether it may be used from this address. */
    boolean allowsAddress(InetAddress peer) {
        if (addresses.isEmpty()) {
            return true;
        }
        for (AddressRange range : addresses) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }
}
