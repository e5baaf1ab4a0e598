package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.spanhouse.deploy.acceptance.PackagedServer;
import io.spanhouse.ingest.testing.HttpSender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With keys configured the UI asks for one, forgets it with the page, and says what it may not do. */
@Timeout(120)
final class SignInIT {
    @TempDir
    Path directory;

    @Test
    void aKeyIsAskedForAndNotKept() {
        String keys = directory.resolve("keys").toString();
        String key = PackagedServer.run("keys", "create", "--file=" + keys, "--name=reader", "--scope=query");
        String administrator = PackagedServer.run(
                "keys", "create", "--file=" + keys, "--name=operator", "--scope=query,admin", "--project=default");
        try (PackagedServer server = PackagedServer.start(directory, "--keys.file=" + keys);
                Browser browser = Browser.start(server.ports().query())) {
            Page page = browser.page(Browser.Look.DESK);
            page.navigate("/services");
            page.getByLabel("Sign in with a key").fill("wrong");
            page.getByText("Sign in", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.getByLabel("Sign in with a key")).isVisible();
            page.getByLabel("Sign in with a key").fill(key);
            page.getByText("Sign in", new Page.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.getByText("No entry spans in this range.")).isVisible();
            assertThat(page.getByLabel("Sign in with a key")).hasCount(0);
            assertThat(page.url()).doesNotContain(key);
            page.reload();
            assertThat(page.getByLabel("Sign in with a key")).isVisible();
            assertThat(browser.takeComplaints()).isNotEmpty().allMatch(text -> text.contains("401"));
            whatAKeyMayNot(page, key);
            whatOperatorsSee(page, administrator, server);
            browser.takeComplaints();
            browser.assertQuiet();
        }
    }

    private static void signIn(Page page, String key) {
        page.getByLabel("Sign in with a key").fill(key);
        page.getByText("Sign in", new Page.GetByTextOptions().setExact(true)).click();
    }

    private static void whatAKeyMayNot(Page page, String reader) {
        page.navigate("/definitions/new?script=balance");
        signIn(page, reader);
        assertThat(page.locator(".definition"))
                .containsText("This key lacks the scope edit: definitions can be looked at, not changed.");
        assertThat(page.getByText("Start tracing", new Page.GetByTextOptions().setExact(true)))
                .hasCount(0);
        page.keyboard().press("g");
        page.keyboard().press("a");
        assertThat(page.locator(".admin")).containsText("Admin needs a key with that right: this one has query.");
    }

    private static void whatOperatorsSee(Page page, String administrator, PackagedServer server) {
        new HttpSender(server.ports().http())
                .post("no request".getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/x-protobuf"));
        page.getByText("Sign out").click();
        page.navigate("/admin");
        signIn(page, administrator);
        assertThat(page.locator(".admin th[scope=row]").first()).hasText("default");
        page.getByText("Count", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".admin tbody tr").first()).containsText("0");
        page.getByText("Keys", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".admin tbody tr")).hasCount(2);
        assertThat(page.locator(".admin tbody")).containsText("reader");
        page.getByText("Retention", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".admin dl")).containsText("30 days");
        page.getByText("Refused", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".admin tbody")).containsText("unauthenticated");
        page.goBack();
        assertThat(page.locator(".admin dl")).containsText("30 days");
    }
}
