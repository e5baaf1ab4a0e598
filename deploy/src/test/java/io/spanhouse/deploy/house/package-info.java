/**
 * Keeps the house as it was drawn: which module and package may import which, what lies at the top level, how long a
 * file may get, which words and calls stay out, and that what the documents name exists. May import nothing of ours.
 */
@NullMarked
package io.spanhouse.deploy.house;

import org.jspecify.annotations.NullMarked;
