package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spanhouse.ingest.otlp.MalformedRequestException.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes that are no protobuf request are refused whole, with words, and leave nothing behind. */
class BadBytesTest {
    private final TraceRequestWalker walker = new TraceRequestWalker(WalkOptions.DEFAULT, Requests.CLOCK);

    @Test
    void nothingIsAnEmptyRequest() throws Exception {
        WalkResult result = walker.walk(new byte[0], 0, 0);
        assertThat(result.spansAccepted()).isZero();
        assertThat(result.spansRejected()).isZero();
        assertThat(ExportResponses.protobuf(result)).isEmpty();
    }

    @Test
    void emptyEnvelopesLeaveNothingBehind() throws Exception {
        byte[] envelopes = Requests.field(
                1, Requests.field(1, Requests.field(1, Requests.field(1, Requests.ascii("k")))), Requests.field(2));
        WalkResult result = walker.walk(envelopes, 0, envelopes.length);
        assertThat(result.spansAccepted()).isZero();
        assertThat(result.batch().resources().size()).isZero();
        assertThat(result.batch().scopes().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "00, 'at byte 1 found field number 0, expected 1 or more'",
        "07, 'field number 0'",
        "0e, 'at byte 1 found wire type 6, expected 0 to 5'",
        "0f, 'wire type 7'",
        "0c, 'the end of a group that did not start'",
        "0b, 'the end in the middle of a number'",
        "1314, 'OK'",
        "131c, 'at byte 2 found the end of group 3, expected that of 2'",
        "0a05, 'at byte 2 found length 5, expected 0 to 0'",
        "0affffffff07, 'found length 2147483647, expected 0 to 0'",
        "0affffffffffffffffff01, 'found length -1'",
        "0a8080808080808080808000, 'at byte 1 found a number of more than 10 bytes'",
        "0a80, 'at byte 1 found the end in the middle of a number'",
        "11000000, 'at byte 1 found 3 bytes are left, expected 8'",
        "15000000, 'found 3 bytes are left, expected 4'",
        "0a0312010a, 'the end in the middle of a number'",
    })
    void brokenBytesAreNamed(String hex, String message) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (message.equals("OK")) {
            assertThat(walker.walk(bytes, 0, bytes.length).spansAccepted()).isZero();
            return;
        }
        byte[] shifted = new byte[bytes.length + 9];
        System.arraycopy(bytes, 0, shifted, 5, bytes.length);
        assertThatThrownBy(() -> walker.walk(shifted, 5, bytes.length))
                .isInstanceOfSatisfying(MalformedRequestException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
                    assertThat(e.reason().label()).isEqualTo("malformed");
                    assertThat(e).hasMessageContaining(message);
                });
    }

    @Test
    void groupsMayNestOnlySoDeep() throws Exception {
        byte[] deep = new byte[2 * WireReader.GROUP_DEPTH_MAX];
        Arrays.fill(deep, 0, deep.length / 2, (byte) 0x7B);
        Arrays.fill(deep, deep.length / 2, deep.length, (byte) 0x7C);
        assertThat(walker.walk(deep, 0, deep.length).spansAccepted()).isZero();
        byte[] deeper = new byte[100_000];
        Arrays.fill(deeper, (byte) 0x7B);
        assertThatThrownBy(() -> walker.walk(deeper, 0, deeper.length))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("groups nested deeper than 100");
    }

    @Test
    void randomBytesAreRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] bytes = new byte[2000];
        random.nextBytes(bytes);
        bytes[0] = 0x0F;
        assertThatThrownBy(() -> walker.walk(bytes, 0, bytes.length))
                .as("seed " + seed)
                .isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void aRequestThatIsCutStoresNothingAndTheNextIsReadAsIfItHadNotBeen() throws Exception {
        byte[] bytes = Requests.request(Requests.span(1), Requests.span(2), Requests.span(3))
                .toByteArray();
        for (int length = 1; length < bytes.length; length++) {
            int cut = length;
            assertThatThrownBy(() -> walker.walk(bytes, 0, cut)).isInstanceOf(MalformedRequestException.class);
        }
        WalkResult result = walker.walk(bytes, 0, bytes.length);
        assertThat(result.spansAccepted()).isEqualTo(3);
        assertThat(result.batch().strings().size()).isEqualTo(4);
    }

    @Test
    void aLengthThatLiesDoesNotReserveMemory() {
        byte[] claim = HexFormat.of().parseHex("0affffffff07");
        com.sun.management.ThreadMXBean threads =
                (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        assertThatThrownBy(() -> walker.walk(claim, 0, claim.length)).isInstanceOf(MalformedRequestException.class);
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> walker.walk(claim, 0, claim.length)).isInstanceOf(MalformedRequestException.class);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
    }
}
