package io.spanhouse.deploy.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.spanhouse.deploy.acceptance.PackagedServer;
import io.spanhouse.ingest.testing.HttpSender;
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
        String administrator =
                PackagedServer.run("keys", "create", "--file=" + keys, "--name=operator", "--scope=ingest,query,admin");
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
        HttpSender sender = new HttpSender(server.ports().http());
        byte[] request = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(SentTraces.of("shop", SentTraces.span(SentTraces.id(1, 1), 1, 0, "sell", 1, 5)))
                .build()
                .toByteArray();
        sender.post(request, Map.of("Content-Type", "application/x-protobuf"));
        sender.post(request, Map.of("Content-Type", "application/x-protobuf", "X-Api-Key", administrator));
        page.getByText("Sign out").click();
        page.navigate("/admin");
        signIn(page, administrator);
        assertThat(page.locator(".admin th[scope=row]").first()).hasText("default");
        page.getByText("Count", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(page.locator(".admin tbody tr").first()).containsText("1");
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
