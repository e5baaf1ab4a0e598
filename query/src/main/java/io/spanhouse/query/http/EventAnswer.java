package io.spanhouse.query.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** An answer that goes on: server-sent events, each sent at once. Used by the thread of the request alone. */
public final class EventAnswer {
    private final AnswerStream out;

    EventAnswer(AnswerStream out) {
        this.out = out;
    }

    /**
     * Sends an event.
     *
     * @param data JSON without line ends
     * @throws IOException if the client is gone
     */
    public void send(String event, String data) throws IOException {
        write("event: " + event + "\ndata: " + data + "\n\n");
    }

    /** Sends what clients leave aside, so that nobody takes the connection for dead. */
    public void signOfLife() throws IOException {
        write(":\n\n");
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.push();
    }

    /** Waits; false if the server ends and the answer should, too. */
    public boolean pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
