package io.spanhouse.ingest.otlp;

import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The recorded requests that the deploy module brings, as they went over the wire. */
public final class Recording {
    private static final Path FILE = Path.of(System.getProperty("basedir", "."))
            .resolve("../deploy/src/main/resources/io/spanhouse/deploy/demo/otel-demo.otlp.zst");

    private Recording() {}

    static List<byte[]> requests() throws IOException {
        List<byte[]> requests = new ArrayList<>();
        try (InputStream file = new ZstdInputStream(Files.newInputStream(FILE))) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            while (!in.isAtEnd()) {
                requests.add(in.readByteArray());
            }
        }
        return requests;
    }

    /** The recorded spans in requests of so many spans (a few more where a batch would be split), with new ids. */
    public static List<byte[]> requests(int spans, Random random) throws IOException {
        List<byte[]> requests = new ArrayList<>();
        Map<ByteString, ByteString> ids = new HashMap<>();
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        int count = 0;
        for (byte[] recorded : requests()) {
            for (ResourceSpans resource :
                    ExportTraceServiceRequest.parseFrom(recorded).getResourceSpansList()) {
                ResourceSpans.Builder fresh = resource.toBuilder();
                for (ScopeSpans.Builder scope : fresh.getScopeSpansBuilderList()) {
                    for (Span.Builder span : scope.getSpansBuilderList()) {
                        span.setTraceId(fresh(span.getTraceId(), ids, random));
                        span.setSpanId(fresh(span.getSpanId(), ids, random));
                        span.setParentSpanId(fresh(span.getParentSpanId(), ids, random));
                        count++;
                    }
                }
                request.addResourceSpans(fresh);
                if (count >= spans) {
                    requests.add(request.build().toByteArray());
                    request.clear();
                    count = 0;
                }
            }
        }
        return requests;
    }

    private static ByteString fresh(ByteString id, Map<ByteString, ByteString> ids, Random random) {
        return ids.computeIfAbsent(id, old -> {
            byte[] bytes = new byte[old.size()];
            random.nextBytes(bytes);
            return ByteString.copyFrom(bytes);
        });
    }
}
