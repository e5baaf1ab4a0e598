package io.spanhouse.deploy.config;

import io.spanhouse.storage.scripts.ScriptField;
import io.spanhouse.storage.scripts.ScriptNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads which attributes say what of scripts: {@code run-id=job.id}, several names of a field by several texts. */
final class ScriptAttributes {
    private ScriptAttributes() {}

    static ScriptNames of(Configuration from) {
        Map<ScriptField, List<String>> names = new EnumMap<>(ScriptField.class);
        for (String text : from.list(Setting.SCRIPTS_ATTRIBUTES)) {
            int equals = text.indexOf('=');
            ScriptField field = equals <= 0 || equals == text.length() - 1 ? null : field(text.substring(0, equals));
            if (field == null) {
                List<String> keys = new ArrayList<>();
                for (ScriptField known : ScriptField.values()) {
                    keys.add(key(known));
                }
                throw from.unexpected(
                        Setting.SCRIPTS_ATTRIBUTES,
                        "texts such as run-id=job.id; known before the = are " + String.join(", ", keys));
            }
            names.computeIfAbsent(field, absent -> new ArrayList<>()).add(text.substring(equals + 1));
        }
        return ScriptNames.with(names);
    }

    private static @Nullable ScriptField field(String key) {
        for (ScriptField field : ScriptField.values()) {
            if (key(field).equals(key)) {
                return field;
            }
        }
        return null;
    }

    private static String key(ScriptField field) {
        return field.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
