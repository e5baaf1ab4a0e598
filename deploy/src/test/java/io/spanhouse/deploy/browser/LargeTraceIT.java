package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trace of 100,000 spans opens, scrolls and is searched without freezing the page. What was measured is printed; the limits
 * here are wide, because machines that run tests are busy.
 */
@Timeout(180)
final class LargeTraceIT {
    private static final double SLACK = 20;
    private static final int MEBIBYTES_MAX = 300;

    /** Opens the trace as a link does and tells when rows are drawn. */
    private static final String DRAWN = "() => { const one = document.querySelector('.waterfall canvas');"
            + " return one !== null && one.height > 100 && document.querySelector('.waterfall').ariaRowCount === '100000'; }";

    private static final String SCROLL =
            "async () => { const box = document.querySelector('.waterfall'); const frames = [];"
                    + " let last = performance.now(); for (let i = 0; i < 120; i++) { box.scrollTop += i < 60 ? 173 : 7919;"
                    + " await new Promise(requestAnimationFrame); const now = performance.now(); frames.push(now - last); last = now; }"
                    + " frames.sort((a, b) => a - b); return {p50: frames[60], p95: frames[114]}; }";

    private static final String FIND =
            "async () => { const box = document.getElementById('find'); const from = performance.now();"
                    + " box.value = 'operation 3999'; box.dispatchEvent(new InputEvent('input', {bubbles: true}));"
                    + " while (!document.querySelector('.find [role=status]').textContent.includes('25 matches'))"
                    + " await new Promise(requestAnimationFrame); return performance.now() - from; }";

    private static final String OVERLAPS =
            "() => { const boxes = (what) => [...document.querySelectorAll(what)].map(one => one.getBoundingClientRect());"
                    + " const services = boxes('.graph .node > rect:first-child'); return boxes('.graph .label rect').filter(label =>"
                    + " services.some(one => one.left < label.right && label.left < one.right && one.top < label.bottom"
                    + " && label.top < one.bottom)).length; }";

    @TempDir
    Path directory;

    @Test
    void opensScrollsAndIsSearched() {
        try (PackagedServer server = PackagedServer.start(directory)) {
            SentTraces traces = new SentTraces(server.ports().http());
            traces.large();
            try (Browser browser = Browser.start(server.ports().query())) {
                Page page = browser.page(Browser.Look.DESK);
                page.navigate("/");
                assertThat(page.locator(".listrow:not(.head)")).hasCount(1);
                double first = ((Number) page.evaluate("performance.getEntriesByType('paint').at(-1).startTime"))
                        .doubleValue();
                String address = "/trace/" + SentTraces.LARGE;
                double cold = open(page, address);
                double warm = open(page, address);
                Map<?, ?> frames = (Map<?, ?>) page.evaluate(SCROLL);
                double found = ((Number) page.evaluate(FIND)).doubleValue();
                page.keyboard().press("n");
                assertThat(page.locator(".spanpanel h2")).hasText("operation 3999");
                page.keyboard().press("[");
                assertThat(page.getByText(Pattern.compile("hidden: open all"))).isVisible();
                double heap = ((Number) page.evaluate("performance.memory.usedJSHeapSize")).doubleValue() / (1 << 20);
                System.out.printf(
                        "A trace of %d spans: first paint of a page %.0f ms, opens in %.0f ms (first time %.0f ms),"
                                + " frames p50 %.1f ms, p95 %.1f ms, found in %.0f ms, heap %.0f MiB%n",
                        SentTraces.LARGE_SPANS,
                        first,
                        warm,
                        cold,
                        ((Number) frames.get("p50")).doubleValue(),
                        ((Number) frames.get("p95")).doubleValue(),
                        found,
                        heap);
                assertThat(first).isLessThan(1_000 * SLACK);
                assertThat(warm).isLessThan(1_500 * SLACK);
                assertThat(found).isLessThan(100 * SLACK);
                assertThat(((Number) frames.get("p50")).doubleValue()).isLessThan(16.7 * SLACK);
                assertThat(heap).isLessThan(MEBIBYTES_MAX);
                page.navigate(address + "?span=" + String.format("%016x", SentTraces.LARGE_SPANS));
                assertThat(page.locator(".spanpanel h2")).hasText("operation 3999");
                page.navigate(address + "?view=flame");
                assertThat(page.locator(".flame canvas")).isVisible();
                traces.manyServices();
                aMapOfManyServices(page);
                browser.assertQuiet();
            }
        }
    }

    private static void aMapOfManyServices(Page page) {
        page.navigate("/map?from=now-5m");
        page.getByText(Pattern.compile("\\+160 services")).click();
        assertThat(page.locator(".graph .node")).hasCount(200);
        assertThat(page.locator(".graph .label").first()).isVisible();
        assertThat(page.evaluate(OVERLAPS)).as("labels on services").isEqualTo(0);
        page.getByLabel("Find").fill("district-199");
        page.locator(".matches button").click();
        assertThat(page.locator(".graph .node")).hasCount(2);
    }

    private static double open(Page page, String address) {
        long from = System.nanoTime();
        page.navigate(address);
        page.waitForFunction(DRAWN);
        return (System.nanoTime() - from) / 1e6;
    }
}
