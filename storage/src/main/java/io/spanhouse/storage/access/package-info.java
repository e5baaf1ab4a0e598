/**
 * Who may do what: keys with scopes and projects, address ranges, rates, and the certificates of listeners. Both ingest and
 * query ask here, before they read a body.
 *
 * <p>A key is {@code sph_<16 hexadecimal digits>_<secret>}; the file holds only an HMAC of the secret, so a stolen file opens
 * nothing. The file is read again when it changes; a damaged one leaves the keys that were there before and raises
 * {@link io.spanhouse.storage.access.KeyRing#problem()}.
 *
 * <p>Imports {@code storage.model} and {@code storage.filter}.
 */
@NullMarked
package io.spanhouse.storage.access;

import org.jspecify.annotations.NullMarked;
