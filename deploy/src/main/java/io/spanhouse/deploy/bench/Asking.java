package io.spanhouse.deploy.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks questions one after the other over one connection, and keeps the answers. At most {@link #NANOS_MAX} a class, however
 * slow the server is. Not thread-safe; whoever makes it closes it.
 */
final class Asking implements AutoCloseable {
    private static final long NANOS_MAX = 20_000_000_000L;

    private final HttpConnection connection;
    private final SentExtent sent;

    /**
     * A client of a server.
     *
     * @param sent what the server has been sent
     */
    Asking(String address, SentExtent sent) throws IOException {
        this.connection = new HttpConnection(address);
        this.sent = sent;
    }

    /** What a server has been sent so far. */
    interface SentExtent {
        /** The first so many traces are acknowledged whole. */
        long certain();

        /** Of no trace from this one on a span was sent. */
        long possible();
    }

    /** One question. */
    Heard ask(Question question) throws IOException {
        byte[] bytes = connection.encode(question);
        long certain = sent.certain();
        long startedNanoTime = System.nanoTime();
        Answer answer = connection.ask(bytes);
        long nanos = System.nanoTime() - startedNanoTime;
        return new Heard(question, answer, nanos, new Extent(certain, sent.possible()));
    }

    /** Questions of one class by their numbers, from one up to another. */
    List<Heard> ask(QuestionClass questions, int from, int to) throws IOException {
        List<Heard> heard = new ArrayList<>();
        long startedNanoTime = System.nanoTime();
        for (int number = from; number < to && System.nanoTime() - startedNanoTime < NANOS_MAX; number++) {
            heard.add(ask(questions.question().apply(number)));
        }
        return heard;
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
