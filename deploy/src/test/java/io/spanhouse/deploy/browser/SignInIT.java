package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.spanhouse.deploy.acceptance.PackagedServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With keys configured the UI asks for one, and forgets it with the page. */
@Timeout(120)
final class SignInIT {
    @TempDir
    Path directory;

    @Test
    void aKeyIsAskedForAndNotKept() {
        String keys = directory.resolve("keys").toString();
        String key = PackagedServer.run("keys", "create", "--file=" + keys, "--name=reader", "--scope=query");
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
            browser.assertQuiet();
        }
    }
}
