package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ExtensionRegistryLite;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our reading of protobuf bytes against protobuf's own. */
class WalkerDifferentialTest {
    private static final long SEED = Long.getLong("spanhouse.seed", new Random().nextLong());

    /**
     * The one difference that is allowed: where a number's tenth byte says that more follow, protobuf's library ends
     * some there and refuses others, depending on the type and on the bytes before; we refuse all.
     */
    private static final String OVERLONG = "found a number of more than 10 bytes";

    private final TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, InstantSource.system());
    private final Random random = new Random(SEED);

    @BeforeAll
    static void printSeed() {
        System.out.println("WalkerDifferentialTest seed " + SEED);
    }

    @Test
    void readsWhatProtobufWritesAsItDoes() throws Exception {
        RandomRequests requests = new RandomRequests(SEED, false);
        for (int i = 0; i < 300; i++) {
            ExportTraceServiceRequest request = requests.next();
            byte[] bytes = request.toByteArray();
            WalkResult result = walker.walk(bytes, 0, bytes.length);
            FlatSpan.assertSame(
                    RowsToOtlp.convert(result.batch()),
                    OtlpOracle.flatten(request).taken());
            assertThat(result.spansRejected()).isZero();
        }
    }

    @Test
    void readsEverySpellingOfARequestAsProtobufDoes() throws Exception {
        RandomRequests requests = new RandomRequests(SEED, true);
        ShuffledWire wire = new ShuffledWire(random);
        for (int i = 0; i < 500; i++) {
            ExportTraceServiceRequest request = requests.next();
            byte[] bytes = wire.write(request);
            OtlpOracle.Reading expected = OtlpOracle.flatten(request);
            assertThat(OtlpOracle.read(bytes))
                    .as("the writer of this test wrote the request")
                    .isEqualTo(expected);
            byte[] padded = new byte[bytes.length + 20];
            Arrays.fill(padded, (byte) 0x7F);
            System.arraycopy(bytes, 0, padded, 7, bytes.length);
            WalkResult result = walker.walk(padded, 7, bytes.length);
            FlatSpan.assertSame(RowsToOtlp.convert(result.batch()), expected.taken());
            assertThat(result.spansRejected()).isEqualTo(expected.refused());
        }
    }

    @Test
    void refusesAndTakesBrokenBytesAsProtobufDoes() throws Exception {
        RandomRequests requests = new RandomRequests(SEED, false);
        ShuffledWire wire = new ShuffledWire(random);
        int refused = 0;
        int taken = 0;
        for (int i = 0; i < 1_200; i++) {
            byte[] bytes = broken(wire.write(requests.next()));
            OtlpOracle.Reading expected = null;
            try {
                expected = OtlpOracle.read(bytes);
            } catch (IOException e) {
                refused++;
            }
            try {
                WalkResult result = walker.walk(bytes, 0, bytes.length);
                assertThat(expected)
                        .as(() -> "protobuf takes it, as we did: "
                                + HexFormat.of().formatHex(bytes))
                        .isNotNull();
                FlatSpan.assertSame(RowsToOtlp.convert(result.batch()), expected.taken());
                assertThat(result.spansRejected()).isEqualTo(expected.refused());
                taken++;
            } catch (MalformedRequestException e) {
                if (e.getMessage().endsWith(OVERLONG)) {
                    continue;
                }
                assertThat(expected)
                        .as(() -> e.getMessage() + " in " + HexFormat.of().formatHex(bytes))
                        .isNull();
            }
        }
        assertThat(refused).isGreaterThan(60);
        assertThat(taken).isGreaterThan(60);
    }

    @Test
    void protobufItselfAgreesWithTheOracle() throws Exception {
        RandomRequests requests = new RandomRequests(SEED, true);
        for (int i = 0; i < 100; i++) {
            byte[] bytes = requests.next().toByteArray();
            ExportTraceServiceRequest parsed =
                    ExportTraceServiceRequest.parseFrom(bytes, ExtensionRegistryLite.getEmptyRegistry());
            assertThat(OtlpOracle.read(bytes)).isEqualTo(OtlpOracle.flatten(parsed));
        }
    }

    private byte[] broken(byte[] bytes) {
        byte[] result = bytes.clone();
        if (bytes.length == 0) {
            return result;
        }
        switch (random.nextInt(4)) {
            case 0:
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    result[random.nextInt(result.length)] ^= (byte) (1 << random.nextInt(8));
                }
                return result;
            case 1:
                return Arrays.copyOf(result, random.nextInt(result.length));
            case 2:
                int from = random.nextInt(result.length);
                int to = random.nextInt(result.length);
                System.arraycopy(
                        bytes, from, result, to, Math.min(random.nextInt(20), result.length - Math.max(from, to)));
                return result;
            default:
                result[random.nextInt(result.length)] = (byte) random.nextInt();
                return result;
        }
    }
}
