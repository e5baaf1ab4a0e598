/**
 * Proof that nothing is lost: a list of what a server has acknowledged, kept by the client alone, and the reading back of all
 * of it by id and by search, also after the server was killed in the middle of its work.
 *
 * <p>A directory of lists holds two text files, {@code sent} and {@code acked}, with one line a span: trace id (32
 * hexadecimal digits), space, span id (16), space, digest of the whole content (16), line feed; 67 bytes. A span is in
 * {@code sent} before its request is; it is in {@code acked}, which is synced, only after the answer came. What is in {@code
 * sent} alone is in doubt: it may be there or not, but not changed and not twice. A line cut short by a crash of the client
 * does not count.
 *
 * <p>May import {@code deploy.load}, {@code storage.model} for ids, and the wire's own messages.
 */
@NullMarked
package io.spanhouse.deploy.verify;

import org.jspecify.annotations.NullMarked;
