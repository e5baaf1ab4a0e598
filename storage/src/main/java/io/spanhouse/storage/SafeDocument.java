package io.spanhouse.storage;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small JSON document that everything else depends on: who the store is, which number a project has. One flipped bit in it
 * would make all of the data foreign, or one project's spans another's, so it has a checksum, and it lies there twice.
 *
 * <pre>
 * name.json.copy   written first
 * name.json        written after that:  {"change":3,"crc32c":"0a1b2c3d","content":{...}}
 * </pre>
 *
 * <p>Of the two the newer one that is what was written counts; the other is mended from it, and what was in it is kept as
 * {@code name.json.damaged}. A document without an envelope, as the first version wrote, is read too and gets one when
 * a store is opened. Not thread-safe.
 */
final class SafeDocument<T> {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** Of every document: none has changed since the first. */
    private static final int VERSION = 1;

    /** What documents call it. */
    private static final List<String> VERSION_FIELDS = List.of("format", "version");

    private final Path file;
    private final Path copy;
    private final Class<T> type;
    private final List<String> alarms = new ArrayList<>();
    private long change;

    /** One of the two files. */
    private record Found(Path path, long change, @Nullable Object content, String problem) {
        boolean isThere() {
            return content != null || !problem.isEmpty();
        }
    }

    record Envelope(long change, String crc32c, JsonNode content) {}

    SafeDocument(Path file, Class<T> type) {
        this.file = file;
        this.copy = file.resolveSibling(file.getFileName() + ".copy");
        this.type = type;
    }

    /** Whether either of the files is there. */
    boolean exists() {
        return Files.exists(file) || Files.exists(copy);
    }

    /**
     * Reads it.
     *
     * @param mends whether the file that is not as it was written is put right; otherwise nothing is changed
     * @return null if there is none
     * @throws StoreException CORRUPT if neither file can be believed, TOO_NEW if one is of a later version, UNAVAILABLE if they cannot be read
     */
    @Nullable
    T read(boolean mends) {
        Found main = find(file);
        Found second = find(copy);
        if (!main.isThere() && !second.isThere()) {
            return null;
        }
        boolean isMainBest = second.content() == null || (main.content() != null && main.change() >= second.change());
        Found best = isMainBest ? main : second;
        if (best.content() == null) {
            throw new StoreException(FailureKind.CORRUPT, main.problem() + "; " + second.problem());
        }
        change = best.change();
        Found other = isMainBest ? second : main;
        boolean neverHadCopy = isMainBest && best.change() == 0;
        T content = type.cast(best.content());
        if (!neverHadCopy) {
            compare(best, content, other, mends);
        } else if (mends) {
            envelop(content);
        }
        return content;
    }

    /** Gives a document of the first version a checksum and a copy. */
    private void envelop(T content) {
        try {
            write(content);
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, file + " cannot be written: " + e, e);
        }
    }

    private void compare(Found best, T content, Found other, boolean mends) {
        boolean isAsGood = other.content() != null && other.change() == best.change();
        if (isAsGood) {
            return;
        }
        // Only the second of two writes was missing: a crash, and no damage.
        boolean isCutShort = other.path().equals(file)
                && (other.content() != null || !other.isThere())
                && best.change() <= other.change() + 1;
        if (!isCutShort) {
            alarms.add((other.isThere() && other.content() == null
                            ? other.problem()
                            : other.path() + (other.isThere() ? " is an old one" : " is not there"))
                    + "; its other copy is whole");
        }
        if (mends) {
            mend(best, content, other);
        }
    }

    private void mend(Found best, T content, Found other) {
        try {
            if (other.isThere() && other.content() == null) {
                Files.move(
                        other.path(),
                        other.path().resolveSibling(file.getFileName() + ".damaged"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            SyncedFile.replace(other.path(), bytes(best.change(), content));
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, other.path() + " cannot be mended: " + e, e);
        }
    }

    /** What was found wrong and is whole in the other copy, one sentence each. */
    List<String> alarms() {
        return List.copyOf(alarms);
    }

    /** Puts a new document in the place of the old one; on disk when this returns. */
    void write(T content) throws IOException {
        change++;
        byte[] bytes = bytes(change, content);
        SyncedFile.replace(copy, bytes);
        SyncedFile.replace(file, bytes);
    }

    private static byte[] bytes(long change, Object content) {
        JsonNode node = MAPPER.valueToTree(content);
        return MAPPER.writeValueAsBytes(new Envelope(change, checksum(change, node), node));
    }

    private Found find(Path path) {
        byte[] bytes;
        try {
            if (!Files.exists(path)) {
                return new Found(path, 0, null, "");
            }
            bytes = Files.readAllBytes(path);
        } catch (IOException e) {
            throw new StoreException(FailureKind.UNAVAILABLE, path + " cannot be read: " + e, e);
        }
        try {
            JsonNode tree = MAPPER.readTree(bytes);
            if (!tree.isObject()) {
                return new Found(path, 0, null, path + " is damaged: it is empty, expected an object");
            }
            if (!tree.has("content")) {
                requireKnown(path, tree);
                return new Found(path, 0, MAPPER.treeToValue(tree, type), "");
            }
            Envelope envelope = MAPPER.treeToValue(tree, Envelope.class);
            if (!checksum(envelope.change(), envelope.content()).equals(envelope.crc32c())) {
                return new Found(path, 0, null, path + " is damaged: its checksum is not that of its content");
            }
            requireKnown(path, envelope.content());
            return new Found(path, envelope.change(), MAPPER.treeToValue(envelope.content(), type), "");
        } catch (JacksonException | IllegalArgumentException e) {
            return new Found(path, 0, null, path + " is damaged: " + e.getMessage());
        }
    }

    /** Told before anything else is read, since a later version may have fields that this program does not know. */
    private static void requireKnown(Path path, JsonNode content) {
        for (String field : VERSION_FIELDS) {
            JsonNode version = content.get(field);
            if (version != null && version.isInt() && version.intValue() > VERSION) {
                throw new StoreException(
                        FailureKind.TOO_NEW,
                        path + " has " + field + " " + version.intValue() + ", expected at most " + VERSION);
            }
        }
    }

    private static String checksum(long change, JsonNode content) {
        CRC32C crc = new CRC32C();
        crc.update((change + " " + MAPPER.writeValueAsString(content)).getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
