package io.spanhouse.storage;

import io.spanhouse.storage.rocks.OwnDirectory;
import io.spanhouse.storage.scripts.ScriptState;
import java.nio.file.Path;
import java.util.Optional;

/** What an open store has of scripts: their own rows, and the directory these lie in. */
record ScriptParts(OwnDirectory directory, ScriptState state) implements AutoCloseable {
    static ScriptParts open(Path path, StoreOptions options) {
        OwnDirectory directory = OwnDirectory.open(path);
        return new ScriptParts(directory, new ScriptState(directory, options.clock()));
    }

    /** What an operator should know. */
    Optional<String> alarm() {
        return directory.alarm().isEmpty() ? Optional.empty() : Optional.of(directory.alarm());
    }

    @Override
    public void close() {
        directory.close();
    }
}
