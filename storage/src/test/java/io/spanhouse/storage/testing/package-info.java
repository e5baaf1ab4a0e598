/**
 * What tests of every module share: seeded generators of spans, the canonical text of a row, and certificates. Published as the
 * module's test jar.
 *
 * <p>Imports any package of the module; nothing imports it but tests.
 */
@NullMarked
package io.spanhouse.storage.testing;

import org.jspecify.annotations.NullMarked;
