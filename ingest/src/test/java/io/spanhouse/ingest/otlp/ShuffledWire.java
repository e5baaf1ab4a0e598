package io.spanhouse.ingest.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Writes messages in every way that protobuf allows: fields in any order, singular messages in two parts, single values
 * written twice of which the last counts, numbers with needless bytes, unknown fields and groups at every depth.
 */
final class ShuffledWire {
    private final Random random;

    ShuffledWire(Random random) {
        this.random = random;
    }

    byte[] write(Message message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] field : shuffled(message)) {
            out.writeBytes(field);
        }
        return out.toByteArray();
    }

    /** The fields in random order; the order of what may not be mixed up is kept. */
    private List<byte[]> shuffled(Message message) throws IOException {
        Map<String, Deque<byte[]>> queues = new HashMap<>();
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            Deque<byte[]> queue = queues.computeIfAbsent(queueOf(field), name -> new ArrayDeque<>());
            if (field.isRepeated()) {
                for (Object element : (List<?>) entry.getValue()) {
                    queue.add(field(field, element));
                }
            } else {
                single(field, entry.getValue(), queue);
            }
        }
        for (int i = random.nextInt(8) - 5; i > 0; i--) {
            queues.computeIfAbsent("unknown " + i, name -> new ArrayDeque<>()).add(unknown(0));
        }
        List<byte[]> order = new ArrayList<>();
        List<Deque<byte[]>> open = new ArrayList<>(queues.values());
        while (!open.isEmpty()) {
            int index = random.nextInt(open.size());
            order.add(open.get(index).remove());
            if (open.get(index).isEmpty()) {
                open.remove(index);
            }
        }
        return order;
    }

    private static String queueOf(FieldDescriptor field) {
        return field.getRealContainingOneof() == null
                ? field.getName()
                : field.getRealContainingOneof().getName();
    }

    private void single(FieldDescriptor field, Object value, Deque<byte[]> queue) throws IOException {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            List<byte[]> parts = shuffled((Message) value);
            int cut = random.nextInt(3) == 0 ? random.nextInt(parts.size() + 1) : parts.size();
            queue.add(delimited(field.getNumber(), parts.subList(0, cut)));
            if (cut < parts.size() || random.nextInt(10) == 0) {
                queue.add(delimited(field.getNumber(), parts.subList(cut, parts.size())));
            }
        } else {
            if (random.nextInt(6) == 0) {
                queue.add(field(field, field.getJavaType() == FieldDescriptor.JavaType.ENUM ? value : other(field)));
            }
            queue.add(field(field, value));
        }
    }

    private static Object other(FieldDescriptor field) {
        switch (field.getJavaType()) {
            case STRING:
                return "an earlier value";
            case BYTE_STRING:
                return ByteString.copyFrom(new byte[] {1, 2, 3});
            case BOOLEAN:
                return true;
            case INT:
                return 77;
            case LONG:
                return 777L;
            case DOUBLE:
                return 7.5;
            default:
                throw new AssertionError(field);
        }
    }

    private byte[] field(FieldDescriptor field, Object value) throws IOException {
        if (value instanceof Message) {
            return delimited(field.getNumber(), shuffled((Message) value));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        int number = field.getNumber();
        switch (field.getType()) {
            case STRING:
                out.writeString(number, (String) value);
                break;
            case BYTES:
                out.writeBytes(number, (ByteString) value);
                break;
            case BOOL:
                return number(number, (Boolean) value ? 1 + random.nextInt(200) : 0);
            case INT32:
            case UINT32:
                return number(number, (Integer) value);
            case ENUM:
                return number(number, ((EnumValueDescriptor) value).getNumber());
            case INT64:
                return number(number, (Long) value);
            case DOUBLE:
                out.writeDouble(number, (Double) value);
                break;
            case FIXED32:
                out.writeFixed32(number, (Integer) value);
                break;
            case FIXED64:
                out.writeFixed64(number, (Long) value);
                break;
            default:
                throw new AssertionError(field);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private byte[] number(int field, long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) field << 3 | WireFormat.WIRETYPE_VARINT);
        varint(out, value);
        return out.toByteArray();
    }

    private byte[] delimited(int field, List<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        varint(out, (long) field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        varint(out, parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Sometimes with needless bytes of zeros. */
    private void varint(ByteArrayOutputStream out, long value) {
        int least = random.nextInt(10) == 0 ? 1 + random.nextInt(10) : 1;
        long rest = value;
        for (int written = 1; ; written++) {
            boolean more = (rest & ~0x7FL) != 0 || written < least;
            out.write((int) (rest & 0x7F) | (more ? 0x80 : 0));
            rest >>>= 7;
            if (!more) {
                return;
            }
        }
    }

    private byte[] unknown(int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int field = 100 + random.nextInt(1000);
        int type = random.nextInt(depth < 4 ? 5 : 4);
        int[] types = {
            WireFormat.WIRETYPE_VARINT,
            WireFormat.WIRETYPE_FIXED32,
            WireFormat.WIRETYPE_FIXED64,
            WireFormat.WIRETYPE_LENGTH_DELIMITED,
            WireFormat.WIRETYPE_START_GROUP
        };
        varint(out, (long) field << 3 | types[type]);
        switch (type) {
            case 0:
                varint(out, random.nextLong());
                break;
            case 1:
                out.writeBytes(new byte[4]);
                break;
            case 2:
                out.writeBytes(new byte[8]);
                break;
            case 3:
                varint(out, 3);
                out.writeBytes(new byte[] {-1, 0, 7});
                break;
            default:
                for (int i = random.nextInt(3); i > 0; i--) {
                    out.writeBytes(unknown(depth + 1));
                }
                varint(out, (long) field << 3 | WireFormat.WIRETYPE_END_GROUP);
        }
        return out.toByteArray();
    }
}
