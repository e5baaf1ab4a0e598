package io.spanhouse.deploy.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Merges the sources of settings, the later ones winning: defaults, file, environment, flags. In a file keys may be nested
 * or dotted. A variable with {@code _FILE} behind its name gives a file that holds the value.
 */
public final class ConfigurationReader {
    /** Names the file, if no flag does. */
    public static final String FILE_VARIABLE = "SPANHOUSE_CONFIG";

    /** The key that commands which call a server present, {@code load} and {@code verify}; no setting of the server. */
    public static final String CLIENT_KEY_VARIABLE = "SPANHOUSE_KEY";

    private static final String PREFIX = "SPANHOUSE_";
    private static final String FILE_SUFFIX = "_FILE";
    private static final YAMLMapper MAPPER = YAMLMapper.builder().build();

    private final Map<String, String> environment;

    /** A reader for an environment, as {@link System#getenv()} gives it. */
    public ConfigurationReader(Map<String, String> environment) {
        this.environment = new TreeMap<>(environment);
    }

    /**
     * Reads everything.
     *
     * @param file named by a flag; null: by {@link #FILE_VARIABLE}, else none
     * @param flags texts by key
     * @throws ConfigurationException if a key is unknown or a file cannot be read
     */
    public Configuration read(@Nullable Path file, Map<String, String> flags) {
        Map<Setting, Configuration.Value> values = new EnumMap<>(Setting.class);
        String named = environment.get(FILE_VARIABLE);
        Path source = file != null ? file : named == null || named.isEmpty() ? null : Path.of(named);
        if (source != null) {
            readFile(source, values);
        }
        readEnvironment(values);
        for (Map.Entry<String, String> flag : flags.entrySet()) {
            Setting setting = known(flag.getKey(), "flag --" + flag.getKey());
            values.put(setting, new Configuration.Value(flag.getValue(), "flag --" + flag.getKey()));
        }
        return new Configuration(values);
    }

    private static void readFile(Path file, Map<Setting, Configuration.Value> values) {
        JsonNode tree;
        try {
            tree = MAPPER.readTree(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new ConfigurationException("configuration file " + file + " cannot be read: " + e.getMessage(), e);
        }
        Map<String, String> flat = new TreeMap<>();
        if (!tree.isNull() && !tree.isMissingNode()) {
            flatten("", tree, flat, file);
        }
        for (Map.Entry<String, String> entry : flat.entrySet()) {
            Setting setting = known(entry.getKey(), "file " + file);
            values.put(setting, new Configuration.Value(entry.getValue(), "file " + file));
        }
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> flat, Path file) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                flatten(
                        prefix.isEmpty() ? member.getKey() : prefix + "." + member.getKey(),
                        member.getValue(),
                        flat,
                        file);
            }
        } else if (prefix.isEmpty()) {
            throw new ConfigurationException("configuration file " + file + " holds no mapping of keys to values");
        } else if (node.isArray()) {
            StringBuilder joined = new StringBuilder();
            for (JsonNode element : node) {
                joined.append(joined.isEmpty() ? "" : ",").append(element.asString());
            }
            flat.put(prefix, joined.toString());
        } else {
            flat.put(prefix, node.isNull() ? "" : node.asString());
        }
    }

    private void readEnvironment(Map<Setting, Configuration.Value> values) {
        Map<String, Setting> byName = new TreeMap<>();
        for (Setting setting : Setting.values()) {
            byName.put(setting.environmentName(), setting);
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            String name = variable.getKey();
            if (!name.startsWith(PREFIX) || name.equals(FILE_VARIABLE) || name.equals(CLIENT_KEY_VARIABLE)) {
                continue;
            }
            Setting setting = byName.get(name);
            if (setting != null) {
                values.put(setting, new Configuration.Value(variable.getValue(), "variable " + name));
                continue;
            }
            Setting fromFile = name.endsWith(FILE_SUFFIX)
                    ? byName.get(name.substring(0, name.length() - FILE_SUFFIX.length()))
                    : null;
            if (fromFile == null) {
                throw new ConfigurationException(
                        "variable " + name + " is no setting" + suggestion(name, byName.keySet()));
            }
            values.put(fromFile, new Configuration.Value(contentOf(name, variable.getValue()), "variable " + name));
        }
    }

    private static String contentOf(String name, String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new ConfigurationException("variable " + name + " names " + file + ", which cannot be read", e);
        }
    }

    private static Setting known(String key, String origin) {
        Setting setting = Setting.ofKey(key);
        if (setting == null) {
            Map<String, Setting> byKey = new TreeMap<>();
            for (Setting candidate : Setting.values()) {
                byKey.put(candidate.key(), candidate);
            }
            throw new ConfigurationException(
                    "'" + key + "' (" + origin + ") is no setting" + suggestion(key, byKey.keySet()));
        }
        return setting;
    }

    private static String suggestion(String found, Iterable<String> names) {
        String nearest = Nearest.to(found, names);
        return nearest.isEmpty() ? "; config print lists them all" : "; did you mean '" + nearest + "'?";
    }
}
