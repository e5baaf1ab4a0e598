package io.spanhouse.query.syncano;

import io.spanhouse.storage.scripts.RunRow;

/** A run with the number that clients know it by. */
record NumberedRun(long number, RunRow run) {}
