package io.spanhouse.storage.scan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceptionFingerprintTest {
    private static String of(String message, String stack) {
        return ExceptionFingerprint.of("shop", "cart", "java.io.IOException", message, stack);
    }

    /** Clients keep fingerprints: if this fails, the computation has become another version. */
    @Test
    void versionOneStaysAsItIs() {
        assertThat(of("connection reset by peer", "")).isEqualTo("8acba6a5089be8f0");
        assertThat(
                        of(
                                "",
                                "java.io.IOException: reset\n\tat shop.Cart.add(Cart.java:17)\n\tat shop.Main.run(Main.java:9)"))
                .isEqualTo("b7af804a0899fb77");
    }

    @Test
    void linesAddressesAndNumbersDoNotMatter() {
        String one =
                "java.io.IOException: order 17\n\tat shop.Cart.add(Cart.java:17)\n\tat shop.Cart$$Lambda$14/0x0000000800c3.run(Unknown Source)";
        String other =
                "java.io.IOException: order 9\n\tat shop.Cart.add(Cart.java:99)\n\tat shop.Cart$$Lambda$77/0x000000080fff.run(Unknown Source)";

        assertThat(of("a", one)).isEqualTo(of("b", other));
        assertThat(of("order 17 of 'ann' failed", "")).isEqualTo(of("order 4 of 'bob' failed", ""));
        assertThat(of("no user 5f0c6a1e-9a5c-4c38-8c57-0d7d1f6e8f11", ""))
                .isEqualTo(of("no user 00000000-9a5c-4c38-8c57-0d7d1f6e8f12", ""));
    }

    @Test
    void placeTypeServiceAndNamespaceMatter() {
        String stack = "E: x\n\tat shop.Cart.add(Cart.java:17)";
        assertThat(of("", stack)).isNotEqualTo(of("", "E: x\n\tat shop.Cart.remove(Cart.java:17)"));
        assertThat(of("", stack)).isNotEqualTo(ExceptionFingerprint.of("shop", "cart", "Other", "", stack));
        assertThat(of("", stack))
                .isNotEqualTo(ExceptionFingerprint.of("shop", "pay", "java.io.IOException", "", stack));
        assertThat(of("", stack)).isNotEqualTo(ExceptionFingerprint.of("", "cart", "java.io.IOException", "", stack));
    }

    @Test
    void onlyTheTopFramesCount() {
        StringBuilder stack = new StringBuilder("E: x");
        for (int i = 0; i < ExceptionFingerprint.FRAMES_MAX; i++) {
            stack.append("\n\tat shop.Cart.step").append((char) ('a' + i)).append("(Cart.java:1)");
        }

        assertThat(of("", stack + "\n\tat shop.Main.one(Main.java:1)"))
                .isEqualTo(of("", stack + "\n\tat shop.Main.two(Main.java:1)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "at shop.Cart.add(Cart.java:17)|shop.Cart.add",
                "at Shop.Cart.Add(String id) in C:\\src\\Cart.cs:line 17|Shop.Cart.Add",
                "at add (/srv/cart.js:17:3)|add",
                "File \"/srv/cart.py\", line 17, in add|cart.py add",
                "/srv/cart.rb:17:in `add'|cart.rb add",
                "shop/cart.(*Cart).Add(0xc00001, 0x2)|shop/cart.(*Cart).Add"
            })
    void framesOfManyRuntimesAreRead(String line, String frame) {
        assertThat(StackFrames.top(line.strip(), 5)).containsExactly(frame);
    }

    @Test
    void pythonPrintsTheInnermostFrameLast() {
        String stack = "Traceback (most recent call last):\n  File \"/srv/a.py\", line 1, in main\n    run()\n"
                + "  File \"/srv/b.py\", line 2, in run\n    raise Oops\nOops: no";

        assertThat(StackFrames.top(stack, 1)).containsExactly("b.py run");
    }

    @Test
    void stackOfAnUnknownKindCountsLineByLine() {
        assertThat(StackFrames.top("oops\n#1 cart+0x17\n#2 main+0x9", 5))
                .containsExactly("oops", "## cart+#", "## main+#");
    }
}
