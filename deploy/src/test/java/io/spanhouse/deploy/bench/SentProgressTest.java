package io.spanhouse.deploy.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.deploy.load.ExportAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is known of traffic while it runs: never more than is certain, never less than is possible. */
final class SentProgressTest {
    private static final int TRACES = 500;
    private static final int BATCH_SPANS = 20;
    private static final long FIRST = 37;
    private static final DataSet DATA = new DataSet(new DataSet.Identity(3, 0, 1_000));

    @Test
    void answersComeInAnyOrder() throws Exception {
        SentProgress progress = new SentProgress(DATA, FIRST, TRACES, BATCH_SPANS);
        Random random = new Random(1);
        List<byte[]> inFlight = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        int sent = 0;
        long spans = DATA.spans(FIRST, TRACES);
        while ((long) sent * BATCH_SPANS < spans) {
            byte[] request = new byte[0];
            progress.sending(request);
            inFlight.add(request);
            numbers.add(sent++);
            check(progress, sent, numbers);
            while (inFlight.size() > random.nextInt(6)) {
                int one = random.nextInt(inFlight.size());
                progress.ended(inFlight.remove(one), ExportAnswer.OK);
                numbers.remove(one);
                check(progress, sent, numbers);
            }
        }
        for (byte[] request : inFlight) {
            progress.ended(request, ExportAnswer.OK);
        }
        assertThat(progress.certain()).isEqualTo(FIRST + TRACES);
        assertThat(progress.possible()).isEqualTo(FIRST + TRACES);
    }

    @Test
    void aRefusalEndsIt() {
        SentProgress progress = new SentProgress(DATA, 0, TRACES, BATCH_SPANS);
        byte[] request = new byte[0];
        progress.sending(request);
        ExportAnswer refused = new ExportAnswer(ExportAnswer.Outcome.REFUSED, 0, "full");
        assertThatThrownBy(() -> progress.ended(request, refused))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("full");
    }

    private static void check(SentProgress progress, int sent, List<Integer> inFlight) {
        long acked = inFlight.stream().mapToInt(Integer::intValue).min().orElse(sent);
        long certain = 0;
        long possible = 0;
        long before = 0;
        for (int i = 0; i < TRACES; i++) {
            long after = before + DATA.trace(FIRST + i).spans();
            certain += after <= acked * BATCH_SPANS ? 1 : 0;
            possible += before < (long) sent * BATCH_SPANS ? 1 : 0;
            before = after;
        }
        assertThat(progress.certain()).isEqualTo(FIRST + certain);
        assertThat(progress.possible()).isEqualTo(FIRST + possible);
    }
}
