package io.spanhouse.deploy.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.deploy.bench.ShapeFacts.Attribute;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values that exactly one trace of a data set has: texts of 16 hexadecimal digits or more are drawn anew for each trace, and
 * two of 64 random bits are not equal in any data set that fits on a disk.
 */
final class FreshValues {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{16,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int TRACES_TRIED_MAX = 10_000;

    private final DataSet data;

    FreshValues(DataSet data) {
        this.data = data;
    }

    /** Such a value of the first trace, from one on, that has one. */
    Attribute of(long number) {
        Attribute attribute = find(holder(number));
        if (attribute == null) {
            throw new IllegalStateException("trace " + number + " had a fresh value a moment ago");
        }
        return attribute;
    }

    /** The first trace, from one on, that has such a value. */
    long holder(long number) {
        for (int tried = 0; tried < TRACES_TRIED_MAX; tried++) {
            // The last traces are followed by the first ones.
            long candidate = (number + tried) % data.identity().traces();
            if (find(candidate) != null) {
                return candidate;
            }
        }
        throw new IllegalStateException("found no fresh value in " + TRACES_TRIED_MAX + " traces from " + number);
    }

    private @Nullable Attribute find(long number) {
        try {
            for (ResourceSpans resource : ExportTraceServiceRequest.parseFrom(data.request(data.trace(number)))
                    .getResourceSpansList()) {
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    for (Span span : scope.getSpansList()) {
                        for (KeyValue pair : span.getAttributesList()) {
                            if (ID.matcher(pair.getValue().getStringValue()).matches() && isFresh(number, pair)) {
                                return attribute(pair);
                            }
                        }
                    }
                }
            }
            return null;
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("what is sent cannot be read", e);
        }
    }

    private boolean isFresh(long number, KeyValue pair) {
        return data.facts(data.trace(number)).spans().stream()
                .noneMatch(span -> span.attributes().contains(attribute(pair)));
    }

    private static Attribute attribute(KeyValue pair) {
        return new Attribute(
                new ShapeFacts.Key("span", pair.getKey()), pair.getValue().getStringValue());
    }
}
