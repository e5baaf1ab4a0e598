package io.spanhouse.deploy.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of every setting with where it came from, and its typed reading. Immutable. */
public final class Configuration {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z%]*)");

    private final Map<Setting, Value> values;

    Configuration(Map<Setting, Value> values) {
        this.values = new EnumMap<>(values);
    }

    /**
     * One setting's text.
     *
     * @param origin where it came from, for people: {@code default}, a file, a variable or a flag
     */
    public record Value(String text, String origin) {}

    /** The text of a setting and where it came from. */
    public Value value(Setting setting) {
        Value value = values.get(setting);
        return value == null ? new Value(setting.defaultText(), "default") : value;
    }

    /** The text of a setting. */
    public String text(Setting setting) {
        return value(setting).text();
    }

    /** A truth. */
    public boolean truth(Setting setting) {
        switch (text(setting).toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                throw unexpected(setting, setting.kind().form());
        }
    }

    /** A whole number from {@code least} to {@code most}. */
    public int number(Setting setting, int least, int most) {
        try {
            int number = Integer.parseInt(text(setting).trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(message(setting, "a whole number from " + least + " to " + most), e);
        }
        throw unexpected(setting, "a whole number from " + least + " to " + most);
    }

    /** A port, 0 for none. */
    public int port(Setting setting) {
        return number(setting, 0, 65_535);
    }

    /** Bytes from {@code least} to {@code most}. */
    public long size(Setting setting, long least, long most) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text(setting).trim());
        if (matcher.matches()) {
            long factor = sizeFactor(matcher.group(2));
            long number = Long.parseLong(matcher.group(1));
            if (factor > 0 && number <= Long.MAX_VALUE / factor) {
                long bytes = number * factor;
                if (bytes >= least && bytes <= most) {
                    return bytes;
                }
                throw unexpected(setting, "from " + least + " to " + most + " bytes");
            }
        }
        throw unexpected(setting, setting.kind().form());
    }

    /** Bytes, or a share of {@code wholeBytes}. */
    public long sizeOrShare(Setting setting, long wholeBytes) {
        String text = text(setting).trim();
        if (!text.endsWith("%")) {
            return size(setting, 1, Long.MAX_VALUE);
        }
        try {
            int share = Integer.parseInt(text.substring(0, text.length() - 1).trim());
            if (share >= 1 && share <= 100) {
                return wholeBytes / 100 * share;
            }
        } catch (NumberFormatException e) {
            throw new ConfigurationException(message(setting, setting.kind().form()), e);
        }
        throw unexpected(setting, "a share from 1% to 100%");
    }

    /** A time of at least {@code least}. */
    public Duration duration(Setting setting, Duration least) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text(setting).trim());
        if (matcher.matches() && matcher.group(1).length() <= 9) {
            long number = Long.parseLong(matcher.group(1));
            Duration unit = durationUnit(matcher.group(2));
            if (!unit.isZero()) {
                Duration duration = unit.multipliedBy(number);
                if (duration.compareTo(least) < 0) {
                    throw unexpected(setting, "at least " + least.toMillis() + "ms");
                }
                return duration;
            }
        }
        throw unexpected(setting, setting.kind().form());
    }

    /** Texts, those that are empty left out. */
    public List<String> list(Setting setting) {
        List<String> list = new ArrayList<>();
        for (String part : text(setting).split(",", -1)) {
            if (!part.isBlank()) {
                list.add(part.trim());
            }
        }
        return list;
    }

    /** One of some texts. */
    public String choice(Setting setting, List<String> choices) {
        String text = text(setting).toLowerCase(Locale.ROOT);
        if (!choices.contains(text)) {
            throw unexpected(setting, "one of " + String.join(", ", choices));
        }
        return text;
    }

    /** What was found and what was expected of a setting. */
    public ConfigurationException unexpected(Setting setting, String expected) {
        return new ConfigurationException(message(setting, expected));
    }

    private String message(Setting setting, String expected) {
        Value value = value(setting);
        return setting.key() + " is '" + value.text() + "' (" + value.origin() + "), expected " + expected;
    }

    private static long sizeFactor(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1;
            case "k", "kb", "kib" -> 1L << 10;
            case "m", "mb", "mib" -> 1L << 20;
            case "g", "gb", "gib" -> 1L << 30;
            case "t", "tb", "tib" -> 1L << 40;
            default -> 0;
        };
    }

    private static Duration durationUnit(String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ZERO;
        };
    }
}
