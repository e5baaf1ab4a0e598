package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.spanhouse.deploy.browser.PageParts.button;
import static io.spanhouse.deploy.browser.PageParts.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people come for, from the first page to the reason, with mouse or keys alone. */
@Timeout(180)
final class JourneysIT {
    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static Browser browser;

    @BeforeAll
    static void begin() {
        server = PackagedServer.start(directory);
        SentTraces traces = new SentTraces(server.ports().http());
        traces.shop();
        browser = Browser.start(server.ports().query());
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        server.close();
    }

    @AfterEach
    void quiet() {
        browser.assertQuiet();
    }

    @Test
    void aSlowRequestAndItsReason() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/");
        assertThat(page.locator(".listbar")).containsText("43 traces");
        page.getByRole(AriaRole.COLUMNHEADER, new Page.GetByRoleOptions().setName("Duration"))
                .getByRole(AriaRole.BUTTON)
                .click();
        assertThat(page).hasURL(Pattern.compile("sort=duration"));
        assertThat(rows(page).first()).containsText("2.04 s");
        rows(page).first().click();
        assertThat(page).hasURL(Pattern.compile("/trace/" + SentTraces.shopTrace(39)));
        assertThat(page.locator(".traceheader")).containsText("Waited for");
        assertThat(page.locator(".traceheader")).containsText("database 99.9");
        page.keyboard().press("j");
        page.keyboard().press("j");
        assertThat(page.locator(".spanpanel h2")).hasText("SELECT orders");
        assertThat(page.locator(".spanpanel")).containsText("postgresql");
        String link = page.url();
        page.goBack();
        page.goBack();
        assertThat(rows(page).first()).containsText("2.04 s");
        page.navigate(link);
        assertThat(page.locator(".spanpanel h2")).hasText("SELECT orders");
    }

    @Test
    void aBoxOfTheHeatMapAgainstTheRest() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/");
        assertThat(page.locator(".listbar")).containsText("43 traces");
        BoundingBox map = page.locator(".heatmap canvas").boundingBox();
        page.mouse().move(map.x + 60, map.y + 2);
        page.mouse().down();
        page.mouse().move(map.x + map.width - 6, map.y + 40);
        page.mouse().move(map.x + map.width - 5, map.y + 45);
        page.mouse().up();
        assertThat(page.locator(".selection")).isVisible();
        assertThat(page.locator(".listbar")).containsText("20 traces in the selection");
        button(page, "Compare with the rest").click();
        Locator first = page.locator(".difference").first();
        assertThat(first).containsText("customer.tier");
        assertThat(first).containsText("gold");
        first.locator("button").first().click();
        assertThat(page.locator("#query")).hasValue(Pattern.compile("span.customer.tier = \"gold\""));
        assertThat(page.locator(".listbar")).containsText("20 traces");
    }

    /** Why one of two requests of the same kind is slow; and what many of them do. */
    @Test
    void twoTracesAndManyOfThem() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/?sort=duration");
        assertThat(rows(page).first()).containsText("2.04 s");
        page.keyboard().press("j");
        page.keyboard().press("x");
        assertThat(page.locator(".markedbar")).isVisible();
        page.navigate("/trace/" + SentTraces.shopTrace(38));
        button(page, "Compare").click();
        page.getByText("Slowest").click();
        assertThat(page).hasURL(Pattern.compile("/compare/[0-9a-f]{32}/" + SentTraces.shopTrace(38)));
        button(page, "Swap").click();
        assertThat(page).hasURL(Pattern.compile("/compare/" + SentTraces.shopTrace(38) + "/"));
        assertThat(page.locator(".comparison")).containsText("2 in both, 0 in A alone, 0 in B alone");
        assertThat(page.locator(".comparison .slower")).containsText("2.02 s longer");
        button(page, "Largest difference first").click();
        assertThat(page.locator(".comparerow:not(.head)").first()).containsText("+2.02 s");
        page.getByText("Operations", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator("tbody tr").first()).containsText("SELECT orders");
        page.navigate("/compare/" + SentTraces.shopTrace(38) + "/" + "e".repeat(32));
        assertThat(page.locator(".state.empty")).containsText("not kept here");
        assertThat(browser.takeComplaints()).allMatch(text -> text.contains("404"));
        page.goBack();
        page.locator("[data-tab=beside]").click();
        assertThat(page.locator(".comparerow:not(.head)").last()).containsText("SELECT orders");
        page.navigate("/?tab=structure");
        assertThat(page.locator(".listbar")).containsText("All 43 traces");
        assertThat(page.locator(".wayrow:not(.head)").nth(1)).containsText("SELECT orders");
        assertThat(page.locator(".wayrow:not(.head)").nth(1)).containsText("43");
    }

    /** A trace in parts: without a service, a subtree alone, in the colours and columns of an attribute. */
    @Test
    void aTraceIsTakenApart() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/trace/" + SentTraces.shopTrace(39));
        Locator rows = page.locator(".waterfall");
        assertThat(rows).hasAttribute("aria-rowcount", "2");
        page.locator(".colourkey .key").getByText("database").click();
        assertThat(rows).hasAttribute("aria-rowcount", "1");
        assertThat(page).hasURL(Pattern.compile("hide=database"));
        assertThat(page.getByText("1 hidden")).isVisible();
        page.goBack();
        assertThat(rows).hasAttribute("aria-rowcount", "2");
        page.keyboard().press("j");
        page.keyboard().press("ArrowLeft");
        assertThat(rows).hasAttribute("aria-rowcount", "1");
        assertThat(rows).containsText("1 below");
        page.keyboard().press("ArrowRight");
        page.keyboard().press("j");
        page.keyboard().press("r");
        assertThat(page.locator(".rooted")).containsText("SELECT orders");
        assertThat(rows).hasAttribute("aria-rowcount", "1");
        page.reload();
        assertThat(page.locator(".rooted")).containsText("SELECT orders");
        button(page, "Whole trace").first().click();
        assertThat(rows).hasAttribute("aria-rowcount", "2");
        page.getByText("Colour Service").click();
        page.getByLabel("Find an attribute").fill("db.sys");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("color=span.db.system"));
        page.locator(".colourkey .key").getByText("postgresql").click();
        assertThat(page.locator(".find [role=status]")).containsText("1 match");
        page.locator("[data-tab=table]").click();
        button(page, "Columns").click();
        page.locator("[data-key='span.db.system']").click();
        page.keyboard().press("Escape");
        assertThat(page.locator(".spanrow.found")).containsText("postgresql");
        assertThat(page).hasURL(Pattern.compile("cols=.*span.db.system"));
        page.locator("[data-tab=flame]").click();
        page.locator(".flamebox").focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator(".flame [role=status]")).containsText("SELECT orders");
    }

    /** What is found goes into a file whole, with its spans or as a table. */
    @Test
    void whatIsFoundIsExported() throws IOException {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/?q=" + "%7B%20status%20%3D%20error%20%7D");
        assertThat(page.locator(".listbar")).containsText("3 traces");
        Download csv = page.waitForDownload(() -> button(page, "CSV").click());
        assertThat(csv.suggestedFilename()).isEqualTo("traces.csv");
        assertThat(Files.readAllLines(csv.path())).hasSize(4).anyMatch(line -> line.startsWith("traceId,"));
        assertThat(page.locator(".listbar")).containsText("Exported 3 traces to traces.csv.");
        assertThat(page.request().get(csv.url()).status())
                .as("the file's address, used once more")
                .isEqualTo(401);
        Download spans = page.waitForDownload(() -> button(page, "OTLP JSON").click());
        assertThat(Files.readAllLines(spans.path())).hasSize(3).allMatch(line -> line.contains("DeadlockException"));
    }

    /** A span that comes while its trace is looked at is told, and shown when it is wanted. */
    @Test
    void spansThatComeLater() {
        SentTraces traces = new SentTraces(server.ports().http());
        traces.growing(1);
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/trace/" + SentTraces.GROWING);
        assertThat(page.locator(".traceheader")).containsText("1 span");
        traces.growing(2);
        assertThat(page.locator(".arrived")).containsText("1 span arrived");
        button(page, "Show").click();
        assertThat(page.locator(".traceheader")).containsText("2 spans");
        assertThat(page.locator(".arrived")).hasCount(0);
    }

    @Test
    void newErrorsAndTheirCause() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/errors");
        Locator row = page.locator(".issues tbody tr").first();
        assertThat(row).containsText("DeadlockException");
        assertThat(row).containsText("deadlock found");
        assertThat(row.locator("td.number")).hasText("3");
        row.getByText("Traces").click();
        assertThat(page.locator(".listbar")).containsText("3 traces");
        // Of the quarter of an hour before, there are requests and no errors.
        page.navigate("/errors?from=now-15m");
        button(page, "New only (1)").click();
        assertThat(page).hasURL(Pattern.compile("new=1"));
        assertThat(row).containsText("new");
        row.getByText("Example").click();
        assertThat(page.locator(".traceheader h1")).containsText("GET /checkout");
        page.keyboard().press("e");
        assertThat(page.locator(".spanpanel")).containsText("deadlock found");
        page.goBack();
        page.goBack();
        assertThat(row).containsText("new");
    }

    @Test
    void servicesAndTheirMap() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/services");
        assertThat(page.locator(".red tbody tr")).hasCount(2);
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("database"))
                .click();
        assertThat(page.locator(".red tbody tr")).hasCount(1);
        assertThat(page.locator(".red tbody tr")).containsText("SELECT orders");
        assertThat(page.locator(".halves tbody tr")).containsText("shop");
        Locator mark = page.locator(".exemplar").first();
        assertThat(mark).hasAttribute("href", Pattern.compile("/trace/[0-9a-f]{32}\\?.*span=0{15}2"));
        page.keyboard().press("g");
        page.keyboard().press("m");
        assertThat(page.locator(".graph .node")).hasCount(2);
        assertThat(page.locator(".graph .label")).containsText("43");
        assertThat(page.locator(".graph .label .err")).hasText("6.98 %");
        page.locator(".graph .edge .hit").dispatchEvent("click");
        assertThat(page).hasURL(Pattern.compile("call=shop"));
        assertThat(page.locator(".call")).containsText("3 errors, 6.98 %");
        assertThat(page.locator(".call tbody").first()).containsText("2.04 s");
        page.locator(".call tbody").last().getByRole(AriaRole.LINK).first().click();
        assertThat(page.locator(".traceheader h1")).containsText("GET /checkout");
    }

    @Test
    void theQueryIsCompletedAndTheFormIsInStep() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/");
        assertThat(page.locator(".listbar")).containsText("43 traces");
        page.keyboard().press("/");
        page.keyboard().type("{ customer.t");
        assertThat(page.locator("#completions li").first()).containsText("span.customer.tier");
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.keyboard().type("= ");
        assertThat(page.locator("#completions li")).hasCount(2);
        page.keyboard().press("ArrowDown");
        page.keyboard().press("Enter");
        page.keyboard().type("}");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("q=.*customer.tier"));
        assertThat(page.locator(".listbar")).containsText(Pattern.compile("2[03] traces"));
        button(page, "Form").click();
        assertThat(page.locator(".condition")).containsText("span.customer.tier");
        page.getByLabel("Service").selectOption("shop");
        assertThat(page.locator("#query")).hasValue(Pattern.compile("resource.service.name = \"shop\""));
        page.locator("#query").fill("{ status = }");
        page.keyboard().press("Enter");
        assertThat(page.locator(".state.error").first()).containsText("invalid TraceQL query");
        assertThat(browser.takeComplaints())
                .as("the browser says that a request was refused")
                .allMatch(text -> text.contains("400"));
    }

    @Test
    void keysAloneLeadToASpanAndBack() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/");
        assertThat(rows(page).first()).isVisible();
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator(".traceheader h1")).containsText("GET /checkout");
        page.keyboard().press("e");
        assertThat(page.locator(".spanpanel")).containsText("deadlock found");
        page.keyboard().press("ArrowLeft");
        assertThat(page.locator(".spanpanel h2")).hasText("GET /checkout");
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).containsText("Next error");
        page.getByLabel("Single keys are on").uncheck();
        page.keyboard().press("Escape");
        page.keyboard().press("g");
        page.keyboard().press("e");
        page.keyboard().press("?");
        assertThat(page.locator("dialog")).hasCount(0);
        button(page, "Keys").click();
        page.getByLabel("Single keys are on").check();
        page.keyboard().press("Escape");
        page.keyboard().press("g");
        page.keyboard().press("e");
        assertThat(rows(page).first()).isVisible();
    }

    @Test
    void newTracesComeByThemselvesWhereLive() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/?live=1&q=" + "%7B%20name%20%3D%20%22live%22%20%7D");
        assertThat(page.locator(".listbar")).containsText("Live");
        new SentTraces(server.ports().http()).one("live");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page)).containsText("live");
    }

    @Test
    void aLostServerIsToldAndComesBack() throws InterruptedException {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/services");
        assertThat(page.locator(".red tbody tr")).not().hasCount(0);
        server.stop();
        button(page, "Run again").click();
        assertThat(page.locator(".state.error").first()).containsText("cannot be reached");
        assertThat(page.locator(".red tbody tr")).not().hasCount(0);
        server.startAgain();
        // It comes back by itself.
        assertThat(page.locator(".state.error")).hasCount(0);
        assertThat(browser.takeComplaints()).allMatch(text -> text.contains("ERR_"));
    }
}
