// @ts-check
/**
 * Fetches a trace's tree and makes typed columns of it, away from the page: a trace of 100,000 spans is eight megabytes of JSON.
 * Its buffers are handed over, not copied.
 */

/** @param {string} hex @param {Uint32Array} into @param {number} at */
function putId(hex, into, at) {
  into[2 * at] = parseInt(hex.slice(0, 8), 16);
  into[2 * at + 1] = parseInt(hex.slice(8), 16);
}

/** @param {Int32Array} parents */
function depths(parents) {
  const depth = new Uint16Array(parents.length);
  // A parent stands before its children, so one pass is enough.
  for (let i = 0; i < parents.length; i++) depth[i] = parents[i] < 0 ? 0 : Math.min(65_535, depth[parents[i]] + 1);
  return depth;
}

/** @param {any} answer */
function columns(answer) {
  const { spans, path } = answer;
  const ids = new Uint32Array(2 * spans.count);
  spans.spanId.forEach((/** @type {string} */ id, /** @type {number} */ i) => putId(id, ids, i));
  const parent = Int32Array.from(spans.parent);
  const made = {
    count: spans.count, names: spans.nameTexts, serviceNames: spans.serviceTexts, ids, parent, depth: depths(parent),
    end: Int32Array.from(spans.subtreeEnd), name: Int32Array.from(spans.name), service: Int32Array.from(spans.service),
    kind: Uint8Array.from(spans.kind), status: Uint8Array.from(spans.status), doubts: Uint16Array.from(spans.doubts),
    start: Float64Array.from(spans.start), duration: Float64Array.from(spans.duration),
    self: Float64Array.from(spans.self), critical: Float64Array.from(spans.critical),
    pathSpan: Int32Array.from(path.span), pathFrom: Float64Array.from(path.from), pathTo: Float64Array.from(path.to),
  };
  const { spans: _, path: __, ...rest } = answer;
  return { ...rest, path: { of: path.of, duration: Number(path.duration), gap: Number(path.gap) }, tree: made };
}

/** @type {AbortController | null} */
let running = null;

self.addEventListener('message', async (event) => {
  const { number, url, headers, cancel } = event.data;
  running?.abort();
  if (cancel) return;
  const own = new AbortController();
  running = own;
  try {
    const response = await fetch(url, { headers, signal: own.signal });
    if (!response.ok) {
      self.postMessage({ number, status: response.status, text: await response.text(), retry: response.headers.get('Retry-After') });
      return;
    }
    const made = columns(await response.json());
    const buffers = Object.values(made.tree).filter(ArrayBuffer.isView).map((column) => column.buffer);
    /** @type {any} */ (self).postMessage({ number, made }, buffers);
  } catch (error) {
    if (!own.signal.aborted) self.postMessage({ number, status: 0, text: String(error) });
  }
});
