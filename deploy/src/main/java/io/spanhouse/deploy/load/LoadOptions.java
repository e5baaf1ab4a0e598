package io.spanhouse.deploy.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to send, where and how fast.
 *
 * @param target where
 * @param amount how much
 * @param mix what is special about the sending
 * @param series which traces
 */
public record LoadOptions(Target target, Amount amount, Mix mix, Series series) {
    /**
     * Where to send and over how many lanes.
     *
     * @param endpoint host and port, with {@code https://} before it for TLS
     * @param protocol transport and encoding
     * @param gzip whether requests are compressed, at the fastest level
     * @param key sent as a bearer token, null for none
     * @param connections between which the requests take turns
     * @param inFlight most requests without an answer
     */
    public record Target(
            String endpoint,
            Protocol protocol,
            boolean gzip,
            @Nullable String key,
            int connections,
            int inFlight) {
        public Target {
            require("connections", connections, 1, 1_024);
            require("in-flight", inFlight, 1, 65_536);
        }
    }

    /** How requests travel. */
    public enum Protocol {
        GRPC,
        HTTP_PROTOBUF
    }

    /**
     * How much to send; it ends with whichever comes first.
     *
     * @param spans at most so many
     * @param time at most so long
     * @param spansPerSecond 0 for as many as are taken
     * @param batchSpans spans of a request
     */
    public record Amount(long spans, Duration time, double spansPerSecond, int batchSpans) {
        public Amount {
            requireOne("spans", spans);
            requireOne("seconds", time.toSeconds());
            require("rate", spansPerSecond, 0, Integer.MAX_VALUE);
            require("batch", batchSpans, 1, 65_536);
        }
    }

    /**
     * What is special; shares are from 0 to 1.
     *
     * @param late spans that are sent some batches after the others of their trace
     * @param repeated requests that are sent again although they were answered
     * @param retryFor how long a request is sent again that gets no answer, or a refusal that may pass
     */
    public record Mix(double late, double repeated, Duration retryFor) {
        public Mix {
            require("late", late, 0, 1);
            require("retry", repeated, 0, 1);
        }
    }

    /**
     * Which traces.
     *
     * @param seed the same seed gives the same traces but, unless they follow a line, for their times
     * @param failing share of traces with an exception, from 0 to 1
     * @param times when they end
     * @param first number of the first one to send
     */
    public record Series(long seed, double failing, TraceTimes times, long first) {
        public Series {
            require("failing", failing, 0, 1);
        }
    }

    private static void requireOne(String name, long found) {
        if (found < 1) {
            throw new IllegalArgumentException(name + " is " + found + ", expected at least 1");
        }
    }

    private static void require(String name, double found, double least, double most) {
        if (!(found >= least && found <= most)) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + least + " to " + most);
        }
    }
}
