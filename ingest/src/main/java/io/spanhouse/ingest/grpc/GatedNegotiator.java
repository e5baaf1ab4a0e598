package io.spanhouse.ingest.grpc;

import io.grpc.internal.ObjectPool;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

/**
 * Puts a {@link ConnectionGate} before the library's own start of a connection, and counts why the library ends one. The
 * library offers no public hook for either; the classes used here are its own door for such extensions and are pinned with
 * its version.
 */
final class GatedNegotiator implements InternalProtocolNegotiator.ProtocolNegotiator {
    private final InternalProtocolNegotiator.ProtocolNegotiator library;
    private final GateKeeper keeper;

    private GatedNegotiator(InternalProtocolNegotiator.ProtocolNegotiator library, GateKeeper keeper) {
        this.library = library;
        this.keeper = keeper;
    }

    static InternalProtocolNegotiator.ServerFactory factory(
            InternalProtocolNegotiator.ServerFactory library, GateKeeper keeper) {
        return (ObjectPool<? extends Executor> executors) ->
                new GatedNegotiator(library.newNegotiator(executors), keeper);
    }

    @Override
    public AsciiString scheme() {
        return library.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler connection) {
        connection.connection().addListener(new GoAwayCounter());
        return new ConnectionGate(keeper, library.newHandler(connection));
    }

    @Override
    public void close() {
        library.close();
    }

    private final class GoAwayCounter extends Http2ConnectionAdapter {
        @Override
        public void onGoAwaySent(int lastStreamId, long errorCode, ByteBuf debugData) {
            String why = debugData.toString(StandardCharsets.US_ASCII);
            if (errorCode == Http2Error.ENHANCE_YOUR_CALM.code()) {
                keeper.closed(
                        why.contains("ping") ? ConnectionCloseReason.PING_FLOOD : ConnectionCloseReason.RST_FLOOD);
            } else if (why.contains("Header size exceeded")) {
                keeper.closed(ConnectionCloseReason.HEADERS);
            }
        }
    }
}
