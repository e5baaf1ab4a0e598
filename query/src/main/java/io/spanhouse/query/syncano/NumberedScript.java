package io.spanhouse.query.syncano;

/** A script with the number that clients know it by. */
record NumberedScript(long number, String name) {}
