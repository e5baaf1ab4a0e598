package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.spanhouse.deploy.browser.PageParts.button;
import static io.spanhouse.deploy.browser.PageParts.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the one who watches scripts comes for: runs, logs, records, definitions and recordings. */
@Timeout(180)
final class ScriptPagesIT {
    private static final String SCRIPT = "balance";
    private static final int FRAMES = 20_000;

    @TempDir
    static Path directory;

    private static PackagedServer server;
    private static Browser browser;
    private static SentScripts scripts;

    @BeforeAll
    static void begin() throws Exception {
        server = PackagedServer.start(directory);
        scripts = new SentScripts(server.ports().http());
        scripts.runs(SCRIPT);
        SentScripts.define(server.ports().query(), "seen");
        scripts.recording("seen", "seen-1", 30, 7, 20);
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
    void runsAreFilteredSearchedAndReadAsRecords() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/scripts");
        assertThat(page.locator(".scripts")).containsText("Choose a script.");
        page.locator(".scriptlist a").getByText(SCRIPT).click();
        assertThat(rows(page)).hasCount(12);
        assertThat(page.locator(".card").first()).containsText("12");
        assertThat(page.locator(".card").last()).containsText("33.33 %");
        page.locator(".card").last().focus();
        assertThat(page.getByRole(AriaRole.TOOLTIP)).containsText("4 of 12 runs failed.");
        page.keyboard().press("f");
        page.getByLabel("Column").selectOption("function");
        page.getByLabel("Value").click();
        page.keyboard().type("sub,tract");
        page.keyboard().press("Tab");
        page.keyboard().type("none such");
        page.keyboard().press("Tab");
        button(page, "Add filter").click();
        button(page, "Remove this filter").last().click();
        button(page, "Apply").click();
        assertThat(page.locator(".filters .badge")).hasText("1");
        assertThat(rows(page)).hasCount(6);
        assertThat(page.locator(".card").last()).containsText("33.33 %");
        page.getByLabel("Search").fill("run-1");
        page.keyboard().press("Enter");
        assertThat(rows(page)).hasCount(2);
        rows(page).first().hover();
        assertThat(rows(page).first().locator(".copy")).hasCSS("opacity", "1");
        rows(page).locator("a").first().click();
        assertThat(page.locator("h1")).hasText("run-11");
        assertThat(page.locator(".record")).containsText("1 of 2");
        assertThat(page.locator(".record .status")).hasText("Failed");
        assertThat(page.locator(".input-part")).containsText("12345678901234567890");
        page.keyboard().press("J");
        assertThat(page.locator("h1")).hasText("run-1");
        assertThat(page.locator(".record .status")).hasText("Success");
        assertThat(page.locator(".output-part .tree")).containsText("total: 3");
        assertThat(page.locator(".logs")).containsText("low <img src=x onerror=alert(1)>\\u202e");
        Locator tree = page.getByRole(AriaRole.TREE, new Page.GetByRoleOptions().setName("input"));
        tree.getByRole(AriaRole.TREEITEM).first().focus();
        page.keyboard().press("ArrowLeft");
        assertThat(tree.getByRole(AriaRole.TREEITEM)).hasCount(1);
        page.getByLabel("Expand all of input").click();
        assertThat(tree.getByRole(AriaRole.TREEITEM)).hasCount(5);
        page.keyboard().press("K");
        assertThat(page.locator("h1")).hasText("run-11");
        page.keyboard().press("Escape");
        assertThat(rows(page)).hasCount(2);
        button(page, "Clear all").click();
        assertThat(rows(page)).hasCount(3);
        page.goBack();
        assertThat(rows(page)).hasCount(2);
    }

