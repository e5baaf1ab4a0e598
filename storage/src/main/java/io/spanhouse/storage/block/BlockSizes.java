package io.spanhouse.storage.block;

import io.spanhouse.storage.model.LineOutput;
import io.spanhouse.storage.model.StoreException;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of blocks go: sums by what they are for and by column, over any number of blocks. Shown every chunk of a
 * block in key order, it counts the bytes of whole chunks, envelopes included; a chunk that holds several columns is taken
 * apart. Holds one row group and a sum for each name. Not thread-safe.
 */
public final class BlockSizes implements AutoCloseable {
    /** What bytes are for. */
    public enum Purpose {
        IDS("trace and span ids"),
        TIMES("starts, durations, ticks"),
        TREE("parents"),
        FIELDS("names, kinds, status and other fields of spans"),
        ATTRIBUTES("attributes of spans"),
        EVENTS("events"),
        LINKS("links"),
        RESOURCES("resources"),
        SCOPES("instrumentation scopes"),
        TRACES("values of whole traces"),
        INDEXES("indexes: trace ids, operations"),
        FILTERS("filters of plain values"),
        DIRECTORIES("directories, headers and shapes"),
        OTHER("around blocks, unknown or damaged");

        private final String meaning;

        Purpose(String meaning) {
            this.meaning = meaning;
        }
    }

    private final Map<Purpose, Map<String, Long>> sums = new EnumMap<>(Purpose.class);
    private @Nullable BlockReader block;
    private final ReadScratch scratch = new ReadScratch();
    private long sparseBytes;

    /** Starts the next block; null if it cannot be opened: its columns have no names then. */
    public void start(@Nullable BlockReader reader) {
        block = reader;
        sparseBytes = 0;
    }

    /** Counts one chunk of the block, of so many bytes. */
    public void chunk(ChunkKey key, int bytes) {
        BlockReader reader = block;
        switch (key.kind()) {
            case DICTIONARY, DICTIONARY_INDEX -> dictionary(reader, key.part(), bytes);
            case TRACE, COLUMN -> column(reader, key.column(), bytes);
            case IDS -> add(Purpose.IDS, key.column() >>> 16 == 0 ? "trace ids" : "span ids", bytes);
            // Taken apart with the header, which follows.
            case SPARSE -> sparseBytes = bytes;
            case OPERATIONS -> add(Purpose.INDEXES, "operations", bytes);
            case FILTER -> add(Purpose.FILTERS, "values", bytes);
            case FRAMES -> add(Purpose.INDEXES, "frames of recordings", bytes);
            case LARGE -> add(Purpose.ATTRIBUTES, "values over 16 KiB", bytes);
            case GROUP -> group(reader, key.part(), bytes);
            case TRACE_INDEX -> add(Purpose.INDEXES, "trace ids", bytes);
            case GROUP_DIRECTORY -> add(Purpose.DIRECTORIES, "bounds of row groups", bytes);
            case BLOCK_DIRECTORY -> add(Purpose.DIRECTORIES, "blocks", bytes);
        }
    }

    /** Counts bytes that belong to no chunk. */
    public void other(String name, long bytes) {
        add(Purpose.OTHER, name, bytes);
    }

    private void group(@Nullable BlockReader reader, int part, int bytes) {
        long left = bytes + sparseBytes;
        sparseBytes = 0;
        if (reader == null) {
            add(Purpose.OTHER, "row groups of blocks that cannot be opened", left);
            return;
        }
        try (GroupReader group = reader.group(part, scratch)) {
            GroupHeader header = group.header();
            for (int i = 0; i < header.numbers.size(); i++) {
                if (header.places.get(i) != GroupHeader.PLACE_OWN) {
                    int number = header.numbers.get(i);
                    int length = group.payloadBytes(number).remaining();
                    column(reader, number, length);
                    left -= length;
                }
            }
            add(Purpose.DIRECTORIES, "headers and shapes of row groups", left);
        } catch (StoreException e) {
            add(Purpose.OTHER, "damaged row groups", left);
        }
    }

