package io.spanhouse.deploy.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection to a server, kept alive over all questions. A few lines over a socket and not a library, so that what is
 * measured is the server and not the switching between a client's threads, which takes longer than a small answer does. Not
 * thread-safe; whoever opens it closes it.
 */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LINE_BYTES_MAX = 1 << 16;
    private static final int BODY_BYTES_MAX = 1 << 30;
    private static final int HEADERS_MAX = 256;
    private static final String PARTIAL = "spanhouse-partial";

    private final Socket socket = new Socket();
    private final InputStream in;
    private final String host;

    /**
     * Connects.
     *
     * @param address such as {@code http://127.0.0.1:3200}
     */
    HttpConnection(String address) throws IOException {
        URI uri = URI.create(address);
        this.host = uri.getHost() + ":" + uri.getPort();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), TIMEOUT_MILLIS);
            this.in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The bytes of a question. */
    byte[] encode(Question question) {
        StringBuilder head = new StringBuilder()
                .append(question.method())
                .append(' ')
                .append(question.path())
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\nAccept: ")
                .append(question.accept())
                .append("\r\n");
        byte[] body = question.body();
        if (body.length > 0) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length)
                    .append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] message = new byte[start.length + body.length];
        System.arraycopy(start, 0, message, 0, start.length);
        System.arraycopy(body, 0, message, start.length, body.length);
        return message;
    }

    /** Sends a question and reads the whole answer. */
    Answer ask(byte[] question) throws IOException {
        socket.getOutputStream().write(question);
        String[] statusLine = line().split(" ", 3);
        if (statusLine.length < 2) {
            throw new IOException("the answer begins with '" + String.join(" ", statusLine) + "', expected a status");
        }
        Map<String, String> headers = new HashMap<>();
        headers(headers);
        byte[] body = headers.getOrDefault("transfer-encoding", "").equals("chunked")
                ? chunks(headers)
                : exactly(length(headers.getOrDefault("content-length", "0"), 10));
        return new Answer(Integer.parseInt(statusLine[1]), headers.getOrDefault(PARTIAL, ""), body);
    }

    private void headers(Map<String, String> headers) throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 0 || headers.size() == HEADERS_MAX) {
                throw new IOException("found '" + line + "', expected at most " + HEADERS_MAX + " headers");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
    }

    /** The chunks of a body, and the trailers into the headers. */
    private byte[] chunks(Map<String, String> headers) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER_BYTES);
        for (int length = length(line(), 16); length > 0; length = length(line(), 16)) {
            body.writeBytes(exactly(length));
            if (body.size() > BODY_BYTES_MAX || !line().isEmpty()) {
                throw new IOException("a chunk that does not end where it says, or a body over " + BODY_BYTES_MAX);
            }
        }
        headers(headers);
        return body.toByteArray();
    }

    private static int length(String text, int radix) throws IOException {
        try {
            int length = Integer.parseInt(text, radix);
            if (length >= 0 && length <= BODY_BYTES_MAX) {
                return length;
            }
        } catch (NumberFormatException e) {
            throw new IOException("found '" + text + "', expected a length", e);
        }
        throw new IOException("found a length of " + text + ", expected at most " + BODY_BYTES_MAX);
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " bytes, expected " + length);
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() == LINE_BYTES_MAX) {
                throw new EOFException("the connection ended, or a line is too long, after '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
