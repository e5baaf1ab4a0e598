package io.spanhouse.ingest.testing;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/** Posts over HTTP/2 by prior knowledge, one connection for all. */
public final class Http2Sender implements AutoCloseable {
    private static final int SECONDS_MAX = 60;

    private final HTTP2Client client = new HTTP2Client();
    private final Session session;
    private final int port;

    public Http2Sender(int port) {
        this.port = port;
        try {
            client.start();
            session = client.connect(new InetSocketAddress("127.0.0.1", port), new Session.Listener() {})
                    .get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no HTTP/2 connection", e);
        }
    }

    /** Posts to {@code /v1/traces}. */
    public Answer post(byte[] body, Map<String, String> headers) {
        HttpFields.Mutable fields = HttpFields.build();
        headers.forEach(fields::put);
        fields.put("content-length", body.length);
        MetaData.Request request = new MetaData.Request(
                "POST", HttpURI.from("http://127.0.0.1:" + port + "/v1/traces"), HttpVersion.HTTP_2, fields);
        Reply reply = new Reply();
        try {
            Stream stream = session.newStream(new HeadersFrame(request, null, body.length == 0), reply)
                    .get(SECONDS_MAX, TimeUnit.SECONDS);
            if (body.length > 0) {
                stream.data(new DataFrame(stream.getId(), ByteBuffer.wrap(body), true), Callback.NOOP);
            }
            return reply.answer.get(SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("no answer over HTTP/2", e);
        }
    }

    @Override
    public void close() {
        try {
            client.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the client did not stop", e);
        }
    }

    private static final class Reply implements Stream.Listener {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private MetaData.Response response = new MetaData.Response(0, null, HttpVersion.HTTP_2, HttpFields.EMPTY);

        @Override
        public void onHeaders(Stream stream, HeadersFrame frame) {
            response = (MetaData.Response) frame.getMetaData();
            if (frame.isEndStream()) {
                complete();
            } else {
                stream.demand();
            }
        }

        @Override
        public void onDataAvailable(Stream stream) {
            Stream.Data data = stream.readData();
            if (data == null) {
                stream.demand();
                return;
            }
            byte[] bytes = new byte[data.frame().getByteBuffer().remaining()];
            data.frame().getByteBuffer().get(bytes);
            body.writeBytes(bytes);
            boolean last = data.frame().isEndStream();
            data.release();
            if (last) {
                complete();
            } else {
                stream.demand();
            }
        }

        @Override
        public void onReset(Stream stream, ResetFrame frame, Callback callback) {
            answer.completeExceptionally(new IllegalStateException("reset with " + frame.getError()));
            callback.succeeded();
        }

        private void complete() {
            answer.complete(HttpSender.answer(
                    response.getStatus(), name -> response.getHttpFields().get(name), body.toByteArray()));
        }
    }
}
