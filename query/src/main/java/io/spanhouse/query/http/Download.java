package io.spanhouse.query.http;

import io.spanhouse.storage.filter.Completeness;
import java.util.function.Supplier;

/**
 * An answer that somebody may fetch by a ticket instead of a key, and how far it is: a browser that saves a file sends no
 * headers, and the page that sent it there learns nothing from it. Thread-safe.
 */
public final class Download {
    private final Source source;
    private State state = State.WAITING;
    private long rows;
    private String failure = "";
    private Completeness completeness = Completeness.COMPLETE;
    private Supplier<Completeness> known = () -> Completeness.COMPLETE;

    /** How far a download is. */
    public enum State {
        /** Its ticket was not presented yet. */
        WAITING,
        /** It is being written. */
        RUNNING,
        /** All of it was handed to the client's connection. */
        DONE,
        /** It broke off. */
        FAILED,
        /** Its ticket was not presented in time. */
        EXPIRED
    }

    /**
     * What is fetched, as it would be asked for with a key.
     *
     * @param match what answers
     * @param query the parameters, still encoded
     * @param keyId whose ticket it is
     * @param project which project was asked for
     */
    record Source(Router.Match match, String query, byte[] body, String keyId, String project) {}

    /**
     * How far it is.
     *
     * @param rows written, as far as its form counts rows
     * @param failure why it broke off; empty if it did not
     * @param completeness what the whole does not cover, once it is done
     */
    public record Progress(State state, long rows, String failure, Completeness completeness) {}

    Download(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    /** How far it is. */
    public synchronized Progress progress() {
        return new Progress(state, rows, failure, completeness);
    }

    synchronized void begin() {
        state = State.RUNNING;
    }

    synchronized void expire() {
        state = State.EXPIRED;
    }

    synchronized void wrote(long more) {
        rows += more;
    }

    /** Whom to ask at the end what is not covered. */
    synchronized void completeness(Supplier<Completeness> supplier) {
        known = supplier;
    }

    synchronized void done() {
        state = State.DONE;
        completeness = known.get();
    }

    synchronized void fail(String why) {
        state = State.FAILED;
        failure = why;
    }
}
