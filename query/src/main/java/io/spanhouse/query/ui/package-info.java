/**
 * Serves the web UI: the files of {@code src/main/resources/ui} as they are, and one document for all of its pages. What the
 * pages show they ask of the documented interface, as any client does; nothing of the store passes here, so no key is asked
 * for.
 *
 * <p>Files lie below {@code /ui/{build}/}, where the build is a digest of all files: they can be kept by browsers for ever,
 * and modules that import each other by relative paths are always of one build. The document is asked for anew each time and
 * names the build. All references are relative, so that the UI works behind a proxy that puts a path before it.
 *
 * <p>Imports {@code query} for what a listener mounts, and {@code query.http}.
 */
@NullMarked
package io.spanhouse.query.ui;

import org.jspecify.annotations.NullMarked;
