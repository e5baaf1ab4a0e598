package io.spanhouse.query.mackerel;

import io.spanhouse.query.QueryOptions.NamespaceDefault;
import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Literal;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.Operator;
import io.spanhouse.storage.filter.SpanCondition;
import io.spanhouse.storage.filter.SpanField;
import io.spanhouse.storage.filter.TimeWindow;
import io.spanhouse.storage.filter.TraceField;
import io.spanhouse.storage.filter.TracePredicate;
import io.spanhouse.storage.model.TraceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list's conditions in the store's words: everything about spans on one span of the service, latency of the trace. */
final class ListConditions {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long SECONDS_MAX = Long.divideUnsigned(-1L, NANOS_PER_SECOND);

    private ListConditions() {}

    /** The namespace that is meant: empty for none, null for any. */
    static @Nullable String namespace(ListRequest request, NamespaceDefault otherwise) {
        return namespace(request.serviceNamespace(), otherwise);
    }

    /** The namespace that is meant: empty for none, null for any. */
    static @Nullable String namespace(@Nullable String given, NamespaceDefault otherwise) {
        return given == null && otherwise == NamespaceDefault.EMPTY ? "" : given;
    }

    /** From the first second to the end of the last. */
    static TimeWindow window(ListRequest request) {
        return window(request.fromSeconds(), request.toSeconds());
    }

    /** From the first second to the end of the last. */
    static TimeWindow window(long from, long to) {
        if (to < 0) {
            return new TimeWindow(0, 0);
        }
        return new TimeWindow(nanos(Math.max(0, from)), to >= SECONDS_MAX ? TimeWindow.FOREVER : nanos(to + 1));
    }

    private static long nanos(long seconds) {
        return seconds > SECONDS_MAX ? TimeWindow.FOREVER : seconds * NANOS_PER_SECOND;
    }

    static TracePredicate predicate(ListRequest request, @Nullable String namespace, SpanCondition... more) {
        List<TracePredicate> all = new ArrayList<>();
        all.add(new TracePredicate.AnySpan(span(request, namespace, more)));
        Long least = request.minLatencyMillis();
        if (least != null) {
            all.add(new TracePredicate.Comparison(
                    TraceField.DURATION, Operator.GREATER_OR_EQUAL, millisToNanos(least)));
        }
        Long most = request.maxLatencyMillis();
        if (most != null && most < Long.MAX_VALUE / NANOS_PER_MILLI) {
            // Rows show whole milliseconds rounded down, and what shows as the most is inside.
            all.add(new TracePredicate.Comparison(TraceField.DURATION, Operator.LESS, millisToNanos(most + 1)));
        }
        return new TracePredicate.All(all);
    }

    private static long millisToNanos(long millis) {
        return millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    }

    private static SpanCondition span(ListRequest request, @Nullable String namespace, SpanCondition... more) {
        List<SpanCondition> all = new ArrayList<>();
        all.add(resource("service.name", request.serviceName()));
        if (namespace != null) {
            all.add(inNamespace(namespace));
        }
        String environment = request.environment();
        if (environment != null) {
            all.add(inEnvironment(environment));
        }
        TraceId traceId = request.traceId();
        if (traceId != null) {
            all.add(ofTrace(traceId));
        }
        String name = request.spanName();
        if (name != null) {
            all.add(equal(new Operand.Field(SpanField.NAME), new Literal.Text(name)));
        }
        String version = request.version();
        if (version != null) {
            all.add(resource("service.version", version));
        }
        Long status = request.statusCode();
        if (status != null) {
            all.add(equal(new Operand.Field(SpanField.STATUS_CODE), new Literal.Whole(status)));
        }
        String fingerprint = request.issueFingerprint();
        if (fingerprint != null) {
            all.add(equal(new Operand.ExceptionFingerprint(), new Literal.Text(fingerprint)));
        }
        all.addAll(request.attributes());
        all.addAll(List.of(more));
        return new SpanCondition.All(all);
    }

    /** A span of one trace. */
    static SpanCondition ofTrace(TraceId id) {
        byte[] bytes =
                ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
        return equal(new Operand.Field(SpanField.TRACE_ID), new Literal.Bytes(bytes));
    }

    /** A span of a namespace; none of them counts as the empty one. */
    static SpanCondition inNamespace(String namespace) {
        return namespace.isEmpty()
                ? new SpanCondition.Not(new SpanCondition.Comparison(
                        new Operand.Attribute(AttributeLevel.RESOURCE, ServiceIdentity.NAMESPACE_KEY),
                        Operator.NOT_EQUAL,
                        new Literal.Text("")))
                : resource(ServiceIdentity.NAMESPACE_KEY, namespace);
    }

    /** A span of an environment, by its newer key or its older one. */
    static SpanCondition inEnvironment(String environment) {
        List<SpanCondition> either = new ArrayList<>();
        for (String key : ServiceIdentity.ENVIRONMENT_KEYS) {
            either.add(resource(key, environment));
        }
        return new SpanCondition.Any(either);
    }

    /** A span of a resource. */
    static SpanCondition resource(String key, String value) {
        return equal(new Operand.Attribute(AttributeLevel.RESOURCE, key), new Literal.Text(value));
    }

    private static SpanCondition equal(Operand operand, Literal literal) {
        return new SpanCondition.Comparison(operand, Operator.EQUAL, literal);
    }
}
