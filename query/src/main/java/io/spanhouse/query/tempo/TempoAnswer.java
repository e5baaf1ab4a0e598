package io.spanhouse.query.tempo;

import com.google.protobuf.MessageLite;
import io.spanhouse.query.http.Exchange;
import io.spanhouse.storage.filter.Completeness;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;

/** An answer, all of it known, in its two forms. Both are protobuf's: the messages, and what JSON makes of them. */
interface TempoAnswer {
    String PROTOBUF = "application/protobuf";

    /** Whether it covers everything. */
    Completeness completeness();

    void json(JsonGenerator json);

    MessageLite message();

    /** Whether a client wants messages. */
    static boolean protobuf(Exchange exchange) {
        String accept = exchange.requestHeader("Accept");
        return accept != null && accept.contains(PROTOBUF);
    }

    /** Answers in the form that the client wants. */
    static void write(Exchange exchange, TempoAnswer answer) throws IOException {
        exchange.completeness(answer.completeness());
        if (protobuf(exchange)) {
            try (OutputStream out = exchange.stream(PROTOBUF)) {
                answer.message().writeTo(out);
            }
        } else {
            exchange.json(answer::json);
        }
    }
}
