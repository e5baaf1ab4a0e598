package io.spanhouse.deploy.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;

/** What many pages have. */
final class PageParts {
    private PageParts() {}

    /** The rows of a list, without its head. */
    static Locator rows(Page page) {
        return page.locator(".listrow:not(.head)");
    }

    /** The button of exactly this name. */
    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
