package io.spanhouse.deploy.tenants;

/**
 * What somebody was answered.
 *
 * @param status the HTTP status, or the name of gRPC's
 * @param type the media type; empty for gRPC
 * @param text body, or messages and the description of the status, byte for byte
 */
record Heard(String status, String type, String text) {
    /** The same without what differs from one answer to the next for reasons of its own. */
    Heard settled() {
        return new Heard(
                status,
                type,
                text.replaceAll("\"(requestId|nanos|elapsedMs|endedMillis|durationNanos)\":\"?[^,}\"]*\"?", "")
                        .replaceAll(
                                "\"id\":\"[0-9a-f]{16}\",\"ticket\":\"[0-9a-f]{64}\",\"expiresMillis\":\"\\d+\"", "")
                        .replaceAll("\"(from|to)\":\"\\d{19}\"", "")
                        .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:[0-9:.]+Z", "now"));
    }
}
