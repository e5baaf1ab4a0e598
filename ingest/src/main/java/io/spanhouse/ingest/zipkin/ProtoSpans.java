package io.spanhouse.ingest.zipkin;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Reads Zipkin's protobuf: {@code ListOfSpans} with its spans in field 1. The numbers of fields stand at their cases. Good for
 * one message; not thread-safe.
 */
final class ProtoSpans {
    private static final int TRACE_ID_BYTES = 16;
    private static final int SPAN_ID_BYTES = 8;

    private final CodedInputStream in;

    private ProtoSpans(CodedInputStream in) {
        this.in = in;
    }

    /** A message inside another, read field by field. */
    @FunctionalInterface
    private interface Field {
        /** Reads the value of a field, or gives false to have it stepped over. */
        boolean read(int number) throws IOException, MalformedRequestException;
    }

    /**
     * Reads a message and gives its spans away.
     *
     * @throws MalformedRequestException if the bytes are not such a message
     */
    static void read(byte[] array, int offset, int length, SpanConsumer spans) throws MalformedRequestException {
        ProtoSpans reader = new ProtoSpans(CodedInputStream.newInstance(array, offset, length));
        try {
            reader.fields(number -> {
                if (number != 1) {
                    return false;
                }
                spans.accept(reader.span());
                return true;
            });
        } catch (IOException e) {
            throw new MalformedRequestException("Malformed reading List<Span> from proto3: at byte "
                    + reader.in.getTotalBytesRead() + " " + e.getMessage());
        }
    }

    /** Reads fields up to the end of the message that is open. */
    private void fields(Field field) throws IOException, MalformedRequestException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!field.read(WireFormat.getTagFieldNumber(tag)) && !in.skipField(tag)) {
                throw new InvalidProtocolBufferException("found the end of a group that was not begun");
            }
        }
    }

    private void message(Field field) throws IOException, MalformedRequestException {
        int limit = in.pushLimit(in.readRawVarint32());
        fields(field);
        in.checkLastTagWas(0);
        in.popLimit(limit);
    }

    private ZipkinSpan span() throws IOException, MalformedRequestException {
        ZipkinSpan span = new ZipkinSpan();
        message(number -> field(span, number));
        return span;
    }

    private boolean field(ZipkinSpan span, int number) throws IOException, MalformedRequestException {
        switch (number) {
            case 1:
                ByteBuffer traceId = id("trace_id", TRACE_ID_BYTES);
                span.traceIdHigh = traceId.getLong();
                span.traceIdLow = traceId.getLong();
                return true;
            case 2:
                span.parentId = id("parent_id", SPAN_ID_BYTES).getLong();
                return true;
            case 3:
                span.id = id("id", SPAN_ID_BYTES).getLong();
                return true;
            case 4:
                span.kind = kind(in.readEnum());
                return true;
            case 5:
                span.name = in.readStringRequireUtf8();
                return true;
            case 6:
                span.timestampMicros = in.readFixed64();
                return true;
            case 7:
                span.durationMicros = in.readUInt64();
                return true;
            default:
                return parts(span, number);
        }
    }

    private boolean parts(ZipkinSpan span, int number) throws IOException, MalformedRequestException {
        switch (number) {
            case 8:
                span.local = endpoint();
                return true;
            case 9:
                span.remote = endpoint();
                return true;
            case 10:
                span.annotations.add(annotation());
                return true;
            case 11:
                tag(span);
                return true;
            case 12:
                span.debug = in.readBool();
                return true;
            case 13:
                span.shared = in.readBool();
                return true;
            default:
                return false;
        }
    }

    /** An id of 8 or so many bytes, padded on the left. */
    private ByteBuffer id(String what, int bytes) throws IOException, MalformedRequestException {
        byte[] found = in.readByteArray();
        if (found.length != SPAN_ID_BYTES && found.length != bytes) {
            throw new MalformedRequestException(what + " has " + found.length + " bytes ("
                    + HexFormat.of().formatHex(found, 0, Math.min(found.length, TRACE_ID_BYTES)) + "), expected "
                    + (bytes == SPAN_ID_BYTES ? "8" : "8 or 16"));
        }
        return ByteBuffer.allocate(bytes).put(bytes - found.length, found);
    }

    private static ZipkinSpan.Kind kind(int number) throws MalformedRequestException {
        ZipkinSpan.Kind[] kinds = ZipkinSpan.Kind.values();
        if (number < 0 || number >= kinds.length) {
            throw new MalformedRequestException("found the kind " + number + ", expected 0 to " + (kinds.length - 1));
        }
        return kinds[number];
    }

    private ZipkinEndpoint endpoint() throws IOException, MalformedRequestException {
        String[] texts = new String[3];
        int[] port = new int[1];
        message(number -> {
            switch (number) {
                case 1:
                    texts[0] = in.readStringRequireUtf8();
                    return true;
                case 2:
                    texts[1] = address("ipv4", 4);
                    return true;
                case 3:
                    texts[2] = address("ipv6", 16);
                    return true;
                case 4:
                    port[0] = in.readInt32();
                    return true;
                default:
                    return false;
            }
        });
        String name = texts[0] == null || texts[0].isEmpty() ? null : texts[0];
        return new ZipkinEndpoint(name, texts[1], texts[2], port[0] & 0xFFFF);
    }

    private String address(String what, int bytes) throws IOException, MalformedRequestException {
        byte[] found = in.readByteArray();
        if (found.length != bytes) {
            throw new MalformedRequestException(what + " has " + found.length + " bytes, expected " + bytes);
        }
        return bytes == 4 ? InetAddress.getByAddress(found).getHostAddress() : ipv6(found);
    }

    /** Lower-case groups, the first of the longest runs of two and more zero groups left out. */
    private static String ipv6(byte[] address) {
        ByteBuffer groups = ByteBuffer.wrap(address);
        int count = address.length / Short.BYTES;
        int zerosStart = count;
        int zeros = 1;
        for (int start = 0; start < count; start++) {
            int end = start;
            while (end < count && groups.getShort(end * Short.BYTES) == 0) {
                end++;
            }
            if (end - start > zeros) {
                zerosStart = start;
                zeros = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int group = 0; group < count; group++) {
            if (group == zerosStart) {
                text.append("::");
                group += zeros - 1;
            } else {
                boolean apart = !text.isEmpty() && text.charAt(text.length() - 1) != ':';
                text.append(apart ? ":" : "")
                        .append(Integer.toHexString(groups.getShort(group * Short.BYTES) & 0xFFFF));
            }
        }
        return text.toString();
    }

    private ZipkinAnnotation annotation() throws IOException, MalformedRequestException {
        long[] micros = new long[1];
        String[] value = {""};
        message(number -> {
            switch (number) {
                case 1:
                    micros[0] = in.readFixed64();
                    return true;
                case 2:
                    value[0] = in.readStringRequireUtf8();
                    return true;
                default:
                    return false;
            }
        });
        return new ZipkinAnnotation(micros[0], value[0]);
    }

    private void tag(ZipkinSpan span) throws IOException, MalformedRequestException {
        String[] entry = {"", ""};
        message(number -> {
            if (number != 1 && number != 2) {
                return false;
            }
            entry[number - 1] = in.readStringRequireUtf8();
            return true;
        });
        span.tags.put(entry[0], entry[1]);
    }
}
