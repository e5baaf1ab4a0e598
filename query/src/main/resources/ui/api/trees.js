// @ts-check
/** Trees of traces as columns, the large ones made by a worker that lives as long as the page. */
import { Refusal, request } from './client.js';
import { columns } from './columns.js';
import { scriptUrl } from '../app/policy.js';

/**
 * Columns of a tree: an element a span, parents before children, a subtree together up to its end; times in nanoseconds after
 * the trace's start.
 * @typedef {{ count: number, names: string[], serviceNames: string[], ids: Uint32Array, parent: Int32Array, depth: Uint16Array,
 *   end: Int32Array, name: Int32Array, service: Int32Array, kind: Uint8Array, status: Uint8Array, doubts: Uint16Array,
 *   start: Float64Array, duration: Float64Array, self: Float64Array, critical: Float64Array,
 *   pathSpan: Int32Array, pathFrom: Float64Array, pathTo: Float64Array }} Tree
 */

/**
 * @typedef {{ summary: any, hiddenSpans: string, start: string, services: any[], operations: any[], doubts: Record<string, string>,
 *   skews: any[], path: { of: string | null, duration: number, gap: number }, tree: Tree, completeness: any, statistics: any }} TraceData
 */

/** @type {Worker | null} */
let worker = null;
let last = 0;

/** An answer of so many bytes is read within a frame; a worker takes longer to start. */
const BYTES_SMALL = 1 << 17;

/** An answer that takes so long will be a large one, and the worker is to be ready when it is there. */
const QUICK_MILLIS = 100;

function ready() {
  worker ??= new Worker(/** @type {any} */ (scriptUrl(new URL('../workers/tree.js', import.meta.url).href)), { type: 'module' });
  return worker;
}

/**
 * @param {string} traceId
 * @param {AbortSignal} signal
 * @param {(bytes: number) => void} [onBytes] hears how much has come of a large one
 * @returns {Promise<TraceData>}
 */
export async function loadTree(traceId, signal, onBytes) {
  const early = setTimeout(ready, QUICK_MILLIS);
  const response = await request('traces/' + encodeURIComponent(traceId) + '/tree', { signal, accept: 'application/vnd.spanhouse.tree' }).finally(() => clearTimeout(early));
  let buffer;
  try {
    buffer = onBytes ? await received(response, onBytes) : await response.arrayBuffer();
  } catch (error) {
    if (signal.aborted) throw error;
    throw new Refusal(0, 'The answer broke off.', { requestId: response.headers.get('X-Request-Id') ?? '' });
  }
  if (buffer.byteLength <= BYTES_SMALL) return columns(buffer);
  const own = ready();
  const number = ++last;
  return new Promise((resolve, reject) => {
    /** @param {MessageEvent} event */
    const heard = ({ data }) => {
      if (data.number !== number) return;
      own.removeEventListener('message', heard);
      if (data.made) resolve(data.made);
      else reject(new Error(data.wrong));
    };
    own.addEventListener('message', heard);
    own.postMessage({ number, buffer }, [buffer]);
  });
}

/** All bytes of an answer. @param {Response} response @param {(bytes: number) => void} onBytes */
async function received(response, onBytes) {
  const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole.buffer;
}

/** The id of a span. @param {Tree} tree @param {number} i */
export function spanId(tree, i) {
  return tree.ids[2 * i].toString(16).padStart(8, '0') + tree.ids[2 * i + 1].toString(16).padStart(8, '0');
}

/** The place of a span by its id; -1 for none. @param {Tree} tree @param {string} id */
export function placeOf(tree, id) {
  if (!/^[0-9a-f]{16}$/i.test(id)) return -1;
  const high = parseInt(id.slice(0, 8), 16);
  const low = parseInt(id.slice(8), 16);
  for (let i = 0; i < tree.count; i++) {
    if (tree.ids[2 * i] === high && tree.ids[2 * i + 1] === low) return i;
  }
  return -1;
}

/** @type {WeakMap<Tree, Int32Array>} */
const ERRORS = new WeakMap();

/** Errors among the spans from one place up to before another, at no cost after the first time. @param {Tree} tree @param {number} from @param {number} to */
export function errorsWithin(tree, from, to) {
  let before = ERRORS.get(tree);
  if (!before) {
    before = new Int32Array(tree.count + 1);
    for (let i = 0; i < tree.count; i++) before[i + 1] = before[i] + (tree.status[i] === 2 ? 1 : 0);
    ERRORS.set(tree, before);
  }
  return before[to] - before[from];
}

/** Doubts in the order of their bits, and how they are said. */
export const DOUBTS = /** @type {const} */ ([
  ['orphan', 'parent not received'], ['circle', 'parents went round; cut here'], ['startsBeforeParent', 'starts before its parent: clocks differ'],
  ['endsAfterParent', 'ends after its parent'], ['withoutStart', 'has no start'], ['withoutEnd', 'has no end'],
  ['endsBeforeStart', 'ends before it starts'], ['sharedId', 'another span has this id'], ['altered', 'limited or repaired at intake'],
]);
