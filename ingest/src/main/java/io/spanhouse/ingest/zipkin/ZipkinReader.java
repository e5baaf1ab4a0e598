package io.spanhouse.ingest.zipkin;

import io.spanhouse.ingest.RequestFormat;
import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.otlp.MalformedRequestException;
import io.spanhouse.ingest.otlp.WalkResult;
import io.spanhouse.storage.model.ByteSlice;
import io.spanhouse.storage.model.SpanMark;
import java.time.InstantSource;

/** Reads a list of Zipkin spans of one form, each perhaps a piece of one half of a call. Any thread. */
final class ZipkinReader implements RequestReader {
    private final ZipkinForm form;
    private final RequestReader otlp;
    private final InstantSource clock;

    ZipkinReader(ZipkinForm form, TraceIngest ingest, InstantSource clock) {
        this.form = form;
        this.otlp = ingest.otlp(RequestFormat.PROTOBUF);
        this.clock = clock;
    }

    @Override
    public WalkResult read(ByteSlice body) throws MalformedRequestException, RejectedException {
        if (body.length > form.bytesMax()) {
            throw new MalformedRequestException(
                    MalformedRequestException.Reason.TOO_LARGE,
                    "the list of spans has " + body.length + " bytes, at most " + form.bytesMax()
                            + " are taken in this form; send smaller batches");
        }
        OtlpRequest request = new OtlpRequest(clock.instant());
        switch (form) {
            case JSON_V2 -> JsonSpans.read(body.array, body.offset, body.length, request);
            case JSON_V1 -> OldJsonSpans.read(body.array, body.offset, body.length, request);
            case PROTO3 -> ProtoSpans.read(body.array, body.offset, body.length, request);
        }
        WalkResult result = otlp.read(request.bytes());
        result.batch().addMarks(SpanMark.REPLACES.bit() | SpanMark.HALF.bit());
        return result;
    }
}
