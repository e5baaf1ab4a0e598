package io.spanhouse.ingest.admission;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many connections one listener has, in all and from one address. Any thread. The table has an entry for an address
 * only while it has a connection, so it is as bounded as they are.
 */
public final class ConnectionLimits {
    private final int totalMax;
    private final int perAddressMax;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    public ConnectionLimits(int totalMax, int perAddressMax) {
        this.totalMax = totalMax;
        this.perAddressMax = perAddressMax;
    }

    /** Counts a new connection; false if it is one too many, and then it is not counted. */
    public boolean tryOpen(@Nullable SocketAddress peer) {
        if (total.incrementAndGet() > totalMax) {
            total.decrementAndGet();
            return false;
        }
        InetAddress address = address(peer);
        if (address != null && byAddress.merge(address, 1, Integer::sum) > perAddressMax) {
            closed(peer);
            return false;
        }
        return true;
    }

    /** A counted connection went away. */
    public void closed(@Nullable SocketAddress peer) {
        total.decrementAndGet();
        InetAddress address = address(peer);
        if (address != null) {
            byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        }
    }

    /** Connections open now. */
    public int open() {
        return total.get();
    }

    private static @Nullable InetAddress address(@Nullable SocketAddress peer) {
        return peer instanceof InetSocketAddress internet ? internet.getAddress() : null;
    }
}
