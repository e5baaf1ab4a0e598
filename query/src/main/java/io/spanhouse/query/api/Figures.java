package io.spanhouse.query.api;

import io.spanhouse.storage.filter.Figure;
import io.spanhouse.storage.filter.Literal;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes what measures came to. */
final class Figures {
    private Figures() {}

    /** A property {@code figures}, one for each measure. */
    static void writeAll(List<Figure> figures, JsonGenerator json) {
        json.writeArrayPropertyStart("figures");
        figures.forEach(figure -> write(figure, json));
        json.writeEndArray();
    }

    /** One figure; null if there is no value. */
    static void write(Figure figure, JsonGenerator json) {
        if (figure instanceof Figure.None) {
            json.writeNull();
        } else if (figure instanceof Figure.Whole) {
            Literals.write(new Literal.Whole(((Figure.Whole) figure).value()), json);
        } else if (figure instanceof Figure.Decimal) {
            Literals.write(new Literal.Decimal(((Figure.Decimal) figure).value()), json);
        } else if (figure instanceof Figure.Quantiles) {
            Figure.Quantiles quantiles = (Figure.Quantiles) figure;
            json.writeStartObject();
            json.writeArrayPropertyStart("quantiles");
            quantiles.values().forEach(value -> write(value, json));
            json.writeEndArray();
            json.writeBooleanProperty("exact", quantiles.exact());
            json.writeEndObject();
        } else if (figure instanceof Figure.Histogram) {
            write((Figure.Histogram) figure, json);
        } else {
            Figure.Example example = (Figure.Example) figure;
            json.writeStartObject();
            json.writeStringProperty("traceId", example.traceId().toString());
            json.writeStringProperty("spanId", HexFormat.of().toHexDigits(example.spanId()));
            json.writeStringProperty("start", Long.toUnsignedString(example.startNanos()));
            json.writeStringProperty("duration", Long.toString(example.durationNanos()));
            json.writeEndObject();
        }
    }

    private static void write(Figure.Histogram histogram, JsonGenerator json) {
        json.writeStartObject();
        json.writeNumberProperty("scale", histogram.scale());
        json.writeStringProperty("zeros", Long.toString(histogram.zeros()));
        write("negative", histogram.negative(), json);
        write("positive", histogram.positive(), json);
        json.writeEndObject();
    }

    private static void write(String name, Figure.Buckets buckets, JsonGenerator json) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("offset", buckets.offset());
        json.writeArrayPropertyStart("counts");
        buckets.counts().forEach(count -> json.writeString(Long.toString(count)));
        json.writeEndArray();
        json.writeEndObject();
    }
}
