package io.spanhouse.storage.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.QueryControl;
import io.spanhouse.storage.filter.Visibility;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanTaker;
import io.spanhouse.storage.model.StoreClock;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.testing.RunOracle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The runs of all projects share one limit; who has too many is told, and has answers again once there is room. */
final class RunMemoryTest {
    private static final int RUNS = 5_000;

    private final AtomicLong millis = new AtomicLong(1_790_000_000_000L);
    private final StoreClock clock = new StoreClock() {
        @Override
        public long epochMillis() {
            return millis.get();
        }

        @Override
        public long nanoTime() {
            return millis.get() * 1_000_000;
        }
    };

    @Test
    void limitIsOfAllProjects() {
        long ofOne = new Project(1, new RunMemory(Long.MAX_VALUE)).bytes();
        RunMemory memory = new RunMemory(ofOne + ofOne / 2);
        Project first = new Project(1, memory);
        assertThat(first.bytes()).isEqualTo(ofOne);
        Project second = new Project(2, memory);
        assertThatThrownBy(second::scripts)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("more than " + memory.bytesMax() + " bytes");
        assertThat(first.scripts()).isEqualTo(1);
        assertThat(memory.bytes()).isLessThan(memory.bytesMax());
        first.runs.release();
        millis.addAndGet(3_600_000);
        assertThat(second.scripts()).isEqualTo(1);
        assertThat(memory.bytes()).isEqualTo(ofOne);
    }

    @Test
    void namesOfAttributesAreTheConfiguredOnes() {
        RunMemory memory = new RunMemory(Long.MAX_VALUE);
        Map<ScriptField, List<String>> others = Map.of(ScriptField.RUN_ID, List.of("job", "run_id"));
        assertThat(new Project(1, memory, ScriptNames.with(others)).scripts()).isEqualTo(1);
        others = Map.of(ScriptField.RUN_ID, List.of("job"));
        assertThat(new Project(1, memory, ScriptNames.with(others)).scripts()).isZero();
    }

    /** A project with runs that are all there when they are first asked for. */
    private final class Project implements SpanSource {
        private final ProjectRuns runs;
        private boolean told;

        Project(int number, RunMemory memory) {
            this(number, memory, ScriptNames.USUAL);
        }

        Project(int number, RunMemory memory, ScriptNames names) {
            runs = new ProjectRuns(number, names, this, clock, memory);
        }

        int scripts() {
            return runs.scripts(Visibility.ALL, QueryControl.unlimited())
                    .scripts()
                    .size();
        }

        long bytes() {
            scripts();
            return runs.bytes();
        }

        @Override
        public Completeness advance(SpanTaker taker, QueryControl control) {
            if (!told) {
                told = true;
                List<RunOracle.Span> spans = new ArrayList<>();
                for (int i = 1; i <= RUNS; i++) {
                    Map<String, String> attributes = Map.of("run_id", "run-" + i);
                    spans.add(new RunOracle.Span(i, i, i, i + 1, false, "shop", attributes, List.of()));
                }
                SpanBatch batch = RunOracle.batch(spans, false);
                taker.take(batch, IntStream.range(0, RUNS).toArray(), RUNS, 0, 1);
            }
            return Completeness.COMPLETE;
        }

        @Override
        public void startAnew() {
            told = false;
        }

        @Override
        public long deploymentVersion(String script, String deployment) {
            return Deployments.NONE;
        }

        @Override
        public List<SpanBatch> read(SpanPlace place, QueryControl control) {
            return List.of();
        }
    }
}
