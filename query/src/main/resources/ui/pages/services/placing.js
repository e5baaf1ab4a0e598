// @ts-check
import { useEffect, useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { scriptUrl } from '../../app/policy.js';
import { place } from './place.js';

/** So many kinds of calls are placed within a frame; a worker takes longer to start. */
const EDGES_SMALL = 60;

/**
 * The places of a map: of a small one at once, of a large one when a worker has found them; until then those of before.
 * @param {import('./place.js').Edge[]} edges
 * @param {string[]} labels
 * @param {number} room
 * @returns {{ placed: import('./place.js').Placed, edges: import('./place.js').Edge[] } | null} with the edges that it is of
 */
export function usePlaced(edges, labels, room) {
  const small = edges.length <= EDGES_SMALL;
  const [far, setFar] = useState(/** @type {{ placed: import('./place.js').Placed, edges: import('./place.js').Edge[] } | null} */ (null));
  const near = useMemo(() => (small ? { placed: place(edges, labels, room), edges } : null), [edges, small, room]);
  useEffect(() => {
    if (small) return undefined;
    const worker = new Worker(/** @type {any} */ (scriptUrl(new URL('../../workers/map.js', import.meta.url).href)), { type: 'module' });
    worker.onerror = () => setFar({ placed: place(edges, labels, room), edges });
    worker.onmessage = ({ data }) => setFar({ placed: data, edges });
    worker.postMessage({ edges, labels, room });
    return () => worker.terminate();
  }, [edges, small, room]);
  return near ?? far;
}