    @Test
    void logsAndTracesAreListsOfTheirOwn() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/scripts/" + SCRIPT + "?tab=logs&f=message~has~adding&op=or&f=level~is~Error");
        assertThat(page.locator(".count")).containsText("Total Logs 12");
        assertThat(page.locator(".filters .badge")).hasText("2");
        page.keyboard().press("j");
        page.keyboard().press("Enter");
        assertThat(page.locator(".logs tr.chosen")).containsText("adding 11");
        page.navigate("/scripts/" + SCRIPT + "?tab=traces");
        assertThat(page.locator(".scripttraces tbody tr")).hasCount(12);
        page.locator(".scripttraces button").last().click();
        assertThat(page.locator(".unfolded")).containsText("total: 0");
    }

    @Test
    void aPeriodAndTrendLeadToAnHour() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/scripts/" + SCRIPT + "?tz=Asia/Kathmandu");
        assertThat(page.locator(".trend header")).containsText("By day");
        assertThat(page.locator(".trend header")).containsText("Asia/Kathmandu");
        assertThat(page.locator(".trend .steps button")).hasCount(8);
        page.locator(".trend .steps button").last().click();
        assertThat(page).hasURL(Pattern.compile("period=custom&from=\\d+&to=\\d+|from=\\d+&to=\\d+.*period=custom"));
        assertThat(page.locator(".trend header")).containsText("By hour");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Period")))
                .click();
        button(page, "Last Year").click();
        assertThat(page.locator(".state.empty")).containsText("No data to display");
    }

    @Test
    void listsAreExportedOrItIsSaidWhyNot() throws Exception {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/scripts/" + SCRIPT + "?f=status~not~Failed");
        assertThat(rows(page)).hasCount(8);
        Download download = page.waitForDownload(() -> button(page, "Export").click());
        assertThat(download.suggestedFilename()).isEqualTo("balance_runs_data.csv");
        List<String> lines = Files.readAllLines(download.path());
        assertThat(lines).hasSize(9);
        assertThat(lines.get(0)).startsWith("Run ID,Status,Deployment Version,Response Time");
        assertThat(page.locator(".told")).hasText("Exported 8 rows to balance_runs_data.csv.");
        page.route(Pattern.compile(".*/exports"), route -> route.abort());
        button(page, "Export").click();
        assertThat(page.locator(".told.bad")).containsText("Export failed after 0 rows: The server cannot be reached");
        assertThat(browser.takeComplaints()).allMatch(text -> text.contains("ERR_FAILED"));
    }

    @Test
    void aRunningScriptIsFollowed() {
        scripts.logNow("report", "report-1", "page 1 is written");
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/scripts/report");
        assertThat(rows(page)).hasCount(1);
        assertThat(rows(page).locator(".status")).hasText("In Progress");
        assertThat(page.locator(".livestate")).hasText("Live");
        rows(page).locator("a").click();
        assertThat(page.locator(".logs tbody tr")).hasCount(1);
        assertThat(page.locator(".output-part")).containsText("Output appears when the run ends.");
        scripts.logNow("report", "report-1", "page 2 is written");
        assertThat(page.locator(".logs tbody tr")).hasCount(2);
        assertThat(page.locator(".logs")).containsText("page 2 is written");
        scripts.end("report", "report-1", "{\"pages\":2}");
        assertThat(page.locator(".record .status")).hasText("Success");
        assertThat(page.locator(".output-part")).containsText("pages: 2");
        assertThat(page.locator(".logs")).containsText("printed at the end");
        page.keyboard().press("Escape");
        assertThat(rows(page).locator(".status")).hasText("Success");
    }

    @Test
    void aDefinitionIsMadeAndItsRecordingRewound() {
        Page page = browser.page(Browser.Look.DESK);
        scripts.end("discount", "discount-1", "1");
        page.navigate("/scripts/discount/runs/discount-1");
        page.getByText("Start tracing").click();
        assertThat(page.locator(".definition")).containsText("Started from run discount-1");
        page.getByLabel("Description").fill("why is it slow");
        page.getByLabel("User filter").fill("ada");
        page.getByLabel("Keep traces").selectOption("1 week");
        button(page, "Start tracing").click();
        assertThat(page.locator("h1")).hasText(Pattern.compile("Trace definition \\d+"));
        assertThat(page.locator(".panel").last()).containsText("No recording yet.");
        scripts.recording("discount", "recorded", 250, 120, 170);
        page.reload();
        Locator row = page.locator(".recordings tbody tr");
        assertThat(row).containsText("ada");
        assertThat(row).containsText("249");
        row.locator("a").click();
        Locator variables = page.locator(".variables");
        assertThat(variables).containsText("Variables at frame 0");
        page.keyboard().press(".");
        page.keyboard().press(".");
        assertThat(variables.locator("tr.changed")).hasCount(2);
        assertThat(variables.locator("tr.changed").last()).containsText("0 \u2192 20");
        variables.getByText("cart").click();
        assertThat(variables.getByRole(AriaRole.TREE)).containsText("\"<b>book</b>\"");
        page.keyboard().press(",");
        assertThat(variables).containsText("Variables at frame 1");
        page.keyboard().press("!");
        assertThat(variables).containsText("Variables at frame 170");
        assertThat(variables).containsText("An exception was raised at this frame.");
        page.keyboard().press("End");
        assertThat(variables).containsText("Variables at frame 249");
        page.keyboard().press("<");
        assertThat(variables).containsText(Pattern.compile("Variables at frame (1\\d\\d|2[0-3]\\d)"));
        page.keyboard().press("<");
        page.getByLabel("Frame", new Page.GetByLabelOptions().setExact(true))
                .and(page.locator("input"))
                .fill("120");
        page.keyboard().press("Enter");
        assertThat(variables).containsText("Frame 120 did not come; this is frame 119");
        assertThat(page).hasURL(Pattern.compile("frame=120"));
        page.reload();
        assertThat(variables).containsText("Variables at frame 119");
        page.getByRole(AriaRole.SLIDER).focus();
        page.keyboard().press("ArrowRight");
        assertThat(variables).containsText("Variables at frame 121");
        page.getByText("Trace definition", new Page.GetByTextOptions().setExact(false))
                .first()
                .click();
        page.getByLabel("Enabled").uncheck();
        button(page, "Save").click();
        assertThat(page.locator(".definition")).containsText("Saved.");
        button(page, "Delete").click();
        button(page, "Delete with recordings").click();
        assertThat(page.locator("h1")).hasText("Trace definitions");
        assertThat(page.locator(".definitions")).not().containsText("why is it slow");
    }

    @Test
    void allDefinitionsAreStoppedAtOnce() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/definitions");
        button(page, "Stop all").click();
        button(page, "Disable all").click();
        assertThat(page.locator(".definitions .status.ok")).hasCount(0);
        assertThat(page.locator(".definitions .status").first()).hasText("Disabled");
    }

    @Test
    void aLongRecordingIsReadInPieces() {
        Page page = browser.page(Browser.Look.DESK);
        page.navigate("/scripts");
        button(page, "Start tracing scripts").click();
        page.getByLabel("Choose " + SCRIPT).check();
        page.getByText("Start tracing 1").click();
        page.getByLabel("Add a script").fill("long");
        page.keyboard().press("Enter");
        button(page, "Start tracing").click();
        assertThat(page.locator(".recordings, .state.empty").last()).isVisible();
        scripts.recording("long", "long-1", FRAMES, -1, 15_000);
        AtomicInteger asked = new AtomicInteger();
        page.onRequest(request -> asked.addAndGet(request.url().contains("/frames") ? 1 : 0));
        page.reload();
        page.locator(".recordings a").getByText("long-1").click();
        Locator variables = page.locator(".variables");
        assertThat(variables).containsText("Variables at frame 0");
        page.keyboard().press("!");
        assertThat(variables).containsText("Variables at frame 15,000");
        assertThat(variables.locator("tr.changed").last()).containsText("149980 \u2192 150000");
        page.keyboard().press("End");
        assertThat(variables).containsText("Variables at frame 19,999");
        assertThat(asked.get()).as("requests for pages of frames").isLessThan(20);
        page.keyboard().press("/");
        page.keyboard().type("117380");
        page.keyboard().press("Shift+Enter");
        assertThat(variables).containsText("Variables at frame 11,738");
        assertThat(page.locator(".findvalues")).containsText("Frame 11,738: total = 117380");
    }

    /** Addresses with what shows that they are ready. */
    private static List<String[]> pages() {
        return List.of(
                new String[] {"/scripts/" + SCRIPT, ".listrow:not(.head)"},
                new String[] {"/scripts/" + SCRIPT + "?tab=logs", ".listrow:not(.head)"},
                new String[] {"/scripts/" + SCRIPT + "/runs/run-3?part=input", ".input-part .node"},
                new String[] {"/scripts/seen/recordings/seen-1", ".variables td"},
                new String[] {"/definitions/new?script=" + SCRIPT, ".definition"},
                new String[] {"/admin/retention", ".admin dd"});
    }

    @ParameterizedTest
    @EnumSource
    void everyPageMeetsTheRulesAndFits(AppearanceIT.Tried tried) throws Exception {
        String rules = AppearanceIT.axe();
        Page page = browser.page(tried.look());
        for (String[] one : pages()) {
            page.navigate(one[0]);
            page.locator(one[1]).first().waitFor();
            page.evaluate(rules);
            assertThat((List<?>) page.evaluate("async () => (await axe.run(" + tried.rules() + ")).violations"
                            + ".map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' '))"))
                    .as("%s %s", tried, one[0])
                    .isEmpty();
            assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                    .as("%s %s fits", tried, one[0])
                    .isTrue();
            assertThat(page.locator("main img, main script")).hasCount(0);
        }
    }
}
