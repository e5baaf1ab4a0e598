// @ts-check
/** Matches two trees in a worker of its own, which ends with the answer. */
import { scriptUrl } from '../app/policy.js';
import { loadTree } from './trees.js';

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
  const worker = new Worker(/** @type {any} */ (scriptUrl(new URL('../workers/compare.js', import.meta.url).href)), { type: 'module' });
  try {
    const matched = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data.made);
      worker.onerror = (event) => reject(new Error(event.message));
      signal.addEventListener('abort', () => reject(new Error('Cancelled.')));
      worker.postMessage({ one: needed(a.tree), other: needed(b.tree) });
    });
    return { one: a, other: b, matched, completeness: a.completeness.complete ? b.completeness : a.completeness };
  } finally {
    worker.terminate();
  }
}
