// @ts-check
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { Graph } from '../services/graph.js';

/** Calls between the services of one trace. @param {{ tree: import('../../api/trees.js').Tree }} props */
export function TraceMap({ tree }) {
  const edges = useMemo(() => {
    /** @type {Map<string, { caller: string, callee: string, calls: number, errors: number, p99: number }>} */
    const edges = new Map();
    for (let i = 0; i < tree.count; i++) {
      const above = tree.parent[i];
      if (above < 0 || tree.service[above] === tree.service[i]) continue;
      const key = tree.service[above] + ' ' + tree.service[i];
      const edge = edges.get(key) ?? { caller: tree.serviceNames[tree.service[above]], callee: tree.serviceNames[tree.service[i]], calls: 0, errors: 0, p99: 0 };
      edge.calls++;
      if (tree.status[i] === 2) edge.errors++;
      edge.p99 = Math.max(edge.p99, tree.duration[i]);
      edges.set(key, edge);
    }
    return [...edges.values()];
  }, [tree]);
  return edges.length === 0 ? html`<div class="state empty">No calls between services in this trace.</div>` : html`<${Graph} edges=${edges} durationName="longest" />`;
}
