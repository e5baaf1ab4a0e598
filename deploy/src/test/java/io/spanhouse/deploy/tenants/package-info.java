/**
 * Whether two projects on one program see anything of each other: every way in that the running program lists is walked.
 *
 * <p>Imports the clients of {@code deploy.acceptance} and what those import.
 */
package io.spanhouse.deploy.tenants;
