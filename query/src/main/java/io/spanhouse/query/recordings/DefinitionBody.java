package io.spanhouse.query.recordings;

import io.spanhouse.query.http.JsonInput;
import io.spanhouse.storage.scripts.DefinitionFields;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a request says of a trace definition. */
final class DefinitionBody {
    /** Fields that may be changed. */
    private static final Set<String> FIELDS =
            Set.of("scripts", "description", "user", "resolution", "keep", "enabled", "everyNth", "onlyWithException");

    /** What a new one may be made from, beside the scripts themselves. */
    static final String SCRIPT = "script";

    static final String RUN = "run";

    private DefinitionBody() {}

    /** The body of a request that makes a definition. */
    static JsonInput ofNew(byte[] body) {
        JsonInput input = JsonInput.body(body);
        Set<String> names = new TreeSet<>(FIELDS);
        names.add(SCRIPT);
        names.add(RUN);
        input.object(names);
        int sources = 0;
        for (String source : List.of("scripts", SCRIPT, RUN)) {
            sources += input.member(source).present() ? 1 : 0;
        }
        if (sources != 1) {
            throw input.unexpected("exactly one of script, scripts and run");
        }
        return input;
    }

    /** The body of a request that changes one. */
    static JsonInput ofChange(byte[] body) {
        return JsonInput.body(body).object(FIELDS);
    }

    /** The fields before, with those that the body has in their place. */
    static DefinitionFields merge(DefinitionFields before, JsonInput input) {
        JsonInput scripts = input.member("scripts");
        return new DefinitionFields(
                scripts.present() ? scripts(scripts) : before.scripts(),
                description(input.member("description"), before),
                user(input.member("user"), before),
                every(input.member("resolution"), before.resolution()),
                input.member("keep").present() ? DefinitionKeep.days(input.member("keep")) : before.keepDays(),
                truth(input.member("enabled"), before.enabled()),
                every(input.member("everyNth"), before.everyNth()),
                truth(input.member("onlyWithException"), before.onlyWithException()));
    }

    /** Names of scripts. */
    static List<String> scripts(JsonInput input) {
        List<String> scripts =
                input.elements().stream().map(DefinitionBody::script).toList();
        if (scripts.isEmpty() || scripts.size() > DefinitionFields.SCRIPTS_MAX) {
            throw input.unexpected("1 to " + DefinitionFields.SCRIPTS_MAX + " scripts");
        }
        return scripts;
    }

    /** A script's name. */
    static String script(JsonInput input) {
        String script = input.text();
        if (script.isEmpty()) {
            throw input.unexpected("the name of a script");
        }
        return script;
    }

    private static String description(JsonInput input, DefinitionFields before) {
        if (!input.present()) {
            return before.description();
        }
        String text = input.text();
        if (text.length() > DefinitionFields.DESCRIPTION_CHARS_MAX) {
            throw input.unexpected("at most " + DefinitionFields.DESCRIPTION_CHARS_MAX + " characters");
        }
        return text;
    }

    private static String user(JsonInput input, DefinitionFields before) {
        return input.present() ? input.text() : before.user();
    }

    private static int every(JsonInput input, int before) {
        return input.present() ? input.whole(1, DefinitionFields.EVERY_MAX) : before;
    }

    private static boolean truth(JsonInput input, boolean before) {
        return input.present() ? input.truth() : before;
    }
}
