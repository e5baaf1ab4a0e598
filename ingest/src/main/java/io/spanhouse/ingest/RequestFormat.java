package io.spanhouse.ingest;

import io.spanhouse.ingest.otlp.ExportResponses;
import io.spanhouse.ingest.otlp.WalkResult;

/** How the messages of a request and of its answer are written. */
public enum RequestFormat {
    /** Protobuf's binary form. */
    PROTOBUF,
    /** OTLP's JSON form. */
    JSON;

    /** The answer to a request of which this was taken. */
    public byte[] answer(WalkResult taken) {
        return switch (this) {
            case PROTOBUF -> ExportResponses.protobuf(taken);
            case JSON -> ExportResponses.json(taken);
        };
    }
}
