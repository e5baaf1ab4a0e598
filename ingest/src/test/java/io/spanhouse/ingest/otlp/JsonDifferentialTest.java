package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Our reading of OTLP's JSON against the messages that it was printed from. */
class JsonDifferentialTest {
    private static final long SEED = Long.getLong("spanhouse.seed", new Random().nextLong());

    private final TraceRequestJsonReader reader =
            new TraceRequestJsonReader(WalkOptions.DEFAULT, InstantSource.system());
    private final TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
    private final Random random = new Random(SEED);

    @BeforeAll
    static void printSeed() {
        System.out.println("JsonDifferentialTest seed " + SEED);
    }

    @Test
    void readsEverySpellingOfARequest() throws Exception {
        RandomRequests requests = new RandomRequests(SEED, true);
        OtlpJsonPrinter printer = new OtlpJsonPrinter(random);
        for (int i = 0; i < 400; i++) {
            ExportTraceServiceRequest request = requests.next();
            byte[] json = printer.print(request).getBytes(StandardCharsets.UTF_8);
            OtlpOracle.Reading expected = OtlpOracle.flatten(request);
            WalkResult result = reader.read(json, 0, json.length);
            FlatSpan.assertSame(RowsToOtlp.convert(result.batch()), expected.taken());
            assertThat(result.spansRejected()).isEqualTo(expected.refused());

            byte[] wire = request.toByteArray();
            WalkResult fromWire = walker.walk(wire, 0, wire.length);
            for (SpanRepair repair : SpanRepair.values()) {
                assertThat(result.repaired(repair)).as(repair.label()).isEqualTo(fromWire.repaired(repair));
            }
            assertThat(result.rejectionMessages()).isEqualTo(fromWire.rejectionMessages());
        }
    }

    @Test
    void refusesWhatIsNotJson() {
        RandomRequests requests = new RandomRequests(SEED, false);
        OtlpJsonPrinter printer = new OtlpJsonPrinter(random);
        int refused = 0;
        int taken = 0;
        for (int i = 0; i < 700; i++) {
            byte[] json = printer.print(requests.next()).getBytes(StandardCharsets.UTF_8);
            for (int flips = 1 + random.nextInt(2); flips > 0; flips--) {
                json[random.nextInt(json.length)] = (byte) (random.nextInt(96) + 32);
            }
            int length = random.nextInt(4) == 0 ? random.nextInt(json.length) : json.length;
            try {
                reader.read(json, 0, length);
                assertThat(isJson(json, length))
                        .as(() -> "taken, so JSON: " + new String(json, 0, length, StandardCharsets.UTF_8))
                        .isTrue();
                taken++;
            } catch (MalformedRequestException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
        assertThat(taken).isGreaterThan(20);
    }

    private static boolean isJson(byte[] bytes, int length) {
        byte[] wellFormed = NaiveUtf8.text(Arrays.copyOf(bytes, length)).getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), wellFormed)) {
            while (parser.nextToken() != null) {
                parser.finishToken();
            }
            return true;
        } catch (JacksonException e) {
            return false;
        }
    }
}
