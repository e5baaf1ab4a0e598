package io.spanhouse.ingest.grpc;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one gRPC server: one accepts, as many as there are workers move bytes, and workers read requests. The
 * workers' queue has no bound of its own because there is at most one task for each call in flight, and calls are bounded by
 * connections and streams.
 */
final class GrpcThreads implements AutoCloseable {
    private final EventLoopGroup acceptor;
    private final EventLoopGroup connections;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor timer;

    GrpcThreads(int workerCount) {
        acceptor = group(1, "otlp-grpc-accept");
        connections = group(workerCount, "otlp-grpc-io");
        workers = new ThreadPoolExecutor(
                workerCount,
                workerCount,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("otlp-grpc-worker", true));
        timer = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("otlp-grpc-timer", true));
    }

    @SuppressWarnings("deprecation") // The replacement of these groups is not in the shaded library's public set.
    private static EventLoopGroup group(int threads, String name) {
        DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
        return Epoll.isAvailable()
                ? new EpollEventLoopGroup(threads, factory)
                : new NioEventLoopGroup(threads, factory);
    }

    Class<? extends ServerChannel> channelType() {
        return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    EventLoopGroup acceptor() {
        return acceptor;
    }

    EventLoopGroup connections() {
        return connections;
    }

    ThreadPoolExecutor workers() {
        return workers;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // They end by themselves within a second.
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        connections.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
