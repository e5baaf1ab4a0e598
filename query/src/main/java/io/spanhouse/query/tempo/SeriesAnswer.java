package io.spanhouse.query.tempo;

import com.google.protobuf.MessageLite;
import io.spanhouse.proto.tempo.InstantSeries;
import io.spanhouse.proto.tempo.PartialStatus;
import io.spanhouse.proto.tempo.QueryInstantResponse;
import io.spanhouse.proto.tempo.QueryRangeResponse;
import io.spanhouse.proto.tempo.Sample;
import io.spanhouse.proto.tempo.SearchMetrics;
import io.spanhouse.proto.tempo.TimeSeries;
import io.spanhouse.storage.filter.Completeness;
import io.spanhouse.storage.filter.Literal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Series as they are answered: with points where the window has steps, with one value each where it has none.
 *
 * @param exemplars most spans that are shown for points, of all series together
 * @param cut whether there are more series than were asked for
 */
record SeriesAnswer(MetricsWindow window, List<Series> series, int exemplars, Completeness completeness, boolean cut)
        implements TempoAnswer {
    private static final long NANOS_PER_MILLI = 1_000_000;

    SeriesAnswer {
        series = List.copyOf(series);
    }

    private boolean instant() {
        return window.steps() == null;
    }

    private boolean partial() {
        return cut || !completeness.complete();
    }

    private String reason() {
        return cut ? "more series than maxSeries" : completeness.reason().text();
    }

    /** The exemplars of each series that are shown: those whose point is there, so many of each that all have some. */
    private List<List<Series.Exemplar>> shown() {
        List<List<Series.Exemplar>> shown = new ArrayList<>();
        int left = exemplars;
        int each = Math.max(1, exemplars / Math.max(1, series.size()));
        for (Series one : series) {
            List<Series.Exemplar> some = new ArrayList<>();
            for (Series.Exemplar exemplar : one.exemplars()) {
                if (some.size() < Math.min(each, left) && !Double.isNaN(one.values()[exemplar.step()])) {
                    some.add(exemplar);
                }
            }
            left -= some.size();
            shown.add(some);
        }
        return shown;
    }

    private static long millis(Series.Exemplar exemplar) {
        return Long.divideUnsigned(exemplar.startNanos(), NANOS_PER_MILLI);
    }

    @Override
    public void json(JsonGenerator json) {
        List<List<Series.Exemplar>> shown = shown();
        json.writeStartObject();
        json.writeArrayPropertyStart("series");
        for (int i = 0; i < series.size(); i++) {
            Series one = series.get(i);
            json.writeStartObject();
            json.writeArrayPropertyStart("labels");
            one.labels().forEach(label -> AnyValues.attribute(label.key(), label.value(), json));
            json.writeEndArray();
            if (instant()) {
                value(one.values()[0], json);
            } else {
                samples(one, json);
                exemplars(shown.get(i), json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectPropertyStart("metrics");
        json.writeEndObject();
        if (partial()) {
            json.writeStringProperty("status", PartialStatus.PARTIAL.name());
            json.writeStringProperty("message", reason());
        }
        json.writeEndObject();
    }

    private void samples(Series one, JsonGenerator json) {
        json.writeArrayPropertyStart("samples");
        for (int step = 0; step < one.values().length; step++) {
            if (!Double.isNaN(one.values()[step])) {
                json.writeStartObject();
                json.writeStringProperty("timestampMs", Long.toString(window.millis(step)));
                value(one.values()[step], json);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private static void exemplars(List<Series.Exemplar> exemplars, JsonGenerator json) {
        json.writeArrayPropertyStart("exemplars");
        for (Series.Exemplar exemplar : exemplars) {
            json.writeStartObject();
            json.writeArrayPropertyStart("labels");
            AnyValues.attribute(Series.TRACE, new Literal.Text(exemplar.traceId()), json);
            json.writeEndArray();
            value(exemplar.value(), json);
            json.writeStringProperty("timestampMs", Long.toUnsignedString(millis(exemplar)));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A value of 0 is left out, as protobuf's JSON does; so is the value of a series that has none. */
    private static void value(double value, JsonGenerator json) {
        if (value != 0 && !Double.isNaN(value)) {
            json.writeName("value");
            AnyValues.plain(value, json);
        }
    }

    @Override
    public MessageLite message() {
        if (instant()) {
            QueryInstantResponse.Builder message =
                    QueryInstantResponse.newBuilder().setMetrics(SearchMetrics.getDefaultInstance());
            for (Series one : series) {
                InstantSeries.Builder into = message.addSeriesBuilder();
                one.labels().forEach(label -> into.addLabels(AnyValues.message(label.key(), List.of(label.value()))));
                into.setValue(Double.isNaN(one.values()[0]) ? 0 : one.values()[0]);
            }
            if (partial()) {
                message.setStatus(PartialStatus.PARTIAL).setMessage(reason());
            }
            return message.build();
        }
        return ranges(Integer.MAX_VALUE).get(0);
    }

    /** The series over time in messages, each but the last of which has at least so many bytes; at least one. */
    List<QueryRangeResponse> ranges(int bytes) {
        List<QueryRangeResponse> messages = new ArrayList<>();
        List<List<Series.Exemplar>> shown = shown();
        QueryRangeResponse.Builder message = QueryRangeResponse.newBuilder();
        long size = 0;
        for (int i = 0; i < series.size(); i++) {
            TimeSeries one = range(series.get(i), shown.get(i));
            size += one.getSerializedSize();
            message.addSeries(one);
            if (size >= bytes && i + 1 < series.size()) {
                messages.add(message.build());
                message = QueryRangeResponse.newBuilder();
                size = 0;
            }
        }
        if (partial()) {
            message.setStatus(PartialStatus.PARTIAL).setMessage(reason());
        }
        message.setMetrics(SearchMetrics.newBuilder().setCompletedJobs(1).setTotalJobs(1));
        messages.add(message.build());
        return messages;
    }

    private TimeSeries range(Series one, List<Series.Exemplar> exemplars) {
        TimeSeries.Builder into = TimeSeries.newBuilder();
        one.labels().forEach(label -> into.addLabels(AnyValues.message(label.key(), List.of(label.value()))));
        for (int step = 0; step < one.values().length; step++) {
            if (!Double.isNaN(one.values()[step])) {
                into.addSamples(
                        Sample.newBuilder().setTimestampMs(window.millis(step)).setValue(one.values()[step]));
            }
        }
        for (Series.Exemplar exemplar : exemplars) {
            into.addExemplarsBuilder()
                    .addLabels(AnyValues.message(Series.TRACE, List.of(new Literal.Text(exemplar.traceId()))))
                    .setValue(exemplar.value())
                    .setTimestampMs(millis(exemplar));
        }
        return into.build();
    }
}
