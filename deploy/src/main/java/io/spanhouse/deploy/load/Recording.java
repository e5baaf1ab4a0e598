package io.spanhouse.deploy.load;

import com.github.luben.zstd.ZstdInputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The recorded export requests that are packaged with the program; their README says where they are from. */
public final class Recording {
    private static final String RESOURCE = "/io/spanhouse/deploy/demo/otel-demo.otlp.zst";

    private Recording() {}

    /** All requests, in the order in which they were sent. */
    public static List<ExportTraceServiceRequest> requests() {
        List<ExportTraceServiceRequest> requests = new ArrayList<>();
        InputStream packaged = Recording.class.getResourceAsStream(RESOURCE);
        if (packaged == null) {
            throw new IllegalStateException("the program was packaged without " + RESOURCE);
        }
        try (InputStream in = new ZstdInputStream(packaged)) {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseDelimitedFrom(in);
            while (request != null) {
                requests.add(request);
                request = ExportTraceServiceRequest.parseDelimitedFrom(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the packaged recording cannot be read", e);
        }
        return requests;
    }
}
