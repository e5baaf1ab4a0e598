package io.spanhouse.storage.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file of keys: JSON, readable by its owner only, replaced as a whole by renaming. Unknown members are refused, so that a
 * misspelt restriction does not silently open a door.
 *
 * <pre>
 * {"version": 1, "pepper": "base64", "keys": [{"id": "0123456789abcdef", "hash": "base64", "name": "checkout",
 *   "projects": ["default"], "scopes": ["ingest"], "services": ["cart"], "addresses": ["10.0.0.0/8"],
 *   "created": "2026-01-31T12:00:00Z", "expires": null, "revoked": null, "ratePerSecond": 1.0, "rateBurst": 1}]}
 * </pre>
 *
 * In place of {@code hash} there may be {@code certificate}, such as {@code "DNS:collector.example"}: a client whose
 * certificate has that name needs no key.
 */
public final class KeyFile {
    /** The version that this program writes. */
    static final int VERSION = 1;

    private static final int PEPPER_BYTES_LEAST = 16;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private KeyFile() {}

    /** What a file holds. */
    public record Content(byte[] pepper, List<AccessKey> keys) {
        public Content {
            pepper = pepper.clone();
            keys = List.copyOf(keys);
        }

        @Override
        public byte[] pepper() {
            return pepper.clone();
        }
    }

    /**
     * Reads a file; one that is not there holds no keys.
     *
     * @throws IOException if it cannot be read, may be read by others than its owner, or is not a file of keys
     */
    public static Content read(Path file) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return new Content(new byte[0], List.of());
        }
        refuseOpenPermissions(file);
        try {
            return content(MAPPER.readValue(bytes, FileForm.class));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + " is not a file of keys: " + e.getMessage(), e);
        }
    }

    /** Replaces a file, synced before it takes the old one's place. */
    public static void write(Path file, Content content) throws IOException {
        List<KeyForm> forms = new ArrayList<>();
        for (AccessKey key : content.keys()) {
            forms.add(form(key));
        }
        byte[] bytes = MAPPER.writeValueAsBytes(
                new FileForm(VERSION, Base64.getEncoder().encodeToString(content.pepper()), forms));
        Path absolute = file.toAbsolutePath();
        Path temporary = absolute.resolveSibling(absolute.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        if (posix(absolute)) {
            Files.createFile(
                    temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(temporary, bytes);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean posix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void refuseOpenPermissions(Path file) throws IOException {
        if (posix(file)) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
                throw new IOException(
                        file + " may be read or written by everybody, expected by its owner only (chmod 600)");
            }
        }
    }

    private static Content content(FileForm forms) {
        if (forms.version() != VERSION) {
            throw new IllegalArgumentException("version is " + forms.version() + ", expected " + VERSION);
        }
        byte[] pepper = Base64.getDecoder().decode(forms.pepper());
        if (pepper.length < PEPPER_BYTES_LEAST) {
            throw new IllegalArgumentException(
                    "pepper has " + pepper.length + " bytes, expected at least " + PEPPER_BYTES_LEAST);
        }
        List<AccessKey> keys = new ArrayList<>();
        Set<String> certificates = new HashSet<>();
        for (KeyForm form : forms.keys()) {
            AccessKey key = key(form);
            keys.add(key);
            String certificate = key.certificate();
            if (certificate != null && key.revoked() == null && !certificates.add(certificate)) {
                throw new IllegalArgumentException(certificate + " stands for two keys, expected one in force");
            }
        }
        return new Content(pepper, keys);
    }

    private static AccessKey key(KeyForm form) {
        Set<Scope> scopes = new TreeSet<>();
        for (String scope : form.scopes()) {
            scopes.add(Scope.parse(scope));
        }
        List<AddressRange> addresses = new ArrayList<>();
        for (String range : form.addresses() == null ? List.<String>of() : form.addresses()) {
            addresses.add(AddressRange.parse(range));
        }
        Integer burst = form.rateBurst();
        String certificate = form.certificate();
        AccessKey.Rate rate = form.ratePerSecond() == null
                ? null
                : new AccessKey.Rate(form.ratePerSecond(), burst == null ? 1 : burst);
        return new AccessKey(
                form.id(),
                form.hash(),
                certificate == null ? null : ClientCertificate.name(certificate),
                form.name(),
                form.projects(),
                scopes,
                form.services() == null ? null : Set.copyOf(form.services()),
                addresses,
                Instant.parse(form.created()),
                instant(form.expires()),
                instant(form.revoked()),
                rate);
    }

    private static KeyForm form(AccessKey key) {
        List<String> scopes = new ArrayList<>();
        for (Scope scope : new TreeSet<>(key.scopes())) {
            scopes.add(scope.text());
        }
        List<String> addresses = new ArrayList<>();
        for (AddressRange range : key.addresses()) {
            addresses.add(range.text());
        }
        Set<String> services = key.services();
        AccessKey.Rate rate = key.rate();
        return new KeyForm(
                key.id(),
                key.secretHash(),
                key.certificate(),
                key.name(),
                key.projects(),
                scopes,
                services == null ? null : List.copyOf(new TreeSet<>(services)),
                addresses,
                key.created().toString(),
                text(key.expires()),
                text(key.revoked()),
                rate == null ? null : rate.perSecond(),
                rate == null ? null : rate.burst());
    }

    private static @Nullable Instant instant(@Nullable String text) {
        return text == null ? null : Instant.parse(text);
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    record FileForm(int version, String pepper, List<KeyForm> keys) {}

    record KeyForm(
            String id,
            @Nullable String hash,
            @Nullable String certificate,
            String name,
            List<String> projects,
            List<String> scopes,
            @Nullable List<String> services,
            @Nullable List<String> addresses,
            String created,
            @Nullable String expires,
            @Nullable String revoked,
            @Nullable Double ratePerSecond,
            @Nullable Integer rateBurst) {}
}
