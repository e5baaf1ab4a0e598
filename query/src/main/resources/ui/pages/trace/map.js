// @ts-check
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';
import { Graph } from '../services/graph.js';

/** Services that all call each other: more lines than this are a ball of wool. */
const EDGES_MAX = 80;

/** Calls between the services of a part of one trace. @param {{ tree: import('../../api/trees.js').Tree, part: import('./part.js').Part }} props */
export function TraceMap({ tree, part }) {
  const edges = useMemo(() => {
    /** @type {Map<string, { caller: string, callee: string, calls: number, errors: number, p99: number }>} */
    const edges = new Map();
    for (let i = part.from + (part.root < 0 ? 0 : 1); i < part.to; i++) {
      let above = tree.parent[i];
      // Below what is hidden hangs what it called, of whoever called it.
      while (above >= part.from && part.hidden[tree.service[above]]) above = tree.parent[above];
      if (above < part.from || part.hidden[tree.service[i]] || tree.service[above] === tree.service[i]) continue;
      const key = tree.service[above] + ' ' + tree.service[i];
      const edge = edges.get(key) ?? { caller: tree.serviceNames[tree.service[above]], callee: tree.serviceNames[tree.service[i]], calls: 0, errors: 0, p99: 0 };
      edge.calls++;
      if (tree.status[i] === 2) edge.errors++;
      edge.p99 = Math.max(edge.p99, tree.duration[i]);
      edges.set(key, edge);
    }
    return [...edges.values()];
  }, [tree, part]);
  const shown = edges.length > EDGES_MAX ? [...edges].sort((a, b) => b.errors - a.errors || b.calls - a.calls).slice(0, EDGES_MAX) : edges;
  return edges.length === 0 ? html`<div class="state empty">No calls between services here.</div>` : html`
    ${shown.length < edges.length && html`<div class="state">The ${count(shown.length)} kinds of calls with most errors and most calls, of ${count(edges.length)}.</div>`}<${Graph} edges=${shown} durationName="longest" part=${shown.length < edges.length} />`;
}
