package io.spanhouse.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.spanhouse.deploy.load.Recording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A digest depends on everything that a span says, and on nothing else. */
final class SpanDigestsTest {
    private static final ExportTraceServiceRequest REQUEST =
            Recording.requests().get(0);

    @Test
    void groupingDoesNotMatter() throws Exception {
        ExportTraceServiceRequest.Builder apart = ExportTraceServiceRequest.newBuilder();
        for (ResourceSpans resource : REQUEST.getResourceSpansList()) {
            for (ScopeSpans scope : resource.getScopeSpansList()) {
                for (Span span : scope.getSpansList()) {
                    apart.addResourceSpans(0, alone(resource, scope, span.toBuilder()));
                }
            }
        }
        assertThat(digests(apart.build())).containsExactlyInAnyOrderElementsOf(digests(REQUEST));
    }

    @Test
    void everythingElseMatters() throws Exception {
        ResourceSpans resource = REQUEST.getResourceSpans(0);
        ScopeSpans scope = resource.getScopeSpans(0);
        Span span = scope.getSpans(0).toBuilder().clearStatus().build();
        Set<Long> digests = new HashSet<>();
        digests.add(digest(alone(resource, scope, span.toBuilder())));
        digests.add(digest(alone(resource, scope, span.toBuilder().setName("other"))));
        digests.add(digest(alone(resource, scope, span.toBuilder().setEndTimeUnixNano(1))));
        digests.add(digest(alone(resource, scope, span.toBuilder().clearAttributes())));
        digests.add(digest(alone(resource, scope, span.toBuilder().setTraceState("a=b"))));
        digests.add(digest(alone(resource, scope, span.toBuilder().setDroppedEventsCount(1))));
        digests.add(digest(alone(resource, scope.toBuilder().setSchemaUrl("a").build(), span.toBuilder())));
        digests.add(digest(alone(resource.toBuilder().setSchemaUrl("a").build(), scope, span.toBuilder())));
        digests.add(digest(alone(resource.toBuilder().clearResource().build(), scope, span.toBuilder())));
        assertThat(digests).hasSize(9);
        assertThat(digests)
                .contains(digest(alone(resource, scope, span.toBuilder().setStatus(Status.getDefaultInstance()))));
    }

    private static ResourceSpans alone(ResourceSpans resource, ScopeSpans scope, Span.Builder span) {
        return resource.toBuilder()
                .clearScopeSpans()
                .addScopeSpans(scope.toBuilder().clearSpans().addSpans(span))
                .build();
    }

    private static long digest(ResourceSpans resource) throws Exception {
        return digests(ExportTraceServiceRequest.newBuilder()
                        .addResourceSpans(resource)
                        .build())
                .get(0)
                .digest();
    }

    private static List<SentSpan> digests(ExportTraceServiceRequest request) throws Exception {
        List<SentSpan> digests = new ArrayList<>();
        new SpanDigests().each(request.toByteArray(), digests::add);
        return digests;
    }
}
