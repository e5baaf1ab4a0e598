package io.spanhouse.query.jaeger;

import static io.spanhouse.query.jaeger.JaegerShop.NEW;
import static io.spanhouse.query.jaeger.JaegerShop.OLD;
import static io.spanhouse.query.jaeger.JaegerShop.ids;
import static io.spanhouse.query.jaeger.JaegerShop.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.spanhouse.query.testing.Running;
import io.spanhouse.storage.testing.MemoryTraceStore;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Every parameter of a search over HTTP, older API and version 3, and what is refused: a row for each, one server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JaegerSearchTest {
    private final MemoryTraceStore memory = new MemoryTraceStore();
    private final Running server = new Running(memory);

    @BeforeAll
    void send() {
        JaegerShop.send(memory);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "web,b a",
        "db,a",
        "nobody,''",
        "web&operation=GET+/,b a",
        "web&operation=select,''",
        "web&minDuration=1s,a",
        "web&minDuration=1ms&maxDuration=1500ms,b a",
        "web&maxDuration=1499ms,b",
        "web&tag=z:last,a",
        "web&tag=z:last&tag=a:9007199254740993,a",
        "web&tag=a:9007199254740993&tag=d:72.5,''",
        "web&tags=%7B%22d%22:%2272.5%22%7D,b",
        "web&tag=b:AQI=,b",
        "'web&tag=l:[%22x%22,%22y%22]',b",
        "web&tag=host:h1,b",
        "web&tag=resource.host:h1,b",
        "web&tag=resource.d:72.5,''",
        "web&tag=ev:200,b",
        "web&tag=ln:true,b",
        "web&tag=sc:of scope,b",
        "web&tag=ev:200&tag=ln:true&tag=sc:of scope&tag=host:h1&tag=d:72.5,b",
        "web&tag=scope.name:lib&tag=scope.version:2,b",
        "web&tag=scope.name:2,''",
        "web&tag=span.kind:unspecified,b",
        "web&tag=span.status:OK,''",
        "web&tag=span.status:anything,b a",
        "web&minDuration=1.2s,a",
        "web&maxDuration=1000us,b",
        "web&maxDuration=1h30m,b a",
        "db&tag=error:true,a",
        "db&tag=error:T,a",
        "web&tag=error:true,''",
        "web&tag=error:false,b a",
        "web&tag=error:perhaps,''",
        "db&tag=span.status:ERROR,a",
        "web&tag=span.kind:Server,a",
        "web&tag=ok:false,''",
        "db&tag=ok:false,a",
        "web&limit=1,b",
        "web&lookback=1h,b a"
    })
    void searchesOfTheOlderApi(String query, String expected) {
        assertThat(String.join(" ", ids(server.json(OLD + query.replace(" ", "%20")))))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/jaeger/api/traces|parameter 'service' is required",
                "/jaeger/api/traces?service=a&start=now|unable to parse param 'start': found 'now'",
                "/jaeger/api/traces?service=a&end=-1|unable to parse param 'end'",
                "/jaeger/api/traces?service=a&start=2&end=1|the least start is after the greatest",
                "/jaeger/api/traces?service=a&limit=0|unable to parse param 'limit'",
                "/jaeger/api/traces?service=a&limit=10001|at most 10000",
                "/jaeger/api/traces?service=a&minDuration=5|unable to parse param 'minDuration'",
                "/jaeger/api/traces?service=a&minDuration=2s&maxDuration=1s|is below the least",
                "/jaeger/api/traces?service=a&tag=x|malformed 'tag' parameter, expecting key:value, received: x",
                "/jaeger/api/traces?service=a&tags=x|malformed 'tags' parameter, cannot unmarshal JSON",
                "/jaeger/api/traces?service=a&tags=%7B%22a%22:1%7D|malformed 'tags' parameter, cannot unmarshal JSON",
                "/jaeger/api/traces?service=a&raw=maybe|unable to parse param 'raw'",
                "/jaeger/api/traces?traceID=xyz|hexadecimal",
                "/jaeger/api/dependencies?endTs=x|unable to parse param 'endTs'",
                "/jaeger/api/metrics/calls|parameter 'service' is required",
                "/jaeger/api/metrics/latencies?service=a|parameter 'quantile' is required",
                "/jaeger/api/metrics/latencies?service=a&quantile=2|unable to parse param 'quantile'",
                "/jaeger/api/metrics/calls?service=a&spanKind=x|unsupported span kind: 'x'",
                "/jaeger/api/metrics/calls?service=a&step=1&ratePer=7|expected at most 11000"
            })
    void whatMakesNoSenseIsRefused(String path, String complaint) {
        refused(server.get(path), 400, complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "serviceName,service_name,db,a",
        "operationName,operation_name,select,a",
        "attributes,attributes,%7B%22z%22:%22last%22%7D,a",
        "startTimeMin,start_time_min,2024-06-19T13:00:30.000000001Z,b",
        "startTimeMax,start_time_max,2024-06-19T13:00:59.999999999Z,a",
        "durationMin,duration_min,1.5s,a",
        "durationMax,duration_max,1ms,b",
        "searchDepth,search_depth,1,b",
        "searchDepth,num_traces,1,b",
        "rawTraces,raw_traces,true,b a"
    })
    void eachParameterInBothSpellings(String name, String other, String value, String expected) {
        for (String spelling : List.of(name, other)) {
            String query = "query." + spelling + "=" + value;
            if (!name.equals("startTimeMin")) {
                query += "&query.start_time_min=2024-06-19T12:00:00Z";
            }
            if (!name.equals("startTimeMax")) {
                query += "&query.startTimeMax=2024-06-19T16:00:00+02:00";
            }
            List<String> found = new ArrayList<>();
            server.json("/jaeger/api/v3/trace-summaries?" + query)
                    .get("summaries")
                    .forEach(trace ->
                            found.add(trace.get("traceId").stringValue().replaceFirst("^0+", "")));
            assertThat(String.join(" ", found)).as(spelling).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traces?query.startTimeMin=2024-06-19T00:00:00Z|malformed parameter query.startTimeMax: it is missing",
                "traces?query.startTimeMin=yesterday&query.startTimeMax=2024-06-19T00:00:00Z|malformed parameter query.startTimeMin: ",
                "traces?query.startTimeMin=2024-06-19T00:00:00Z&query.startTimeMax=2024-06-18T00:00:00Z|is after the greatest",
                "traces?query.startTimeMin=2024-06-19T00:00:00Z&query.startTimeMax=2024-06-19T00:00:00Z|is the greatest",
                "traces?query.searchDepth=10001&%s|query.searchDepth is 10001, expected at most 10000",
                "traces?query.searchDepth=x&%s|malformed parameter query.searchDepth: ",
                "traces?query.durationMin=5&%s|malformed parameter query.durationMin: ",
                "traces?query.durationMin=2s&query.durationMax=1s&%s|is below the least",
                "traces?query.attributes=x&%s|malformed parameter query.attributes: ",
                "traces?query.rawTraces=maybe&%s|query.rawTraces",
                "traces?query.serviceNames=x&%s|malformed parameter query.serviceNames: it is none",
                "trace-summaries?query.filter=x&%s|malformed parameter query.filter: ",
                "traces/xyz|hexadecimal",
                "traces/a?startTime=x|malformed parameter startTime: ",
                "operations|parameter 'service' is required",
                "operations?service=a&spanKind=x|unsupported span kind",
                "dependencies?startTime=2024-06-19T00:00:00Z|malformed parameter endTime: "
            })
    void whatMakesNoSenseIsRefusedByVersion3(String path, String complaint) {
        HttpResponse<String> answer = server.get("/jaeger/api/v3/" + path.replace("%s", NEW));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = Running.tree(answer.body()).get("error");
        assertThat(error.get("grpcCode").intValue()).isEqualTo(3);
        assertThat(error.get("httpCode").intValue()).isEqualTo(400);
        assertThat(error.get("httpStatus").stringValue()).isEqualTo("Bad Request");
        assertThat(error.get("message").stringValue()).contains(complaint);
    }
}
