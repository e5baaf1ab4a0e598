package io.spanhouse.storage.block;

import io.spanhouse.storage.model.ScopeColumns;
import io.spanhouse.storage.model.SpanBatch;
import io.spanhouse.storage.model.SpanBatchBuilder;
import io.spanhouse.storage.model.ValueBytes;
import io.spanhouse.storage.model.ValueType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Spans with the attributes of a recorded shop (shop-spans.txt: 16 services, ten attributes a span) and everything fresh
 * that would be: ids, times, ports, sessions, request ids. 4.5 spans a trace, nested. For figures of size and speed: a
 * recording played twice would flatter them. The same seed gives the same spans. Not thread-safe.
 */
final class ShopSpans {
    private static final long START_NANOS = 1_790_000_000_000_000_000L;
    private static final int SPANS_OF_TRACE_MAX = 8;
    private static final int SESSIONS = 400;
    private static final int TRACE_GAP_NANOS_MAX = 90_000;

    private final SplittableRandom random;
    private final boolean oneUniqueAttribute;
    private final SpanBatchBuilder builder = new SpanBatchBuilder();
    private final List<Form> forms = new ArrayList<>();
    private final Map<String, String[]> resources = new HashMap<>();
    private final String[] sessions = new String[SESSIONS];
    private final byte[] number = new byte[ValueBytes.NUMBER_BYTES];
    private String session = "";

    /** A form of span: its median duration, and the fields of its line. */
    private record Form(long durationNanos, String[] fields) {}

    /** @param oneUniqueAttribute whether each span has one more attribute, a UUID that no other has */
    ShopSpans(long seed, boolean oneUniqueAttribute) {
        this.random = new SplittableRandom(seed);
        this.oneUniqueAttribute = oneUniqueAttribute;
        for (int i = 0; i < SESSIONS; i++) {
            sessions[i] = uuid();
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(ShopSpans.class.getResourceAsStream("shop-spans.txt")),
                StandardCharsets.UTF_8))) {
            lines.lines().forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        String[] fields = line.split("\t", -1);
        if (fields[0].equals("resource")) {
            resources.put(fields[1], fields);
        } else if (fields[0].equals("span")) {
            for (int i = Integer.parseInt(fields[1]); i > 0; i--) {
                forms.add(new Form(Math.max(1_000, Long.parseLong(fields[2])), fields));
            }
        }
    }

    /** About so many spans, at least as many: the last trace is whole. */
    SpanBatch batch(int spans) {
        long now = START_NANOS;
        while (builder.rowCount() < spans) {
            now += random.nextInt(TRACE_GAP_NANOS_MAX);
            trace(now);
        }
        return builder.build();
    }

    private void trace(long now) {
        int spans = 1 + random.nextInt(SPANS_OF_TRACE_MAX);
        long high = random.nextLong();
        long low = random.nextLong();
        session = sessions[random.nextInt(SESSIONS)];
        long[] ids = new long[spans];
        long[] starts = new long[spans];
        long[] ends = new long[spans];
        for (int i = 0; i < spans; i++) {
            Form form = forms.get(random.nextInt(forms.size()));
            int parent = i == 0 ? -1 : random.nextInt(i);
            ids[i] = random.nextLong() | 1;
            long duration = (long) (form.durationNanos() * (0.5 + random.nextDouble()));
            starts[i] = now;
            if (parent >= 0) {
                long room = Math.max(1, (ends[parent] - starts[parent]) / 2);
                starts[i] = starts[parent] + (long) (random.nextDouble() * random.nextDouble() * room);
                duration = Math.max(500, Math.min(duration, ends[parent] - starts[i]));
            }
            ends[i] = starts[i] + duration;
            int resource = resource(form.fields()[3]);
            int scope = scope(form.fields());
            builder.startSpan()
                    .resource(resource)
                    .scope(scope)
                    .traceId(high, low)
                    .spanId(ids[i]);
            builder.parentSpanId(parent < 0 ? 0 : ids[parent])
                    .startNanos(starts[i])
                    .endNanos(ends[i]);
            span(form.fields(), starts[i], duration);
            builder.endSpan();
            builder.tick(5_000 + (now - START_NANOS) / 1_000_000_000L);
        }
    }

    private int resource(String service) {
        String[] fields = resources.get(service);
        for (int i = 2; i + 2 < fields.length; i += 3) {
            builder.resourceAttribute(pair(fields[i], fields[i + 1], fields[i + 2]));
        }
        return builder.resource(true, 0, 0, 0);
    }

    private int scope(String[] fields) {
        return builder.scope(new ScopeColumns.Fields(true, builder.string(fields[4]), builder.string(fields[5]), 0, 0));
    }

    private void span(String[] fields, long start, long duration) {
        builder.name(builder.string(fields[6]))
                .kind(Integer.parseInt(fields[7]))
                .flags(Integer.parseInt(fields[8]));
        if (!fields[9].equals("0")) {
            builder.status(Integer.parseInt(fields[9]), builder.string("failed"));
        }
        for (int i = 11; i + 2 < fields.length; i += 3) {
            builder.attribute(pair(fields[i], fields[i + 1], fields[i + 2]));
        }
        if (oneUniqueAttribute) {
            builder.attribute(pair("app.request.id", "s", uuid()));
        }
        for (int i = Integer.parseInt(fields[10]); i > 0; i--) {
            builder.startEvent();
            builder.eventTimeNanos(start + random.nextLong(duration));
            builder.eventName(builder.string("message"));
            builder.eventAttribute(pair("message.type", "s", i % 2 == 0 ? "SENT" : "RECEIVED"));
            builder.eventAttribute(pair("message.id", "i", Integer.toString(i)));
            builder.endEvent();
        }
    }

    private int pair(String key, String type, String value) {
        int keyString = builder.string(key);
        switch (type) {
            case "i":
                boolean port = value.equals("{port}");
                ValueBytes.putInt(number, 0, port ? 30_000 + random.nextInt(30_000) : Long.parseLong(value));
                return builder.pair(keyString, ValueType.INT, number, 0, number.length);
            case "b":
                number[0] = (byte) (value.equals("true") ? 1 : 0);
                return builder.pair(keyString, ValueType.BOOL, number, 0, 1);
            case "d":
                ValueBytes.putDoubleBits(number, 0, Double.doubleToRawLongBits(Double.parseDouble(value)));
                return builder.pair(keyString, ValueType.DOUBLE, number, 0, number.length);
            default:
                String text = value.equals("{fresh}") ? uuid() : value.replace("{session}", session);
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                return builder.pair(keyString, ValueType.STRING, bytes, 0, bytes.length);
        }
    }

    private String uuid() {
        String digits =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        return digits.substring(0, 8)
                + '-'
                + digits.substring(8, 12)
                + '-'
                + digits.substring(12, 16)
                + '-'
                + digits.substring(16, 20)
                + '-'
                + digits.substring(20);
    }
}
