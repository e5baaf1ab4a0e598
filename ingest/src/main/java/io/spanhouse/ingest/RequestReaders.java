package io.spanhouse.ingest;

import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.TraceRequestJsonReader;
import io.spanhouse.ingest.otlp.TraceRequestWalker;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Readers of requests for any thread to borrow. They are kept because a reader remembers resources and texts from one
 * request to the next; as many idle ones as there are workers.
 */
final class RequestReaders {
    private final IngestOptions options;
    private final InstantSource clock;
    private final ArrayBlockingQueue<TraceRequestWalker> walkers;
    private final ArrayBlockingQueue<TraceRequestJsonReader> jsonReaders;

    RequestReaders(IngestOptions options, InstantSource clock) {
        this.clock = clock;
        this.options = options;
        this.walkers = new ArrayBlockingQueue<>(options.workers());
        this.jsonReaders = new ArrayBlockingQueue<>(options.workers());
    }

    WalkResult read(RequestFormat format, ByteSlice body) throws MalformedRequestException {
        return switch (format) {
            case PROTOBUF -> readProtobuf(body);
            case JSON -> readJson(body);
        };
    }

    // A reader that failed is not used again only if it failed for a fault of ours: malformed bytes are its daily
    // bread.
    private WalkResult readProtobuf(ByteSlice body) throws MalformedRequestException {
        TraceRequestWalker idle = walkers.poll();
        TraceRequestWalker walker = idle == null ? new TraceRequestWalker(options.walk(), clock) : idle;
        WalkResult result;
        try {
            result = walker.walk(body.array, body.offset, body.length);
        } catch (MalformedRequestException e) {
            walkers.offer(walker);
            throw e;
        }
        walkers.offer(walker);
        return result;
    }

    private WalkResult readJson(ByteSlice body) throws MalformedRequestException {
        TraceRequestJsonReader idle = jsonReaders.poll();
        TraceRequestJsonReader reader = idle == null ? new TraceRequestJsonReader(options.walk(), clock) : idle;
        WalkResult result;
        try {
            result = reader.read(body.array, body.offset, body.length);
        } catch (MalformedRequestException e) {
            jsonReaders.offer(reader);
            throw e;
        }
        jsonReaders.offer(reader);
        return result;
    }
}
