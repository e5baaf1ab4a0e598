package io.spanhouse.ingest.zipkin;

import io.spanhouse.ingest.RequestReader;
import io.spanhouse.ingest.TraceIngest;
import io.spanhouse.ingest.admission.RejectedException;
import io.spanhouse.ingest.admission.RejectionKind;
import io.spanhouse.ingest.admission.Transport;
import io.spanhouse.ingest.http.Answering;
import io.spanhouse.ingest.http.CallAnswers;
import io.spanhouse.ingest.http.PlainAnswers;
import io.spanhouse.ingest.http.PostHandler;
import io.spanhouse.ingest.http.PostProtocol;
import java.time.InstantSource;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What takes Zipkin's spans, for the listener that has the paths. Answered 202 without a body, as Zipkin's clients expect, but
 * after the spans are on disk; refusals are a line of text.
 */
public final class ZipkinIngest {
    private static final int ACCEPTED = 202;

    private final TraceIngest ingest;
    private final InstantSource clock;

    /**
     * An offer of handlers.
     *
     * @param clock for spans that say nothing about their time
     */
    public ZipkinIngest(TraceIngest ingest, InstantSource clock) {
        this.ingest = ingest;
        this.clock = clock;
    }

    /** For {@code POST /api/v2/spans}. */
    public Handler spans() {
        RequestReader json = reader(ZipkinForm.JSON_V2);
        RequestReader proto = reader(ZipkinForm.PROTO3);
        return handler(type -> switch (type) {
            case "", "application/json", "text/plain" -> json;
            case "application/x-protobuf", "application/protobuf" -> proto;
            default -> throw unknown(type, "application/json or application/x-protobuf");
        });
    }

    /** For the gRPC method {@code zipkin.proto3.SpanService/Report}, whose message is a list as in a body of protobuf. */
    public Handler reports() {
        RequestReader proto = reader(ZipkinForm.PROTO3);
        return new PostHandler(ingest, new PostProtocol() {
            @Override
            public Transport transport() {
                return Transport.ZIPKIN;
            }

            @Override
            public RequestReader reader(HttpFields headers) throws RejectedException {
                CallAnswers.requireCall(headers);
                return proto;
            }

            @Override
            public boolean isCall() {
                return true;
            }

            @Override
            public Answering answering(Request request, Response response, Callback callback) {
                return new CallAnswers(request, response, callback);
            }
        });
    }

    /** For {@code POST /api/v1/spans}. */
    public Handler oldSpans() {
        RequestReader json = reader(ZipkinForm.JSON_V1);
        return handler(type -> switch (type) {
            case "", "application/json", "text/plain" -> json;
            case "application/x-thrift" ->
                throw new RejectedException(
                        RejectionKind.MALFORMED,
                        "found application/x-thrift, expected application/json; thrift is not taken");
            default -> throw unknown(type, "application/json; thrift is not taken");
        });
    }

    /** Chooses a reader by a media type without parameters, in lower case. */
    @FunctionalInterface
    private interface Choice {
        RequestReader reader(String type) throws RejectedException;
    }

    private RequestReader reader(ZipkinForm form) {
        return new ZipkinReader(form, ingest, clock);
    }

    private static RejectedException unknown(String type, String expected) {
        return new RejectedException(
                RejectionKind.CONTENT_TYPE, "found Content-Type " + type + ", expected " + expected);
    }

    private Handler handler(Choice choice) {
        return new PostHandler(ingest, new PostProtocol() {
            @Override
            public Transport transport() {
                return Transport.ZIPKIN;
            }

            @Override
            public RequestReader reader(HttpFields headers) throws RejectedException {
                String type = headers.get(HttpHeader.CONTENT_TYPE);
                String essence = type == null ? "" : type.split(";", 2)[0];
                return choice.reader(essence.trim().toLowerCase(Locale.ROOT));
            }

            @Override
            public Answering answering(Request request, Response response, Callback callback) {
                return new PlainAnswers(
                        request,
                        response,
                        callback,
                        ACCEPTED,
                        2L * ingest.options().requestBytesMax());
            }
        });
    }
}
