package io.spanhouse.query.zipkin;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import java.util.List;

/** Attributes of a span that name the other side, the first that is there counts. */
final class RemoteNames {
    /** In the order of OpenTelemetry's mapping to Zipkin. */
    static final List<String> KEYS = List.of(
            "peer.service",
            "server.address",
            "net.peer.name",
            "network.peer.address",
            "server.socket.domain",
            "server.socket.address",
            "net.sock.peer.name",
            "net.sock.peer.addr",
            "peer.hostname",
            "peer.address",
            "db.name");

    private RemoteNames() {}

    /** The same to be asked of the store. */
    static List<Operand> operands() {
        return KEYS.stream()
                .map(key -> (Operand) new Operand.Attribute(AttributeLevel.SPAN, key))
                .toList();
    }
}
