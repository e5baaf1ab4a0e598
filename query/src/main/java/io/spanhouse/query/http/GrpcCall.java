package io.spanhouse.query.http;

import io.spanhouse.query.QueryRefusal;
import io.spanhouse.storage.filter.Completeness;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC call over HTTP/2: a message each way stands behind five bytes, a flag and its length, and the call's status comes
 * in trailers. Used by the thread of the request alone; what reads from the store is asked of {@link #exchange}, and ends when
 * the client cancels.
 */
public final class GrpcCall {
    private static final int FRAME_BYTES = 5;

    private final Exchange exchange;
    private @Nullable AnswerStream out;
    private @Nullable HttpFailure failure;
    private Completeness completeness = Completeness.COMPLETE;

    private GrpcCall(Exchange exchange) {
        this.exchange = exchange;
    }

    /** A route for a method, at the path that its name makes: {@code /package.Service/Method}. */
    public static Route route(String kind, String name, GrpcMethod method) {
        return Route.of(kind, "POST", "/" + name, GrpcErrors.FORM, exchange -> new GrpcCall(exchange).run(method));
    }

    /** The same for a method that takes messages as they come and answers each; so many at most. */
    static Route streamRoute(String kind, String name, int messagesMax, GrpcMethod method) {
        return Route.of(
                kind,
                "POST",
                "/" + name,
                GrpcErrors.FORM,
                exchange -> new GrpcCall(exchange).runEach(method, messagesMax));
    }

    /** The number of the gRPC status that a failure is. */
    public static int status(HttpFailure failure) {
        return GrpcErrors.code(failure);
    }

    private void requireGrpc() {
        String type = exchange.requestHeader("Content-Type");
        if (type == null || !type.startsWith(GrpcErrors.CONTENT_TYPE)) {
            throw new HttpFailure(
                    415,
                    QueryRefusal.BAD_REQUEST,
                    "found Content-Type " + type + ", expected " + GrpcErrors.CONTENT_TYPE);
        }
    }

    /** A client that waits too long with its next message is given up by the connection. */
    private void runEach(GrpcMethod method, int messagesMax) throws IOException {
        requireGrpc();
        InputStream in = exchange.bodyStream();
        start();
        try {
            byte[] head = next(in, FRAME_BYTES);
            for (int i = 0; head.length == FRAME_BYTES; i++) {
                if (i == messagesMax) {
                    throw HttpFailure.badRequest("the call has over " + messagesMax + " messages");
                }
                int length = ByteBuffer.wrap(head).getInt(1);
                if (head[0] != 0 || length < 0 || length > BodyReader.BYTES_MAX) {
                    throw HttpFailure.badRequest("a frame has flag " + head[0] + " and "
                            + Integer.toUnsignedString(length) + " bytes, expected 0 and at most "
                            + BodyReader.BYTES_MAX);
                }
                method.answer(next(in, length), this);
                head = next(in, FRAME_BYTES);
            }
        } catch (RuntimeException e) {
            failure = exchange.failure(e);
        }
    }

    /** So many bytes, fewer at the end. Never asks for none: that would wait for what comes next. */
    private static byte[] next(InputStream in, int count) throws IOException {
        byte[] bytes = new byte[count];
        int size = 0;
        while (size < count) {
            int read = in.read(bytes, size, count - size);
            if (read < 0) {
                return Arrays.copyOf(bytes, size);
            }
            size += read;
        }
        return bytes;
    }

    private void run(GrpcMethod method) throws IOException {
        requireGrpc();
        byte[] message = message(exchange.body());
        try {
            method.answer(message, this);
        } catch (RuntimeException e) {
            if (out == null) {
                throw e;
            }
            // Messages are out: the status that follows them tells what went wrong.
            failure = exchange.failure(e);
            exchange.noteStatus(failure.status());
        }
        if (out == null) {
            start();
        }
    }

    /** What of the request is not its message, and what the store is asked by. */
    public Exchange exchange() {
        return exchange;
    }

    /** The same with the message's fields as parameters, for what also answers requests with a query string. */
    public Exchange asking(Map<String, String> parameters) {
        exchange.ask(parameters);
        return exchange;
    }

    /** Sends one message, whole, as fast as the client takes it. */
    public void send(byte[] message) throws IOException {
        AnswerStream stream = out == null ? start() : out;
        stream.write(ByteBuffer.allocate(FRAME_BYTES)
                .put((byte) 0)
                .putInt(message.length)
                .array());
        stream.write(message);
        stream.push();
    }

    /** Waits until the next message of a call that goes on; true when there is none because the listener closes. */
    boolean closesWithin(long millis) {
        return exchange.closesWithin(millis);
    }

    /** Says in a trailer that the answer does not cover everything, if it does not. */
    public void completeness(Completeness found) {
        completeness = completeness.complete() ? found : completeness;
    }

    private AnswerStream start() {
        AnswerStream stream = exchange.stream(GrpcErrors.CONTENT_TYPE, this::trailers);
        out = stream;
        return stream;
    }

    private HttpFields trailers() {
        HttpFields.Mutable trailers = HttpFields.build();
        HttpFailure known = failure;
        if (known == null) {
            trailers.put(GrpcErrors.STATUS, "0");
        } else {
            GrpcErrors.FORM.headers(known).forEach(trailers::put);
        }
        if (!completeness.complete()) {
            exchange.noteCompleteness(completeness);
            trailers.put(Exchange.PARTIAL_HEADER, completeness.reason().text());
        }
        return trailers;
    }

    private byte[] message(byte[] body) {
        if (body.length < FRAME_BYTES) {
            throw HttpFailure.badRequest("the call has " + body.length + " bytes, expected a message behind "
                    + FRAME_BYTES + " bytes of frame");
        }
        ByteBuffer frame = ByteBuffer.wrap(body);
        byte flag = frame.get();
        int length = frame.getInt();
        if (length != frame.remaining() || flag < 0 || flag > 1) {
            throw HttpFailure.badRequest("the call's frame has flag " + flag + " and "
                    + Integer.toUnsignedString(length) + " bytes, expected 0 or 1 and the " + frame.remaining()
                    + " bytes that follow: one message");
        }
        byte[] message = new byte[length];
        frame.get(message);
        return flag == 0 ? message : inflated(message);
    }

    private byte[] inflated(byte[] message) {
        String encoding = exchange.requestHeader("grpc-encoding");
        if (!"gzip".equals(encoding)) {
            throw new HttpFailure(501, QueryRefusal.BAD_REQUEST, "found grpc-encoding " + encoding + ", expected gzip");
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(message))) {
            return BodyReader.bounded(in);
        } catch (IOException e) {
            throw HttpFailure.badRequest("the message is no whole gzip stream: " + e.getMessage());
        }
    }
}
