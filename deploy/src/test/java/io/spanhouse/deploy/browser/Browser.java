package io.spanhouse.deploy.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The machine's Chromium, with pages that remember what they complained of and whom they asked. Whoever starts one closes it.
 * Not thread-safe.
 */
final class Browser implements AutoCloseable {
    private static final boolean MUST_RUN = "true".equals(System.getenv("CI"));
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-precise-memory-info");
    private static final int TIMEOUT_MILLIS = 20_000;

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    private final String origin;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> foreign = new CopyOnWriteArrayList<>();

    /** How a page looks at the world. */
    record Look(int width, int height, ColorScheme colours) {
        static final Look DESK = new Look(1440, 900, ColorScheme.LIGHT);
        static final Look DARK = new Look(1440, 900, ColorScheme.DARK);
        static final Look PHONE = new Look(360, 740, ColorScheme.LIGHT);
    }

    private Browser(Path program, int port) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(ARGUMENTS));
        origin = "http://127.0.0.1:" + port;
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
    }

    /** Starts a browser for the server on a port of loopback; skips the test, or fails it where CI is true, without one. */
    static Browser start(int port) {
        Path program = Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        assertThat(program != null || !MUST_RUN)
                .as("no Chromium to test the UI with")
                .isTrue();
        Assumptions.assumeTrue(program != null, "no Chromium to test the UI with");
        return new Browser(program, port);
    }

    /** A page in a profile of its own. */
    Page page(Look look) {
        BrowserContext context = browser.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.colours())
                .setBaseURL(origin));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        context.setDefaultNavigationTimeout(TIMEOUT_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            URI uri = URI.create(request.url().replaceAll("[?#].*", ""));
            if (!request.url().startsWith(origin + "/") && !"blob".equals(uri.getScheme())) {
                foreign.add(request.url());
            }
        });
        return page;
    }

    /** Closes all pages; they were quiet and asked nobody but their server, since the last look. */
    void assertQuiet() {
        browser.contexts().forEach(BrowserContext::close);
        assertThat(complaints).as("what the console said").isEmpty();
        assertThat(foreign).as("requests to others").isEmpty();
    }

    /** What the console said since the last look, which is forgotten. */
    List<String> takeComplaints() {
        List<String> taken = List.copyOf(complaints);
        complaints.clear();
        return taken;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
