// @ts-check
/** Which spans are closed. In the URL as a depth or as ids, as long as they are few; beyond that with this page alone. */
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { change, param } from '../../app/url.js';
import { placeOf, spanId } from '../../api/trees.js';
import { closedAt, opened } from './visible.js';

const IDS_MAX = 50;
const DEPTH_MAX = 99;

/** @typedef {import('../../api/trees.js').Tree} Tree */

/**
 * @param {Tree} tree
 * @returns {[Uint8Array, (value: number, what: 'toggle' | 'reveal' | 'level') => void]}
 */
export function useClosed(tree) {
  const text = param('shut', '');
  const fromUrl = useMemo(() => read(tree, text), [tree, text]);
  const [own, setOwn] = useState(/** @type {{ text: string, closed: Uint8Array } | null} */ (null));
  const closed = own && own.text === text ? own.closed : fromUrl;
  /** @param {Uint8Array} next */
  const keep = (next) => {
    const ids = [];
    for (let i = 0; i < next.length && ids.length <= IDS_MAX; i++) if (next[i]) ids.push(spanId(tree, i));
    if (ids.length <= IDS_MAX) change({ shut: ids.join(',') || null }, true);
    else setOwn({ text, closed: next });
  };
  /** @param {number} value @param {'toggle' | 'reveal' | 'level'} what */
  const set = (value, what) => {
    if (what === 'level') {
      const depth = Math.max(1, Math.min(DEPTH_MAX, shownDepth(tree, closed) + value));
      const deepest = tree.depth.reduce((most, depth) => Math.max(most, depth), 0);
      setOwn(null);
      change({ shut: depth >= deepest ? null : 'd' + depth }, true);
    } else if (what === 'toggle') {
      const next = closed.slice();
      next[value] = next[value] ? 0 : 1;
      keep(next);
    } else {
      const next = opened(tree, closed, value);
      if (next !== closed) keep(next);
    }
  };
  return [closed, set];
}

/** @param {Tree} tree @param {string} text */
function read(tree, text) {
  const depth = /^d(\d{1,5})$/.exec(text);
  if (depth) return closedAt(tree, Number(depth[1]));
  const closed = new Uint8Array(tree.count);
  for (const id of text ? text.split(',').slice(0, IDS_MAX) : []) {
    const span = placeOf(tree, id);
    if (span >= 0) closed[span] = 1;
  }
  return closed;
}

/** How deep rows go now. @param {Tree} tree @param {Uint8Array} closed */
function shownDepth(tree, closed) {
  let most = 0;
  for (let i = 0; i < tree.count;) {
    most = Math.max(most, tree.depth[i]);
    i = closed[i] ? tree.end[i] : i + 1;
  }
  return most;
}
