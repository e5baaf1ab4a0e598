/**
 * The configuration: every setting once, with its kind, default and description ({@link
 * io.spanhouse.deploy.config.Setting}); one merge of defaults, file, environment and flags ({@link
 * io.spanhouse.deploy.config.ConfigurationReader}); and the typed {@link io.spanhouse.deploy.config.ServerOptions} that the
 * program is wired from. An unknown key stops the start. The operator's page {@code deploy/docs/configuration.md} is
 * written from the same settings.
 *
 * <p>Imports {@code storage} and {@code storage.model}.
 */
@NullMarked
package io.spanhouse.deploy.config;

import org.jspecify.annotations.NullMarked;
