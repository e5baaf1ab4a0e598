package io.spanhouse.query.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer that goes on: server-sent events, each sent when it is there. Writes block while the client does not take them
 * and fail when it is gone; a comment now and then finds that out where there are no events. Not thread-safe.
 */
public final class EventStream {
    /** Type of the answer. */
    public static final String CONTENT_TYPE = "text/event-stream";

    private final AnswerStream out;
    private final Closing closing;

    EventStream(AnswerStream out, Closing closing) {
        this.out = out;
        this.closing = closing;
    }

    /**
     * Writes an event; it is sent with the next {@link #send}.
     *
     * @param name what it is
     * @param id where the client may go on after it; null for none
     * @param data a value of JSON
     */
    public void event(String name, @Nullable String id, Json.JsonAnswer data) throws IOException {
        StringBuilder text = new StringBuilder("event: ").append(name).append('\n');
        if (id != null) {
            text.append("id: ").append(id).append('\n');
        }
        // JSON as it is written here has no line breaks.
        text.append("data: ").append(Json.text(data)).append("\n\n");
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what was written. */
    public void send() throws IOException {
        out.push();
    }

    /** Sends a line that clients skip. */
    public void comment() throws IOException {
        out.write(new byte[] {':', '\n', '\n'});
        out.push();
    }

    /** Waits for the time of the next event; true if there is none because the server closes. */
    public boolean closesWithin(long millis) {
        return closing.within(millis);
    }
}
