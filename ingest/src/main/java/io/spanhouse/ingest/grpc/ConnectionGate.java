package io.spanhouse.ingest.grpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelFutureListener;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.codec.ByteToMessageDecoder;
import io.spanhouse.ingest.admission.ConnectionCloseReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands first in a new connection, until it has seen how the client greets. HTTP/2 (or, with TLS, a TLS record) goes on to
 * the library; a client that speaks HTTP/1.1 gets an answer that names the right port, where the library would say nothing
 * that anybody sees; one that does not greet in time is closed. Also counts connections against their limits.
 *
 * <p>Runs on the connection's thread and removes itself after the first bytes, so that traffic does not pay for it.
 */
// Futures of the channel are not waited for: what fails ends the connection, and that is where it is going.
@SuppressWarnings("FutureReturnValueIgnored")
final class ConnectionGate extends ByteToMessageDecoder {
    private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte TLS_HANDSHAKE = 0x16;

    private final GateKeeper keeper;
    private final ChannelHandler next;
    private @Nullable Object negotiationEvent;
    private @Nullable ScheduledFuture<?> timeout;
    private boolean counted;

    ConnectionGate(GateKeeper keeper, ChannelHandler next) {
        this.keeper = keeper;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        counted = keeper.limits().tryOpen(context.channel().remoteAddress());
        if (!counted) {
            keeper.closed(ConnectionCloseReason.TOO_MANY);
            context.close();
            return;
        }
        context.channel()
                .closeFuture()
                .addListener(future -> keeper.limits().closed(context.channel().remoteAddress()));
        timeout = context.executor()
                .schedule(
                        () -> {
                            keeper.closed(ConnectionCloseReason.HANDSHAKE);
                            context.close();
                        },
                        keeper.handshakeTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = Math.min(in.readableBytes(), HTTP2_PREFACE.length);
        if (keeper.tls()) {
            if (in.getByte(in.readerIndex()) == TLS_HANDSHAKE) {
                goOn(context);
            } else {
                keeper.wrongProtocol(context.channel().remoteAddress(), "plain text where TLS is expected");
                refuse(context, in);
            }
            return;
        }
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != HTTP2_PREFACE[i]) {
                explain(context, in);
                return;
            }
        }
        if (length == HTTP2_PREFACE.length) {
            goOn(context);
        }
    }

    /** The next handler puts others before itself, so it must be in place before the first bytes are passed on. */
    private void goOn(ChannelHandlerContext context) {
        stopTimeout();
        context.pipeline().addAfter(context.name(), null, next);
        if (negotiationEvent != null) {
            context.fireUserEventTriggered(negotiationEvent);
        }
        context.pipeline().remove(this);
    }

    private void explain(ChannelHandlerContext context, ByteBuf in) {
        boolean method = true;
        int length = Math.min(in.readableBytes(), 3);
        for (int i = 0; i < length; i++) {
            byte letter = in.getByte(in.readerIndex() + i);
            method &= letter >= 'A' && letter <= 'Z';
        }
        String found = method ? "HTTP/1.1" : in.getByte(in.readerIndex()) == TLS_HANDSHAKE ? "TLS" : "unknown bytes";
        keeper.wrongProtocol(context.channel().remoteAddress(), found + " where gRPC in plain text is expected");
        if (!method) {
            refuse(context, in);
            return;
        }
        in.skipBytes(in.readableBytes());
        stopTimeout();
        context.writeAndFlush(Unpooled.wrappedBuffer(keeper.http1Answer())).addListener(ChannelFutureListener.CLOSE);
    }

    private void refuse(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        stopTimeout();
        context.close();
    }

    /** The library starts its negotiation with this event; it is kept for the handler that comes next. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        negotiationEvent = event;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        stopTimeout();
        super.channelInactive(context);
    }

    private void stopTimeout() {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }
}
