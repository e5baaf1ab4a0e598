// @ts-check
/** Matches two trees: small ones at once, large ones in a worker of their own, which ends with the answer. */
import { scriptUrl } from '../app/policy.js';
import { matched } from '../pages/compare/match.js';
import { loadTree } from './trees.js';

/** Spans of both that are matched within a frame; a worker takes longer to start. */
const SPANS_SMALL = 8_000;

/**
 * @typedef {{ one: import('./trees.js').TraceData, other: import('./trees.js').TraceData, matched: import('../pages/compare/match.js').Matched,
 *   completeness: any }} Comparison
 */

/** What matching needs of a tree. @param {import('./trees.js').Tree} tree */
function needed({ count, names, serviceNames, parent, name, service, kind, status, start, duration, self }) {
  return { count, names, serviceNames, parent, name, service, kind, status, start, duration, self };
}

/**
 * @param {string} one
 * @param {string} other
 * @param {AbortSignal} signal
 * @returns {Promise<Comparison>}
 */
export async function loadComparison(one, other, signal) {
  const [a, b] = await Promise.all([loadTree(one, signal), loadTree(other, signal)]);
  const completeness = a.completeness.complete ? b.completeness : a.completeness;
  if (a.tree.count + b.tree.count <= SPANS_SMALL) return { one: a, other: b, matched: matched(a.tree, b.tree), completeness };
  const worker = new Worker(/** @type {any} */ (scriptUrl(new URL('../workers/compare.js', import.meta.url).href)), { type: 'module' });
  try {
    const made = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data.made);
      worker.onerror = (event) => reject(new Error(event.message));
      signal.addEventListener('abort', () => reject(new Error('Cancelled.')));
      worker.postMessage({ one: needed(a.tree), other: needed(b.tree) });
    });
    return { one: a, other: b, matched: made, completeness };
  } finally {
    worker.terminate();
  }
}
