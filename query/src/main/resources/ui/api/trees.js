// @ts-check
/** Trees of traces as columns, made by a worker that lives as long as the page. */
import { base, place } from '../app/url.js';
import { key, wanted } from '../app/session.js';
import { Refusal } from './client.js';
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

/**
 * @param {string} traceId
 * @param {AbortSignal} signal
 * @returns {Promise<TraceData>}
 */
export function loadTree(traceId, signal) {
  worker ??= new Worker(/** @type {any} */ (scriptUrl(new URL('../workers/tree.js', import.meta.url).href)), { type: 'module' });
  const own = worker;
  const number = ++last;
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (key.value) headers.Authorization = 'Bearer ' + key.value;
  const project = place.peek().params.get('project');
  if (project) headers['X-Scope-OrgID'] = project;
  return new Promise((resolve, reject) => {
    /** @param {MessageEvent} event */
    const heard = ({ data }) => {
      if (data.number !== number) return;
      own.removeEventListener('message', heard);
      if (data.made) resolve(data.made);
      else reject(refusal(data));
    };
    own.addEventListener('message', heard);
    signal.addEventListener('abort', () => {
      own.removeEventListener('message', heard);
      own.postMessage({ cancel: true });
      reject(new Error('Cancelled.'));
    });
    own.postMessage({ number, url: location.origin + base + 'api/spanhouse/v1/traces/' + encodeURIComponent(traceId) + '/tree', headers });
  });
}

/** @param {{ status: number, text: string, retry: string | null }} told */
function refusal({ status, text, retry }) {
  if (status === 0) return new Refusal(0, 'The server cannot be reached, or its answer broke off.');
  /** @type {any} */
  let error = {};
  try {
    error = JSON.parse(text).error ?? {};
  } catch {
    // In words of something before the server.
  }
  if (status === 401) wanted.value = error.message ?? text;
  return new Refusal(status, error.message ?? text.slice(0, 300), { ...error, retrySeconds: Number(retry) || 0 });
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

/** Doubts in the order of their bits, and how they are said. */
export const DOUBTS = /** @type {const} */ ([
  ['orphan', 'parent not received'], ['circle', 'parents went round; cut here'], ['startsBeforeParent', 'starts before its parent: clocks differ'],
  ['endsAfterParent', 'ends after its parent'], ['withoutStart', 'has no start'], ['withoutEnd', 'has no end'],
  ['endsBeforeStart', 'ends before it starts'], ['sharedId', 'another span has this id'], ['altered', 'limited or repaired at intake'],
]);
