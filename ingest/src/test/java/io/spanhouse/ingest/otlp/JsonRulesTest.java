package io.spanhouse.ingest.otlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.spanhouse.ingest.otlp.MalformedRequestException.Reason;
import io.spanhouse.storage.model.SpanMark;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only JSON can do to a request. */
class JsonRulesTest {
    private static final String IDS = "'traceId':'5b8efff798038103d269b633813fc60c','spanId':'eee19b7ec3c1b174'";

    private final TraceRequestJsonReader reader = new TraceRequestJsonReader(WalkOptions.DEFAULT, Requests.CLOCK);

    @Test
    void theExampleOfTheProtocolIsRead() throws Exception {
        byte[] bytes;
        try (InputStream in = JsonRulesTest.class.getResourceAsStream("otlp-example-trace.json")) {
            bytes = in.readAllBytes();
        }
        WalkResult result = reader.read(bytes, 0, bytes.length);
        FlatSpan span = RowsToOtlp.convert(result.batch()).get(0);
        assertThat(result.spansAccepted()).isEqualTo(1);
        assertThat(span.resource().getResource().getAttributesList())
                .containsExactly(Requests.pair("service.name", Requests.text("my.service")));
        assertThat(span.scope().getScope().getName()).isEqualTo("my.library");
        assertThat(span.scope().getScope().getVersion()).isEqualTo("1.0.0");
        assertThat(span.scope().getScope().getAttributesCount()).isEqualTo(1);
        assertThat(result.batch().traceIdHigh(0)).isEqualTo(0x5B8EFFF798038103L);
        assertThat(result.batch().traceIdLow(0)).isEqualTo(0xD269B633813FC60CL);
        assertThat(result.batch().spanId(0)).isEqualTo(0xEEE19B7EC3C1B174L);
        assertThat(result.batch().parentSpanId(0)).isEqualTo(0xEEE19B7EC3C1B173L);
        assertThat(span.span().getName()).isEqualTo("I'm a server span");
        assertThat(span.span().getStartTimeUnixNano()).isEqualTo(1544712660000000000L);
        assertThat(span.span().getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  \n", "{}", "{'resourceSpans':[]}", "{'resourceSpans':null}", "{'resourceSpans':[null,{}]}"
            })
    void nothingIsAnEmptyRequest(String json) throws Exception {
        WalkResult result = read(json);
        assertThat(result.spansAccepted()).isZero();
        assertThat(result.batch().resources().size()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[]; MALFORMED; the document is a list, expected an object",
                "null; MALFORMED; the document is null, expected an object",
                "{; MALFORMED; at byte 1",
                "{} {}; MALFORMED; more after the end of the document",
                "{}x; MALFORMED; at byte",
                "{'resourceSpans':{}}; MALFORMED; resourceSpans is an object, expected a list",
                "{'a':01}; MALFORMED; at byte",
                "{a:1}; MALFORMED; at byte",
                "{'a':1,}; MALFORMED; at byte",
                "SPAN 'kind':'SPAN_KIND_MIDDLE'; JSON_ENUM; kind is a name that is not known",
                "SPAN 'kind':'2'; JSON_ENUM; expected a number or one of [SPAN_KIND_UNSPECIFIED, ",
                "SPAN 'status':{'code':'BAD'}; JSON_ENUM; code is a name that is not known",
                "SPAN 'kind':1.5; MALFORMED; kind is 1.5, expected a whole number",
                "SPAN 'kind':3000000000; MALFORMED; kind is 3000000000, expected -2147483648 to 2147483647",
                "SPAN 'traceId':7; MALFORMED; traceId is a number, expected a text",
                "SPAN 'name':{}; MALFORMED; name is an object, expected a text",
                "SPAN 'startTimeUnixNano':-1; MALFORMED; startTimeUnixNano is -1, expected 0 to 18446744073709551615",
                "SPAN 'startTimeUnixNano':18446744073709551616; MALFORMED; startTimeUnixNano is 18446744073709551616",
                "SPAN 'startTimeUnixNano':'soon'; MALFORMED; a text that is not a number",
                "SPAN 'startTimeUnixNano':1e999999999; MALFORMED; expected a whole number",
                "SPAN 'flags':4294967296; MALFORMED; flags is 4294967296, expected 0 to 4294967295",
                "VALUE 'boolValue':'true'; MALFORMED; boolValue is a text, expected true or false",
                "VALUE 'bytesValue':'!'; MALFORMED; bytesValue is not base64",
                "VALUE 'doubleValue':'1,5'; MALFORMED; doubleValue is a text that is not a number",
                "VALUE 'doubleValue':NaN; MALFORMED; at byte",
                "VALUE 'intValue':9223372036854775808; MALFORMED; intValue is 9223372036854775808",
                "VALUE 'arrayValue':[]; MALFORMED; arrayValue is a list, expected an object",
                "VALUE 'stringValue':'\\n'; MALFORMED; at byte",
            })
    void whatDoesNotDecodeIsRefusedWhole(String json, Reason reason, String message) {
        assertThatThrownBy(() -> read(json.replace("\\n", "\n")))
                .isInstanceOfSatisfying(MalformedRequestException.class, e -> {
                    assertThat(e).hasMessageContaining(message);
                    assertThat(e.reason()).isEqualTo(reason);
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'intValue':5; int_value: 5",
                "'intValue':'-9223372036854775808'; int_value: -9223372036854775808",
                "'intValue':1e3; int_value: 1000",
                "'doubleValue':1; double_value: 1.0",
                "'doubleValue':'-2.5e-3'; double_value: -0.0025",
                "'doubleValue':'NaN'; double_value: NaN",
                "'doubleValue':'Infinity'; double_value: Infinity",
                "'doubleValue':'-Infinity'; double_value: -Infinity",
                "'boolValue':false; bool_value: false",
                "'bytesValue':'_-8='; bytes_value: \"\\377\\357\"",
                "'bytesValue':'';  bytes_value: \"\"",
                "'bytesValue':'/+8'; bytes_value: \"\\377\\357\"",
                "'stringValue':null; ",
                "'stringValue':''; string_value: \"\"",
                "'arrayValue':{}; array_value { }",
                "'kvlistValue':{'values':[{'value':{'intValue':1},'key':'after'},{'key':'none'}]}; kvlist_value { values { key: \"after\" value { int_value: 1 } } values { key: \"none\" } }",
                "'arrayValue':{'values':[null,{}]}; array_value { values { } values { } }",
                "'string_value':'snake case is no name'; ",
            })
    void valuesOfEveryType(String json, String text) throws Exception {
        Span span = span(read("VALUE " + json));
        AnyValue value = span.getAttributes(0).getValue();
        assertThat(value.toString().replaceAll("\\s+", " ").trim()).isEqualTo(text == null ? "" : text);
    }

    @Test
    void nullIsAbsentEverywhere() throws Exception {
        Span span = span(read("SPAN 'name':null,'kind':null,'attributes':[null,{'key':'k','value':null}],'events':null,"
                + "'links':[null],'status':null,'parentSpanId':null,'startTimeUnixNano':null"));
        assertThat(span.hasStatus()).isFalse();
        assertThat(span.getLinksCount()).isZero();
        assertThat(span.getAttributesList()).hasSize(1);
        assertThat(span.getAttributes(0).hasValue()).isFalse();
    }

    @Test
    void idsMayBeOfEitherCaseAndBadOnesRefuseTheirSpan() throws Exception {
        WalkResult result = read("{'resourceSpans':[{'scopeSpans':[{'spans':["
                + "{'traceId':'5B8EFFF798038103d269b633813fc60c','spanId':'EEe19b7ec3c1b174','parentSpanId':''},"
                + "{'traceId':'5b8efff798038103d269b633813fc60','spanId':'eee19b7ec3c1b174'},"
                + "{'traceId':'5b8efff798038103d269b633813fc60g','spanId':'eee19b7ec3c1b174'},"
                + "{'traceId':'W47/95gDgQPSabYzgT/GDA==','spanId':'7uGbfsPBsXQ='},"
                + "{'traceId':'','spanId':'eee19b7ec3c1b174'},"
                + "{'traceId':'5b8efff798038103d269b633813fc60c','spanId':'eee1'}]}]}]}");
        assertThat(result.spansAccepted()).isEqualTo(1);
        assertThat(result.rejected(SpanRejection.TRACE_ID)).isEqualTo(4);
        assertThat(result.rejected(SpanRejection.SPAN_ID)).isEqualTo(1);
        assertThat(result.rejectionMessages().get(0))
                .isEqualTo("resource_spans[0].scope_spans[0].spans[1]: trace id is not whole bytes in hexadecimal,"
                        + " expected 16 bytes and not all zero");
    }

    @Test
    void loneSurrogatesAndIllFormedBytesAreRepairedOnTheirSpan() throws Exception {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes(quoted(
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{" + IDS + ",'name':'a\\ud83cb'},{" + IDS + ",'name':'"));
        json.write(0xFF);
        json.writeBytes(quoted("'},{" + IDS + ",'name':'\\ud83c\\udf89 \\u0000\\u001b\\u202e'}]}]}]}"));
        byte[] bytes = json.toByteArray();
        WalkResult result = reader.read(bytes, 0, bytes.length);
        assertThat(RowsToOtlp.convert(result.batch()))
                .extracting(span -> span.span().getName())
                .containsExactly("a\uFFFDb", "\uFFFD", "\uD83C\uDF89 \u0000\u001b\u202e");
        assertThat(result.repaired(SpanRepair.UTF8)).isEqualTo(2);
        assertThat(SpanMark.UTF8_REPAIRED.in(result.batch().marks(2))).isFalse();
    }

    @Test
    void illFormedBytesOutsideATextAreNoJson() {
        byte[] bytes = {'{', (byte) 0xFF, '}'};
        assertThatThrownBy(() -> reader.read(bytes, 0, bytes.length)).isInstanceOf(MalformedRequestException.class);
        byte[] afterBackslash = quoted("{'a':'\\\\\\?'}");
        afterBackslash[9] = (byte) 0xFF;
        assertThatThrownBy(() -> reader.read(afterBackslash, 0, afterBackslash.length))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("after a backslash at byte 9");
        byte[] garbage = new byte[JsonBytes.BAD_SEQUENCES_MAX + 1];
        java.util.Arrays.fill(garbage, (byte) 0xFF);
        assertThatThrownBy(() -> reader.read(garbage, 0, garbage.length))
                .isInstanceOf(MalformedRequestException.class)
                .hasMessageContaining("ill-formed UTF-8");
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> reader.read(utf16, 0, utf16.length)).isInstanceOf(MalformedRequestException.class);
    }

    @Test
    void aByteOrderMarkIsSteppedOver() throws Exception {
        byte[] bytes = "xx\uFEFF{} ".getBytes(StandardCharsets.UTF_8);
        assertThat(reader.read(bytes, 2, bytes.length - 2).spansAccepted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"resourceSpans\":", "{\"unknown\":", "{\"resourceSpans\":[{\"scopeSpans\":"})
    void endlessNestingIsRefusedWithItsOwnReason(String start) {
        byte[] bytes = (start + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> reader.read(bytes, 0, bytes.length))
                .isInstanceOfSatisfying(MalformedRequestException.class, e -> {
                    assertThat(e).hasMessageContaining("nested deeper than 600");
                    assertThat(e.reason()).isEqualTo(Reason.JSON_DEPTH);
                    assertThat(e.reason().label()).isEqualTo("json_depth");
                });
    }

    @ParameterizedTest
    @CsvSource({"128, 0", "129, 1", "140, 1"})
    void valuesNestedTooDeepBecomeEmpty(int depth, int repaired) throws Exception {
        String open = "'kvlistValue':{'values':[{'key':'k','value':{";
        String json = open.repeat(depth - 1) + "'stringValue':'x'" + "}}]}".repeat(depth - 1);
        WalkResult result = read("VALUE " + json);
        assertThat(result.repaired(SpanRepair.DEPTH)).isEqualTo(repaired);
        AnyValue value = span(result).getAttributes(0).getValue();
        for (int level = 1; level < Math.min(depth, 129); level++) {
            value = value.getKvlistValue().getValues(0).getValue();
        }
        assertThat(value).isEqualTo(repaired == 0 ? Requests.text("x") : AnyValue.getDefaultInstance());
    }

    private WalkResult read(String json) throws MalformedRequestException {
        String whole = json;
        if (json.startsWith("SPAN ")) {
            whole = "{'resourceSpans':[{'scopeSpans':[{'spans':[{" + IDS + "," + json.substring(5) + "}]}]}]}";
        } else if (json.startsWith("VALUE ")) {
            return read("SPAN 'attributes':[{'key':'k','value':{" + json.substring(6) + "}}]");
        }
        byte[] bytes = quoted(whole);
        return reader.read(bytes, 0, bytes.length);
    }

    private static byte[] quoted(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static Span span(WalkResult result) {
        return RowsToOtlp.convert(result.batch()).get(0).span();
    }
}
