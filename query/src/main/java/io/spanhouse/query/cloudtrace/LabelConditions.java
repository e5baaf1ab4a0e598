package io.spanhouse.query.cloudtrace;

import io.spanhouse.storage.filter.AttributeLevel;
import io.spanhouse.storage.filter.Operand;
import io.spanhouse.storage.filter.SpanCondition;
import java.util.ArrayList;
import java.util.List;

/** Conditions on labels as conditions on what they are made of: a source counts only where none before it has a value. */
final class LabelConditions {
    private static final Operand AGENT_NAME = new Operand.Attribute(AttributeLevel.RESOURCE, LabelNames.AGENT_NAME_KEY);
    private static final Operand AGENT_VERSION =
            new Operand.Attribute(AttributeLevel.RESOURCE, LabelNames.AGENT_VERSION_KEY);

    private LabelConditions() {}

    /** A span has a label. */
    static SpanCondition exists(String label) {
        List<SpanCondition> any = new ArrayList<>();
        for (LabelSource source : LabelNames.sources(label)) {
            any.add(source.present());
        }
        if (label.equals(LabelNames.AGENT)) {
            any.add(new SpanCondition.Exists(AGENT_NAME));
        }
        return new SpanCondition.Any(any);
    }

    /** A span has a label with such a text. */
    static SpanCondition value(String label, LabelText text) {
        List<SpanCondition> any = new ArrayList<>();
        List<SpanCondition> before = new ArrayList<>();
        for (LabelSource source : LabelNames.sources(label)) {
            List<SpanCondition> all = new ArrayList<>(before);
            all.add(text.on(source.operand()));
            any.add(new SpanCondition.All(all));
            before.add(new SpanCondition.Not(source.present()));
        }
        if (label.equals(LabelNames.AGENT)) {
            List<SpanCondition> all = new ArrayList<>(before);
            all.add(agent(text));
            any.add(new SpanCondition.All(all));
        }
        return new SpanCondition.Any(any);
    }

    /** Name and version stand around one space, at any of those that the text has. */
    private static SpanCondition agent(LabelText text) {
        List<SpanCondition> any = new ArrayList<>();
        SpanCondition unversioned = new SpanCondition.Not(new SpanCondition.Exists(AGENT_VERSION));
        SpanCondition named = text.on(AGENT_NAME);
        any.add(text.exact() ? new SpanCondition.All(List.of(named, unversioned)) : named);
        String wanted = text.text();
        for (int space = wanted.indexOf(' '); space >= 0; space = wanted.indexOf(' ', space + 1)) {
            SpanCondition name = new LabelText(wanted.substring(0, space), true).on(AGENT_NAME);
            String version = wanted.substring(space + 1);
            any.add(new SpanCondition.All(List.of(
                    name,
                    version.isEmpty() && !text.exact()
                            ? new SpanCondition.Exists(AGENT_VERSION)
                            : new LabelText(version, text.exact()).on(AGENT_VERSION))));
        }
        return new SpanCondition.Any(any);
    }
}
