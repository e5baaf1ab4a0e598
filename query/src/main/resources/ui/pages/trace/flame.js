// @ts-check
/** The flame graph: wide is where the time went. Zoomed by a click, walked through by arrows. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { shade } from '../../app/session.js';
import { change, param } from '../../app/url.js';
import { placeOf, spanId } from '../../api/trees.js';
import { drawFlame, LANE, merged, nodeAt } from '../../canvas/flame.js';
import { palette } from '../../canvas/waterfall.js';
import { count, duration, percent } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';

/**
 * @param {{ tree: import('../../api/trees.js').Tree, part: import('./part.js').Part, paint: import('./paint.js').Paint, found: Uint8Array | null, onChoose: (span: number) => void }} props
 */
export function Flame({ tree, part, paint, found, onChoose }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  const frame = useRef(0);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const flame = useMemo(() => merged(tree, part, paint.codes), [tree, part, paint]);
  const at = param('at', '');
  const focus = useMemo(() => { const span = at ? placeOf(tree, at) : -1; return span >= part.from && span < part.to ? flame.of[span] : -1; }, [flame, at]);
  const [hover, setHover] = useState(-1);
  const matches = useMemo(() => {
    if (!found) return null;
    const nodes = new Uint8Array(flame.size);
    for (let i = part.from; i < part.to; i++) if (found[i] && flame.of[i] >= 0) nodes[flame.of[i]] = 1;
    return nodes;
  }, [flame, found]);
  const theme = shade.value;
  const colours = useMemo(palette, [theme]);
  const all = flame.wide || 1;
  const from = focus < 0 ? 0 : flame.left[focus];
  const wide = focus < 0 ? all : flame.total[focus] || 1;
  const draw = () => {
    frame.current = 0;
    if (canvas.current && box.current && size.width > 0) drawFlame(canvas.current, { flame, tree, paint, from, wide, ...size, top: box.current.scrollTop, hover, matches }, colours);
  };
  const later = useRef(draw);
  later.current = draw;
  const ask = () => { frame.current ||= requestAnimationFrame(() => later.current()); };
  useEffect(() => {
    const own = box.current;
    if (!own) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: own.clientWidth, height: own.clientHeight }));
    observer.observe(own);
    return () => { observer.disconnect(); cancelAnimationFrame(frame.current); };
  }, []);
  useLayoutEffect(draw, [size]);
  useEffect(ask);
  useEffect(() => setHover(-1), [flame]);
  /** @param {MouseEvent} event */
  const under = (event) => {
    const bounds = /** @type {Element} */ (event.currentTarget).getBoundingClientRect();
    return nodeAt(flame, Math.floor((event.clientY - bounds.top + (box.current?.scrollTop ?? 0)) / LANE), from + ((event.clientX - bounds.left) / size.width) * wide);
  };
  /** @param {number} node */
  const zoom = (node) => change({ at: node < 0 ? null : spanId(tree, flame.example[node]) });
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const now = hover >= 0 ? hover : focus >= 0 ? focus : flame.lanes[0]?.[0] ?? -1;
    if (now < 0) return;
    const lane = flame.lanes[flame.depth[now]];
    const beside = lane.indexOf(now);
    const to = { ArrowUp: () => flame.parent[now], ArrowDown: () => below(flame, now), ArrowLeft: () => lane[beside - 1], ArrowRight: () => lane[beside + 1] }[event.key];
    if (to) {
      const node = hover < 0 ? now : to() ?? -1;
      if (node >= 0) { setHover(node); follow(box.current, flame.depth[node] * LANE); }
    } else if (event.key === 'Enter' || event.key === ' ') zoom(now);
    else if (event.key === 'o') onChoose(flame.example[now]);
    else if ((event.key === 'Escape' || event.key === 'Backspace') && focus >= 0) zoom(flame.parent[focus]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const told = hover >= 0 ? hover : focus;
  return html`<div class="flame"><div class="note caption"><span role="status">${told < 0 ? 'Widths are self times, summed by path. A click zooms in, two open the longest span; arrows walk, Enter zooms, o opens.' : words(tree, flame, told, all)}</span>
      ${focus >= 0 && html` <button onClick=${() => zoom(-1)}>All</button>`}</div>
    <div class="flamebox" ref=${box} tabIndex=${0} role="application" aria-label="Flame graph; the same figures are in the totals of the table" onScroll=${ask} onKeyDown=${onKey}><canvas ref=${canvas} aria-hidden="true" style=${{ width: size.width + 'px', height: size.height + 'px' }}
      onPointerMove=${(/** @type {PointerEvent} */ event) => { const i = under(event); if (i !== hover) setHover(i); }} onPointerLeave=${() => setHover(-1)}
      onClick=${(/** @type {MouseEvent} */ event) => zoom(under(event))} onDblClick=${(/** @type {MouseEvent} */ event) => { const i = under(event); if (i >= 0) onChoose(flame.example[i]); }}></canvas>
      <div role="none" style=${{ height: Math.max(0, flame.lanes.length * LANE - size.height) + 'px' }}></div></div></div>`;
}

/** The widest below a node, or -1. @param {import('../../canvas/flame.js').Flame} flame @param {number} node */
function below(flame, node) {
  let widest = -1;
  for (const one of flame.lanes[flame.depth[node] + 1] ?? []) if (flame.parent[one] === node && (widest < 0 || flame.total[one] > flame.total[widest])) widest = one;
  return widest;
}

/** @param {HTMLElement | null} box @param {number} y */
function follow(box, y) {
  if (!box) return;
  if (y < box.scrollTop) box.scrollTop = y;
  else if (y + LANE > box.scrollTop + box.clientHeight) box.scrollTop = y + LANE - box.clientHeight;
}

/** @param {import('../../api/trees.js').Tree} tree @param {import('../../canvas/flame.js').Flame} flame @param {number} node @param {number} all */
function words(tree, flame, node, all) {
  const span = flame.example[node];
  return shownText(tree.serviceNames[tree.service[span]] + '  ' + tree.names[tree.name[span]]) + '  ' + duration(flame.total[node]) + ' (' + percent(flame.total[node] / all) + '), self ' + duration(flame.self[node]) + ', '
    + count(flame.spans[node]) + (flame.spans[node] === 1 ? ' span' : ' spans') + (flame.errors[node] ? ', ' + count(flame.errors[node]) + ' errors' : '');
}
