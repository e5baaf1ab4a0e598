"""A run of a script told in OTLP with nothing but Python's library: its own span, a log that shows at once, a printed line."""
import json, os, time, urllib.request, uuid

OTLP = os.environ.get("OTLP", "http://127.0.0.1:4318")
RUN_ID = str(uuid.uuid4())


def attributes(values):
    return [{"key": key, "value": {"stringValue": value}} for key, value in values.items()]


def send(name, start, end, values, events=()):
    span = {
        "traceId": uuid.uuid4().hex, "spanId": uuid.uuid4().hex[:16], "name": name, "kind": 1,
        "startTimeUnixNano": str(start), "endTimeUnixNano": str(end),
        "attributes": attributes({"run_id": RUN_ID, **values}),
        "events": [{"name": event, "timeUnixNano": str(at), "attributes": attributes({"log.message": line})}
                   for event, at, line in events],
    }
    body = {"resourceSpans": [{"resource": {"attributes": attributes({"service.name": "greeting-py"})},
                               "scopeSpans": [{"spans": [span]}]}]}
    request = urllib.request.Request(OTLP + "/v1/traces", json.dumps(body).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request).read()


start = time.time_ns()
send("log", start, start, {"log.level": "INFO", "log.message": "Hello Ada", "log.meta.logid": str(uuid.uuid4())})
end = time.time_ns()
send("run", start, end,
     {"script.name": "greeting-py", "script.function": "greet", "script.input": json.dumps({"name": "Ada"}),
      "script.output": json.dumps("sent"), "source_type": "API", "source": "/greet", "deployment_id": "d-1"},
     [("script.stdout", end, "greeting sent")])
