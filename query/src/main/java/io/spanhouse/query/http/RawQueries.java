package io.spanhouse.query.http;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 for clients that send a query string as it was typed: with spaces, which end a request's target. A version of
 * Grafana sends TraceQL so. Spaces of a request line behind its question mark, but for the last one, become plus signs, which
 * mean the same there. A line that arrives in several pieces is left as it is, and refused if it has such spaces.
 */
final class RawQueries extends HttpConnectionFactory {
    RawQueries(HttpConfiguration configuration) {
        super(configuration);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new Joining(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    /** A connection whose parser is ours. */
    private static final class Joining extends HttpConnection {
        /** Made before the parser, both within the constructor above this one: so it has no value of its own here. */
        private HttpConnection.@Nullable RequestHandler handler;

        Joining(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        @Override
        protected HttpConnection.RequestHandler newRequestHandler() {
            HttpConnection.RequestHandler made = super.newRequestHandler();
            handler = made;
            return made;
        }

        @Override
        protected HttpParser newHttpParser(HttpCompliance compliance) {
            HttpConfiguration configuration = getHttpConfiguration();
            Parser parser =
                    new Parser(Objects.requireNonNull(handler), configuration.getRequestHeaderSize(), compliance);
            parser.setHeaderCacheSize(configuration.getHeaderCacheSize());
            parser.setHeaderCacheCaseSensitive(configuration.isHeaderCacheCaseSensitive());
            return parser;
        }
    }

    /** Looks at the first line of what arrives where a request begins. */
    private static final class Parser extends HttpParser {
        Parser(HttpParser.RequestHandler handler, int headerBytesMax, HttpCompliance compliance) {
            super(handler, headerBytesMax, compliance);
        }

        @Override
        public boolean parseNext(ByteBuffer buffer) {
            if (isStart()) {
                join(buffer);
            }
            return super.parseNext(buffer);
        }
    }

    /** Changes bytes in place. */
    static void join(ByteBuffer buffer) {
        int question = -1;
        int last = -1;
        int end = buffer.position();
        while (end < buffer.limit() && buffer.get(end) != '\n') {
            byte next = buffer.get(end);
            if (next == '?' && question < 0) {
                question = end;
            } else if (next == ' ') {
                last = end;
            }
            end++;
        }
        if (end == buffer.limit() || question < 0 || buffer.isReadOnly()) {
            return;
        }
        for (int i = question; i < last; i++) {
            if (buffer.get(i) == ' ') {
                buffer.put(i, (byte) '+');
            }
        }
    }
}
