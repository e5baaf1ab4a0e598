// A run of a script told in OTLP with nothing but fetch: its own span, a log that shows at once, a printed line.
import { randomBytes, randomUUID } from "node:crypto";

const otlp = process.env.OTLP ?? "http://127.0.0.1:4318";
const runId = randomUUID();
const now = () => String(BigInt(Date.now()) * 1000000n);
const attributes = (values) => Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));

async function send(name, start, end, values, events = []) {
  const span = {
    traceId: randomBytes(16).toString("hex"), spanId: randomBytes(8).toString("hex"), name, kind: 1,
    startTimeUnixNano: start, endTimeUnixNano: end, attributes: attributes({ run_id: runId, ...values }),
    events: events.map(([event, at, line]) => (
      { name: event, timeUnixNano: at, attributes: attributes({ "log.message": line }) })),
  };
  const resource = { attributes: attributes({ "service.name": "greeting-mjs" }) };
  const answer = await fetch(otlp + "/v1/traces", {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

const start = now();
await send("log", start, start, { "log.level": "INFO", "log.message": "Hello Ada", "log.meta.logid": randomUUID() });
await send("run", start, String(BigInt(start) + 5000000n),
  { "script.name": "greeting-mjs", "script.function": "greet", "script.input": JSON.stringify({ name: "Ada" }),
    "script.output": JSON.stringify("sent"), source_type: "API", source: "/greet", deployment_id: "d-1" },
  [["script.stdout", now(), "greeting sent"]]);
