package io.spanhouse.deploy.verify;

import io.spanhouse.storage.model.TraceId;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/** One file of spans that only grows; the package says how it looks. Thread-safe; whoever opens it closes it. */
final class SpanList implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LINE_BYTES = 32 + 1 + 16 + 1 + 16 + 1;

    private final FileChannel channel;

    /** Opens a list to add to it; made if absent. */
    SpanList(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A line that was cut short by a crash goes.
        channel.truncate(channel.size() / LINE_BYTES * LINE_BYTES);
        channel.position(channel.size());
    }

    /** Adds spans; they are on disk when it returns if {@code synced}. */
    synchronized void add(List<SentSpan> spans, boolean synced) throws IOException {
        StringBuilder lines = new StringBuilder(spans.size() * LINE_BYTES);
        for (SentSpan span : spans) {
            lines.append(span.traceId())
                    .append(' ')
                    .append(HEX.toHexDigits(span.spanId()))
                    .append(' ')
                    .append(HEX.toHexDigits(span.digest()))
                    .append('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        if (synced) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /**
     * Reads a list from its begin.
     *
     * @throws IOException if a line is none of ours
     */
    static void read(Path file, Consumer<SentSpan> consumer) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            byte[] line = in.readNBytes(LINE_BYTES);
            for (long number = 1; line.length == LINE_BYTES; number++) {
                consumer.accept(parse(new String(line, StandardCharsets.US_ASCII), file, number));
                line = in.readNBytes(LINE_BYTES);
            }
        }
    }

    private static SentSpan parse(String line, Path file, long number) throws IOException {
        try {
            if (line.charAt(32) == ' ' && line.charAt(49) == ' ' && line.charAt(66) == '\n') {
                return new SentSpan(
                        new TraceId(
                                HexFormat.fromHexDigitsToLong(line, 0, 16),
                                HexFormat.fromHexDigitsToLong(line, 16, 32)),
                        HexFormat.fromHexDigitsToLong(line, 33, 49),
                        HexFormat.fromHexDigitsToLong(line, 50, 66));
            }
        } catch (NumberFormatException e) {
            throw new IOException("line " + number + " of " + file + " has something else than hexadecimal digits", e);
        }
        throw new IOException("line " + number + " of " + file + " is not one of a list of spans");
    }
}