    private void dictionary(@Nullable BlockReader reader, int number, int bytes) {
        if (reader == null) {
            add(Purpose.OTHER, "dictionaries of blocks that cannot be opened", bytes);
            return;
        }
        if (number >= FixedDictionary.FIRST_ATTRIBUTE) {
            for (AttributeColumn column : reader.directory().columns()) {
                if (column.dictionary() == number) {
                    column(reader, column.number(), bytes);
                    return;
                }
            }
        }
        for (Field field : Field.values()) {
            FixedDictionary dictionary = field.dictionary();
            if (dictionary != null && dictionary.number() == number && field.level() != Level.TRACE) {
                column(reader, field.number(), bytes);
                return;
            }
        }
        add(Purpose.OTHER, "unknown dictionaries", bytes);
    }

    private void column(@Nullable BlockReader reader, int number, int bytes) {
        if (number >= Field.FIRST_ATTRIBUTE) {
            if (reader == null
                    || number - Field.FIRST_ATTRIBUTE
                            >= reader.directory().columns().size()) {
                add(Purpose.OTHER, "attributes of blocks that cannot be opened", bytes);
                return;
            }
            AttributeColumn column = reader.directory().column(number);
            add(purpose(column.level(), Purpose.ATTRIBUTES), ColumnNames.attribute(column), bytes);
            return;
        }
        Field field = Field.ofNumber(number);
        if (field == null) {
            add(Purpose.OTHER, "field " + number, bytes);
        } else {
            add(purpose(field), field.name(), bytes);
        }
    }

    private static Purpose purpose(Field field) {
        if (field == Field.PARENT || field == Field.OUTSIDE_PARENT) {
            return Purpose.TREE;
        }
        if (field == Field.START_AFTER || field == Field.DURATION || field == Field.TICK) {
            return Purpose.TIMES;
        }
        return purpose(field.level(), Purpose.FIELDS);
    }

    private static Purpose purpose(Level level, Purpose ofSpans) {
        return switch (level) {
            case SPAN -> ofSpans;
            case EVENT -> Purpose.EVENTS;
            case LINK -> Purpose.LINKS;
            case RESOURCE -> Purpose.RESOURCES;
            case SCOPE -> Purpose.SCOPES;
            case TRACE -> Purpose.TRACES;
        };
    }

    private void add(Purpose purpose, String name, long bytes) {
        sums.computeIfAbsent(purpose, key -> new TreeMap<>()).merge(name, bytes, Long::sum);
    }

    /** Bytes of a purpose. */
    public long bytes(Purpose purpose) {
        return sums.getOrDefault(purpose, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Bytes of every purpose that has any, by what it is. */
    public Map<String, Long> purposeBytes() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (Purpose purpose : Purpose.values()) {
            if (bytes(purpose) > 0) {
                bytes.put(purpose.meaning, bytes(purpose));
            }
        }
        return bytes;
    }

    /** All bytes. */
    public long bytes() {
        long bytes = 0;
        for (Purpose purpose : Purpose.values()) {
            bytes += bytes(purpose);
        }
        return bytes;
    }

    /** Prints the sums, the greatest first, with their share and what a span takes. */
    public void print(LineOutput out, long spans, long namesMax) {
        long all = Math.max(1, bytes());
        out.line(String.format(Locale.ROOT, "%-60s %15s %7s %10s", "", "bytes", "share", "a span"));
        for (Purpose purpose : Purpose.values()) {
            if (bytes(purpose) == 0) {
                continue;
            }
            out.line(row(purpose.meaning, bytes(purpose), all, spans));
            List<Map.Entry<String, Long>> names = sums.getOrDefault(purpose, Map.of()).entrySet().stream()
                    .sorted(Comparator.comparingLong((Map.Entry<String, Long> name) -> -name.getValue())
                            .thenComparing(Map.Entry::getKey))
                    .toList();
            for (int i = 0; i < Math.min(namesMax, names.size()); i++) {
                out.line(row("  " + names.get(i).getKey(), names.get(i).getValue(), all, spans));
            }
            if (names.size() > namesMax) {
                long rest = names.stream()
                        .skip(namesMax)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                out.line(row("  ... and " + (names.size() - namesMax) + " more", rest, all, spans));
            }
        }
        out.line(row("all", bytes(), all, spans));
    }

    private static String row(String name, long bytes, long all, long spans) {
        return String.format(
                Locale.ROOT,
                "%-60s %15d %6.1f%% %10s",
                name,
                bytes,
                100.0 * bytes / all,
                spans == 0 ? "-" : String.format(Locale.ROOT, "%.2f", (double) bytes / spans));
    }

    @Override
    public void close() {
        scratch.close();
    }
}
