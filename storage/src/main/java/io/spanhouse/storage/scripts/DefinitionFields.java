package io.spanhouse.storage.scripts;

import io.spanhouse.storage.model.FailureKind;
import io.spanhouse.storage.model.StoreException;
import io.spanhouse.storage.rocks.OwnKey;
import java.util.List;

/**
 * What a person sets of a trace definition.
 *
 * @param scripts names of the scripts that are recorded, 1 to {@link #SCRIPTS_MAX}, each once
 * @param description free text
 * @param user only runs of this user are recorded; empty for everybody's
 * @param resolution 1 keeps every frame, 5 every fifth: those whose index is a multiple of it
 * @param keepDays for how many days a recording is kept; {@link #FOREVER} for as long as its spans are
 * @param enabled whether runs are recorded now
 * @param everyNth 1 records every execution, 5 the first of each five
 * @param onlyWithException whether only runs that ended with an exception are listed
 */
public record DefinitionFields(
        List<String> scripts,
        String description,
        String user,
        int resolution,
        int keepDays,
        boolean enabled,
        int everyNth,
        boolean onlyWithException) {
    /** Most scripts of one definition. */
    public static final int SCRIPTS_MAX = 100;

    /** Longest name of a script or user, in bytes of UTF-8. */
    public static final int NAME_BYTES_MAX = OwnKey.TEXT_BYTES_MAX;

    /** Longest description, in characters. */
    public static final int DESCRIPTION_CHARS_MAX = 1_000;

    /** Coarsest resolution, and rarest execution. */
    public static final int EVERY_MAX = 1_000_000;

    /** Longest time of keeping that is not for ever. */
    public static final int KEEP_DAYS_MAX = 36_500;

    /** As {@code keepDays}: until the spans go. */
    public static final int FOREVER = 0;

    public DefinitionFields {
        scripts = List.copyOf(scripts);
        require(
                !scripts.isEmpty() && scripts.size() <= SCRIPTS_MAX,
                "scripts are " + scripts.size() + ", expected 1 to " + SCRIPTS_MAX);
        require(scripts.stream().distinct().count() == scripts.size(), "a script comes twice, expected each once");
        for (String script : scripts) {
            requireName("a script's name", script, 1);
        }
        requireName("user", user, 0);
        require(
                description.length() <= DESCRIPTION_CHARS_MAX,
                "description has " + description.length() + " characters, expected at most " + DESCRIPTION_CHARS_MAX);
        requireBetween("resolution", resolution, 1, EVERY_MAX);
        requireBetween("everyNth", everyNth, 1, EVERY_MAX);
        requireBetween("keepDays", keepDays, FOREVER, KEEP_DAYS_MAX);
    }

    /** A definition that records everything of some scripts for ever. */
    public static DefinitionFields of(List<String> scripts) {
        return new DefinitionFields(scripts, "", "", 1, FOREVER, true, 1, false);
    }

    /** The same, recording nothing new. */
    DefinitionFields disabled() {
        return new DefinitionFields(
                scripts, description, user, resolution, keepDays, false, everyNth, onlyWithException);
    }

    /** Whether runs of a script by a user are meant. */
    public boolean matches(String script, String byUser) {
        return enabled && scripts.contains(script) && (user.isEmpty() || user.equals(byUser));
    }

    private static void requireName(String what, String name, int least) {
        require(
                name.length() >= least && OwnKey.fits(name),
                what + " has " + name.length() + " characters, expected " + least + " to " + NAME_BYTES_MAX + " bytes");
    }

    private static void requireBetween(String name, int value, int least, int most) {
        require(value >= least && value <= most, name + " is " + value + ", expected " + least + " to " + most);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new StoreException(FailureKind.BAD_INPUT, message);
        }
    }
}
