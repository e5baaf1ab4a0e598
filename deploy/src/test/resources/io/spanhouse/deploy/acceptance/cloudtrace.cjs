// Sends a span by OpenTelemetry's Cloud Trace exporter for Node (v2 over gRPC), patches one by Google's client for Node (v1 over
// REST) and reads both back. Arguments: a directory with node_modules, the query port. Prints one line of JSON.
const { createRequire } = require('module');
const { generateKeyPairSync } = require('crypto');
const [directory, port] = process.argv.slice(2);
const load = createRequire(directory + '/package.json');
const grpc = createRequire(load.resolve('@google-cloud/opentelemetry-cloud-trace-exporter'))('@grpc/grpc-js');
// The exporter speaks TLS with Google's credentials and has no option for neither.
grpc.credentials.combineChannelCredentials = () => grpc.credentials.createInsecure();
const { TraceExporter } = load('@google-cloud/opentelemetry-cloud-trace-exporter');
const { BasicTracerProvider, SimpleSpanProcessor } = load('@opentelemetry/sdk-trace-base');
const { cloudtrace } = load('@googleapis/cloudtrace');

const key = generateKeyPairSync('rsa', {
  modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;

async function exported() {
  const exporter = new TraceExporter({
    projectId: 'shop', apiEndpoint: '127.0.0.1:' + port,
    credentials: { client_email: 'nobody@shop.example', private_key: key },
  });
  const results = [];
  const provider = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor({
      export: (spans, done) => exporter.export(spans, (result) => { results.push(result.code); done(result); }),
      shutdown: () => exporter.shutdown(), forceFlush: async () => {},
    })],
  });
  const tracer = provider.getTracer('node');
  const span = tracer.startSpan('from node', { kind: 1, attributes: { n: 5, text: 'é', yes: true } });
  span.addEvent('happened', { what: 'something' });
  span.setStatus({ code: 2, message: 'broken' });
  span.end();
  await provider.forceFlush();
  for (let i = 0; i < 200 && results.length === 0; i++) {
    await new Promise((done) => setTimeout(done, 50));
  }
  return { traceId: span.spanContext().traceId, results };
}

async function main() {
  const v2 = await exported();
  const client = cloudtrace({ version: 'v1', rootUrl: 'http://127.0.0.1:' + port + '/' });
  const traceId = 'abcdef0123456789abcdef0123456789';
  const start = '2026-09-21T13:13:20.500Z';
  await client.projects.patchTraces({ projectId: 'shop', requestBody: { traces: [{ projectId: 'shop', traceId,
    spans: [{ spanId: '18446744073709551615', name: 'by node', kind: 'RPC_CLIENT', startTime: start, endTime: start }] }] } });
  const patched = (await client.projects.traces.get({ projectId: 'shop', traceId })).data;
  const listed = (await client.projects.traces.list({ projectId: 'shop', view: 'ROOTSPAN', filter: '+root:"from node"' })).data;
  const missing = await client.projects.traces.get({ projectId: 'shop', traceId: '1'.repeat(32) }).catch((e) => e);
  console.log(JSON.stringify({ v2, patched, listed, missing: { code: missing.code, message: missing.message } }));
  process.exit(0);
}

main().catch((e) => { console.error(e); process.exit(1); });
