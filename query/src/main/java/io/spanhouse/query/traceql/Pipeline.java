package io.spanhouse.query.traceql;

import java.util.List;
import java.util.stream.Collectors;

/** Stages in their order. */
public record Pipeline(List<Stage> stages) {
    public Pipeline {
        stages = List.copyOf(stages);
    }

    @Override
    public String toString() {
        return stages.stream().map(Stage::toString).collect(Collectors.joining(" | "));
    }
}
