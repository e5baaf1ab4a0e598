package io.spanhouse.storage.model;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The entity references of a resource, kept as one string of the {@link StringTable} because hardly any resource has
 * them.
 *
 * <pre>
 * references = reference*
 * reference  = schema URL, type, number of id keys u32, id key*, number of description keys u32, description key*
 * text       = length u32 big-endian, UTF-8
 * </pre>
 */
public final class EntityReferences {
    private EntityReferences() {}

    /** One {@code EntityRef}: which of the resource's own attributes identify and describe an entity. */
    public record Reference(String schemaUrl, String type, List<String> idKeys, List<String> descriptionKeys) {
        public Reference {
            idKeys = List.copyOf(idKeys);
            descriptionKeys = List.copyOf(descriptionKeys);
        }
    }

    /** The bytes of some references. */
    public static byte[] encode(List<Reference> references) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Reference reference : references) {
            text(out, reference.schemaUrl());
            text(out, reference.type());
            texts(out, reference.idKeys());
            texts(out, reference.descriptionKeys());
        }
        return out.toByteArray();
    }

    /**
     * The references in some bytes.
     *
     * @throws StoreException CORRUPT if {@link #encode} did not write them
     */
    public static List<Reference> decode(ByteSlice bytes) {
        Input input = new Input(bytes);
        List<Reference> references = new ArrayList<>();
        while (input.position < input.end) {
            references.add(new Reference(input.text(), input.text(), input.texts(), input.texts()));
        }
        return references;
    }

    private static void texts(ByteArrayOutputStream out, List<String> texts) {
        number(out, texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(out, bytes.length);
        out.write(bytes, 0, bytes.length);
    }

    private static void number(ByteArrayOutputStream out, int number) {
        byte[] bytes = new byte[4];
        ValueBytes.putLength(bytes, 0, number);
        out.write(bytes, 0, 4);
    }

    private static final class Input {
        private final byte[] array;
        private final int end;
        private int position;

        Input(ByteSlice bytes) {
            array = bytes.array;
            position = bytes.offset;
            end = bytes.offset + bytes.length;
        }

        int number() {
            if (end - position < 4) {
                throw damaged();
            }
            int number = ValueBytes.getLength(array, position);
            position += 4;
            if (number < 0 || number > end - position) {
                throw damaged();
            }
            return number;
        }

        String text() {
            int length = number();
            String text = new String(array, position, length, StandardCharsets.UTF_8);
            position += length;
            return text;
        }

        List<String> texts() {
            int count = number();
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                texts.add(text());
            }
            return texts;
        }

        private StoreException damaged() {
            return new StoreException(
                    FailureKind.CORRUPT, "entity references are damaged at byte " + position + " of " + end);
        }
    }
}
