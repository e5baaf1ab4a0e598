package io.spanhouse.query.recordings;

import io.spanhouse.storage.model.ValueType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a script, with what it changed.
 *
 * @param position where it stands in its recording
 * @param index as sent
 * @param timeNanos when, unsigned nanoseconds since 1970
 * @param file empty if not told
 * @param line empty if not told
 * @param function empty if not told
 * @param variables that it set, as sent
 */
record Frame(
        int position, int index, long timeNanos, String file, String line, String function, List<Variable> variables) {
    Frame {
        variables = List.copyOf(variables);
    }

    /** The value that it gave a variable; null if it did not. The last counts where it did so twice. */
    @Nullable
    Variable variable(String name) {
        Variable found = null;
        for (Variable variable : variables) {
            found = variable.name.equals(name) ? variable : found;
        }
        return found;
    }

    /** A variable's value, whole. Not a record: arrays do not compare by their contents. */
    static final class Variable {
        final String name;
        final ValueType type;
        final byte[] value;

        Variable(String name, ValueType type, byte[] value) {
            this.name = name;
            this.type = type;
            this.value = value;
        }
    }
}
