package io.spanhouse.ingest.admission;

/** Why a listener closed a connection that the client would have kept. */
public enum ConnectionCloseReason {
    /** Request headers did not arrive in time. */
    HEADER_TIMEOUT("header_timeout"),
    /** A body did not arrive in time. */
    SLOW_BODY("slow_body"),
    /** No TLS or HTTP/2 greeting in time. */
    HANDSHAKE("handshake"),
    /** Too many connections, in all or from one address. */
    TOO_MANY("too_many"),
    /** More streams reset than a client has reason to. */
    RST_FLOOD("rst_flood"),
    /** Larger request headers than are taken, or ones that cannot be unpacked. */
    HEADERS("headers"),
    /** More pings, settings or empty frames than a client has reason to send. */
    PING_FLOOD("ping_flood"),
    /** Two contradicting lengths, as request smuggling needs. */
    SMUGGLING("smuggling"),
    /** Another protocol than the port's. */
    WRONG_PROTOCOL("wrong_protocol");

    private final String label;

    ConnectionCloseReason(String label) {
        this.label = label;
    }

    /** The counter's reason. */
    public String label() {
        return label;
    }
}
