package io.spanhouse.ingest.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** HTTP/2 frames written by hand, for what no well-behaved client would send. */
public final class RawHttp2 implements Closeable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    public static final int RST_STREAM = 3;
    public static final int SETTINGS = 4;
    public static final int PING = 6;
    public static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;
    public static final int CONTINUATION = 9;

    public static final int END_STREAM = 1;
    public static final int END_HEADERS = 4;
    public static final int ENHANCE_YOUR_CALM = 0xb;

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;

    /** Connects and greets. */
    public RawHttp2(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    /** Writes a frame. */
    public void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        out.write(frame.array());
    }

    /** Headers of an export, with more of them if wanted, never indexed. */
    public static byte[] exportHeaders(String... more) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        String[] usual = {
            ":method", "POST",
            ":scheme", "http",
            ":path", "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
            ":authority", "localhost",
            "content-type", "application/grpc",
            "te", "trailers"
        };
        fields(block, usual);
        fields(block, more);
        return block.toByteArray();
    }

    private static void fields(ByteArrayOutputStream block, String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i++) {
            if (i % 2 == 0) {
                block.write(0);
            }
            text(block, namesAndValues[i].getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void text(ByteArrayOutputStream block, byte[] bytes) {
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int rest = bytes.length - 127;
            while (rest >= 128) {
                block.write(rest & 127 | 128);
                rest >>= 7;
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    /**
     * Reads frames until the server says goodbye.
     *
     * @return the error code of GOAWAY, or -1 if the server closed without one
     */
    public long readToGoAway() throws IOException {
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.skipNBytes(5);
                byte[] payload = in.readNBytes(length);
                if (type == GOAWAY && ByteBuffer.wrap(payload).getInt(4) != 0) {
                    return ByteBuffer.wrap(payload).getInt(4) & 0xffffffffL;
                }
            }
        } catch (EOFException | SocketException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
