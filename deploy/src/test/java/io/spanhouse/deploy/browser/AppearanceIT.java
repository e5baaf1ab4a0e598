package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every page in light and dark, wide and narrow, for those who see it and those who hear it; and with hostile text in it. */
@Timeout(180)
final class AppearanceIT {
    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static Browser browser;

    /** The looks that are tried. */
    enum Tried {
        DESK(Browser.Look.DESK, "{resultTypes: ['violations']}"),
        // What differs from the others is colours alone, and what has room.
        DARK(Browser.Look.DARK, "{runOnly: ['color-contrast', 'link-in-text-block']}"),
        PHONE(Browser.Look.PHONE, "{runOnly: ['scrollable-region-focusable', 'target-size']}");

        private final Browser.Look look;
        private final String rules;

        Tried(Browser.Look look, String rules) {
            this.look = look;
            this.rules = rules;
        }

        Browser.Look look() {
            return look;
        }

        String rules() {
            return rules;
        }
    }

    @BeforeAll
    static void begin() {
        server = PackagedServer.start(directory);
        SentTraces traces = new SentTraces(server.ports().http());
        traces.shop();
        traces.hostile();
        browser = Browser.start(server.ports().query());
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    /** Addresses with what shows that they are ready. */
    private static List<String[]> pages() {
        String trace = "/trace/" + SentTraces.shopTrace(41);
        return List.of(
                new String[] {"/", ".listrow:not(.head)"},
                new String[] {"/?tab=breakdown", "td .meter"},
                new String[] {"/?tab=differences&against=errors", ".difference, .state.empty"},
                new String[] {trace + "?span=0000000000000002", ".attributes"},
                new String[] {trace + "?view=flame", ".flame canvas"},
                new String[] {trace + "?view=table", ".spanrow.head"},
                new String[] {trace + "?view=map", ".graph .node"},
                new String[] {"/?tab=structure", ".wayrow:not(.head)"},
                new String[] {"/compare/" + SentTraces.shopTrace(38) + "/" + SentTraces.shopTrace(39), ".comparerow a"},
                new String[] {
                    "/compare/" + SentTraces.shopTrace(38) + "/" + SentTraces.shopTrace(39) + "?view=operations",
                    "td .meter"
                },
                new String[] {"/services", ".red td"},
                new String[] {"/services/shop", ".halves td"},
                new String[] {"/map", ".graph .node"},
                new String[] {"/errors", ".issues td"});
    }

    @ParameterizedTest
    @EnumSource
    void everyPageMeetsTheRulesAndFits(Tried tried) throws Exception {
        String rules = axe();
        Page page = browser.page(tried.look);
        for (String[] one : pages()) {
            page.navigate(one[0]);
            page.locator(one[1]).first().waitFor();
            page.evaluate(rules);
            assertThat((List<?>) page.evaluate("async () => (await axe.run(" + tried.rules + ")).violations"
                            + ".map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' '))"))
                    .as("%s %s", tried, one[0])
                    .isEmpty();
            assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("%s %s fits", tried, one[0])
                    .isTrue();
            assertThat(page.evaluate("document.documentElement.dataset.theme"))
                    .isEqualTo(tried == Tried.DARK ? "dark" : "light");
        }
        browser.assertQuiet();
    }

    /** What begins while somebody reads is told, and comes when it is wanted; what takes no time has its row, too. */
    @Test
    void newerTracesAreToldAndDoNotMoveTheList() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/?q=%7B%20name%20!~%20%22%3C.*%22%20%7D");
        assertThat(page.locator(".listbar")).containsText("43 traces");
        new SentTraces(server.ports().http()).justNow("newer");
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
        page.locator(".pill").getByText("1 newer").click();
        assertThat(page.locator(".listbar")).containsText("44 traces");
        assertThat(page.locator(".listrow:not(.head)").first()).containsText("newer");
        assertThat(page.locator(".pill")).hasCount(0);
        page.navigate("/?q=%7B%20name%20%3D%20%22newer%22%20%7D");
        assertThat(page.locator(".heatmap .caption")).containsText("Drag a box to select");
        browser.assertQuiet();
    }

    @Test
    void hostileTextIsText() {
        Page page = browser.page(Browser.Look.DESK);
        page.onDialog(dialog -> {
            throw new AssertionError("a script of a span ran: " + dialog.message());
        });
        page.navigate("/?q=" + "%7B%20name%20%3D~%20%22%3Cimg.*%22%20%7D");
        assertThat(page.locator(".listrow:not(.head)")).containsText("<img src=x onerror=alert(1)>\\u202e</script>");
        page.locator(".listrow .open").click();
        assertThat(page.locator(".traceheader h1")).containsText("<i>service</i>");
        page.keyboard().press("j");
        assertThat(page.locator(".attributes").first()).containsText("<script>alert(2)</script>");
        assertThat(page.locator(".attributes").first()).containsText("a\\u0007b\\u0000c\\u2066d");
        assertThat(page.locator(".attributes a[href^='javascript']")).hasCount(0);
        assertThat(page.locator(".attributes a[href='https://example.com/a?b=c']"))
                .hasCount(1);
        assertThat(page.getByText("Show all 1,048,576 characters")).isVisible();
        page.getByText("Show all 1,048,576 characters").click();
        assertThat(((Number) page.evaluate("document.querySelector('.attributes').textContent.length")).intValue())
                .isGreaterThan(1 << 20);
        page.getByText("Events 1").click();
        assertThat(page.locator(".event h3")).hasText("<b>event</b>");
        page.navigate("/services");
        assertThat(page.locator(".red")).containsText("<i>service</i>");
        assertThat(page.locator("main img, main script")).hasCount(0);
        browser.assertQuiet();
    }

    /** The rules of axe-core, as its package has them. */
    static String axe() throws Exception {
        byte[] rules = resource("axe.min.js");
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rules));
        assertThat(new String(resource("axe.sha256"), StandardCharsets.UTF_8)).startsWith(digest);
        return new String(rules, StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = AppearanceIT.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
