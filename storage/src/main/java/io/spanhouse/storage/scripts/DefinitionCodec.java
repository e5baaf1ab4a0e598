package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Definitions as bytes, big-endian. Older versions stay readable, a newer one is refused by name.
 *
 * <pre>
 * version u8 = 1 | created i64 ms | changed i64 ms | creator text
 * scripts u8, each a text | description text | user text
 * resolution u32 | every nth u32 | keep days u32 | flags u8: 1 enabled, 2 only with exception
 *
 * text: length u16, UTF-8
 * </pre>
 */
final class DefinitionCodec {
    static final int VERSION = 1;

    private static final int ENABLED = 1;
    private static final int ONLY_WITH_EXCEPTION = 2;

    private DefinitionCodec() {}

    static byte[] encode(Definition definition) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            DefinitionFields fields = definition.fields();
            out.writeByte(VERSION);
            out.writeLong(definition.createdMillis());
            out.writeLong(definition.changedMillis());
            text(definition.creator(), out);
            out.writeByte(fields.scripts().size());
            for (String script : fields.scripts()) {
                text(script, out);
            }
            text(fields.description(), out);
            text(fields.user(), out);
            out.writeInt(fields.resolution());
            out.writeInt(fields.everyNth());
            out.writeInt(fields.keepDays());
            out.writeByte((fields.enabled() ? ENABLED : 0) | (fields.onlyWithException() ? ONLY_WITH_EXCEPTION : 0));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** @throws StoreException CORRUPT or TOO_NEW if these are no bytes of {@link #encode} */
    static Definition decode(long number, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new StoreException(
                        version > VERSION ? FailureKind.TOO_NEW : FailureKind.CORRUPT,
                        "trace definition " + number + " has version " + version + ", expected " + VERSION);
            }
            long created = in.readLong();
            long changed = in.readLong();
            String creator = text(in);
            DefinitionFields fields = fields(in);
            if (in.read() >= 0) {
                throw new IOException("there are bytes behind its end");
            }
            return new Definition(number, fields, created, changed, creator);
        } catch (IOException e) {
            throw corrupt(number, e);
        } catch (StoreException e) {
            throw e.kind() == FailureKind.BAD_INPUT ? corrupt(number, e) : e;
        }
    }

    private static DefinitionFields fields(DataInputStream in) throws IOException {
        int count = in.readUnsignedByte();
        List<String> scripts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            scripts.add(text(in));
        }
        String description = text(in);
        String user = text(in);
        int resolution = in.readInt();
        int everyNth = in.readInt();
        int keepDays = in.readInt();
        int flags = in.readUnsignedByte();
        if ((flags & ~(ENABLED | ONLY_WITH_EXCEPTION)) != 0) {
            throw new IOException("flags are " + flags);
        }
        return new DefinitionFields(
                scripts,
                description,
                user,
                resolution,
                keepDays,
                (flags & ENABLED) != 0,
                everyNth,
                (flags & ONLY_WITH_EXCEPTION) != 0);
    }

    private static StoreException corrupt(long number, Exception cause) {
        return new StoreException(
                FailureKind.CORRUPT, "trace definition " + number + " is damaged: " + cause.getMessage(), cause);
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] utf8 = new byte[in.readUnsignedShort()];
        in.readFully(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
