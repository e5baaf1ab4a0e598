package io.spanhouse.deploy.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A network between clients and a server that delays every piece by some milliseconds and resets connections after some
 * thousand bytes of either direction: before a request is whole, while it is answered, or with the answer lost on its way
 * back. Threads: two a connection.
 */
final class LossyProxy implements AutoCloseable {
    private static final int PIECE_BYTES = 4_096;
    private static final int DELAY_NANOS_MAX = 3_000_000;

    private final ServerSocket listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "lossy-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger cuts = new AtomicInteger();
    private final int target;
    private final int bytesMost;
    private final SplittableRandom random;

    /** @param bytesMost a connection is reset after so many bytes at most, of what one side sent */
    LossyProxy(int target, int bytesMost, long seed) throws IOException {
        this.target = target;
        this.bytesMost = bytesMost;
        this.random = new SplittableRandom(seed);
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Connections that were reset. */
    int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                open.add(client);
                open.add(server);
                SplittableRandom there = random.split();
                SplittableRandom back = random.split();
                // Answers are small: a cut of few bytes loses one on its way.
                threads.execute(() -> pump(client, server, 1 + there.nextInt(bytesMost), there));
                threads.execute(() -> pump(server, client, 1 + back.nextInt(bytesMost / 8), back));
            } catch (IOException e) {
                // The proxy is closed, or the server takes no more: the client's connection ends unanswered.
            }
        }
    }

    private void pump(Socket from, Socket to, int bytesLeft, SplittableRandom delays) {
        byte[] piece = new byte[PIECE_BYTES];
        int left = bytesLeft;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                LockSupport.parkNanos(delays.nextInt(DELAY_NANOS_MAX));
                out.write(piece, 0, Math.min(read, left));
                out.flush();
                left -= read;
                if (left <= 0) {
                    cuts.incrementAndGet();
                    reset(from);
                    reset(to);
                    return;
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from);
            reset(to);
        }
    }

    /** Ends a connection by a reset: what is on its way is gone. */
    private void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It has ended otherwise.
        }
        open.remove(socket);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(this::reset);
        threads.shutdownNow();
    }
}
