package io.spanhouse.query.traceql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every span has beside its attributes. Most have two names, one of them with a scope. */
public enum Intrinsic {
    DURATION("duration", "span:duration", ValueKind.DURATION),
    NAME("name", "span:name", ValueKind.STRING),
    STATUS("status", "span:status", ValueKind.STATUS),
    STATUS_MESSAGE("statusMessage", "span:statusMessage", ValueKind.STRING),
    KIND("kind", "span:kind", ValueKind.SPAN_KIND),
    PARENT("parent", null, ValueKind.UNKNOWN),
    ROOT_NAME("rootName", "trace:rootName", ValueKind.STRING),
    ROOT_SERVICE("rootServiceName", "trace:rootService", ValueKind.STRING),
    TRACE_DURATION("traceDuration", "trace:duration", ValueKind.DURATION),
    TRACE_ID(null, "trace:id", ValueKind.STRING),
    SPAN_ID(null, "span:id", ValueKind.STRING),
    PARENT_ID(null, "span:parentID", ValueKind.STRING),
    CHILD_COUNT(null, "span:childCount", ValueKind.INTEGER),
    NESTED_SET_LEFT("nestedSetLeft", null, ValueKind.INTEGER),
    NESTED_SET_RIGHT("nestedSetRight", null, ValueKind.INTEGER),
    NESTED_SET_PARENT("nestedSetParent", null, ValueKind.INTEGER),
    EVENT_NAME(null, "event:name", ValueKind.STRING),
    EVENT_TIME(null, "event:timeSinceStart", ValueKind.DURATION),
    LINK_SPAN_ID(null, "link:spanID", ValueKind.STRING),
    LINK_TRACE_ID(null, "link:traceID", ValueKind.STRING),
    SCOPE_NAME(null, "instrumentation:name", ValueKind.STRING),
    SCOPE_VERSION(null, "instrumentation:version", ValueKind.STRING);

    /** Names in the order in which a list of them is shown. */
    public static final List<String> NAMES = names();

    private static final Map<String, Intrinsic> BY_NAME = byName();

    private final @Nullable String shortName;
    private final @Nullable String scopedName;
    private final ValueKind kind;

    Intrinsic(@Nullable String shortName, @Nullable String scopedName, ValueKind kind) {
        this.shortName = shortName;
        this.scopedName = scopedName;
        this.kind = kind;
    }

    /** The intrinsic of a name of either form; null if there is none. */
    static @Nullable Intrinsic named(String name) {
        return BY_NAME.get(name);
    }

    /** The name as answers show it: the short one, where there is one. */
    public String text() {
        return shortName != null ? shortName : String.valueOf(scopedName);
    }

    ValueKind kind() {
        return kind;
    }

    /** Whether a number of it is in nanoseconds. */
    public boolean duration() {
        return kind == ValueKind.DURATION;
    }

    boolean nestedSet() {
        return this == NESTED_SET_LEFT || this == NESTED_SET_RIGHT || this == NESTED_SET_PARENT;
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Intrinsic intrinsic : values()) {
            if (intrinsic.shortName != null && intrinsic != PARENT && !intrinsic.nestedSet()) {
                names.add(intrinsic.shortName);
            }
        }
        for (Intrinsic intrinsic : values()) {
            if (intrinsic.scopedName != null) {
                names.add(intrinsic.scopedName);
            }
        }
        return List.copyOf(names);
    }

    private static Map<String, Intrinsic> byName() {
        Map<String, Intrinsic> names = new HashMap<>();
        for (Intrinsic intrinsic : values()) {
            if (intrinsic.shortName != null) {
                names.put(intrinsic.shortName, intrinsic);
            }
            if (intrinsic.scopedName != null) {
                names.put(intrinsic.scopedName, intrinsic);
            }
        }
        return Map.copyOf(names);
    }
}
