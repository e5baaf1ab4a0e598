/**
 * The web UI of the packaged program in a real browser: the Chromium that the machine has. Without one the tests say so and are
 * skipped, and fail where CI is true.
 */
package io.spanhouse.deploy.browser;
