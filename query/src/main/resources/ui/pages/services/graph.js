// @ts-check
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { colourOf } from '../../shared/colour.js';
import { brief, count, duration, percent } from '../../shared/format.js';
import { cutText, shownText } from '../../shared/text.js';
import { isBend, layout } from './layout.js';

const WIDTH = 156;
const HEIGHT = 38;
const GAP_X = 96;
const GAP_Y = 18;
const BEND_HEIGHT = 14;

/**
 * Services and their calls: width is the number of calls, red is errors, with figures. Of a part nobody knows what starts traces.
 * @param {{ edges: import('./layout.js').Edge[], durationName: string, part?: boolean, find?: string, onOpen?: (name: string) => void }} props
 */
export function Graph({ edges, durationName, part = false, find = '', onOpen }) {
  const { nodes, columns, bends } = useMemo(() => layout(edges), [edges]);
  const { places, high } = useMemo(() => placed(columns), [columns]);
  const [over, setOver] = useState('');
  const most = Math.max(...edges.map((edge) => edge.calls));
  /** @param {string} name */
  const at = (name) => /** @type {{ x: number, y: number }} */ (places.get(name));
  const wanted = find.toLowerCase();
  /** @param {string} name */
  const dim = (name) => (wanted && !name.toLowerCase().includes(wanted)) || (over && over !== name && !edges.some((edge) => (edge.caller === over && edge.callee === name) || (edge.callee === over && edge.caller === name)));
  const width = columns.length * (WIDTH + GAP_X) + 16;
  return html`<div class="scroll-x graph" tabIndex=${0} role="region" aria-label="Service map"><svg width=${width} height=${high + 16} viewBox=${`0 0 ${width} ${high + 16}`} role="group" aria-label=${nodes.size + ' services, ' + edges.length + ' kinds of calls'}>
    ${edges.map((edge) => {
      const from = at(edge.caller);
      const to = at(edge.callee);
      const near = over === '' ? true : over === edge.caller || over === edge.callee;
      const back = to.x <= from.x;
      const x1 = from.x + WIDTH;
      const y1 = from.y + HEIGHT / 2;
      const y2 = to.y + HEIGHT / 2;
      const passed = (bends.get(edge) ?? []).map(at);
      const d = back ? `M${x1} ${y1}C${x1 + 60} ${y1 + 50} ${to.x - 60} ${y2 + 50} ${to.x} ${y2}` : way(x1, y1, passed, to.x, y2);
      // Where the first gap is crossed: no service lies there.
      const labelY = back ? y1 + 22 : (y1 + (passed[0]?.y ?? y2)) / 2 - 4;
      const share = edge.errors / edge.calls;
      return html`<g key=${edge.caller + '\u0000' + edge.callee} class=${'edge' + (share > 0 ? ' err' : '') + (near ? '' : ' dim')}>
        <path d=${d} stroke-width=${1 + (3 * Math.log(edge.calls + 1)) / Math.log(most + 1)}><title>${shownText(edge.caller)} \u2192 ${shownText(edge.callee)}: ${count(edge.calls)} calls, ${count(edge.errors)} errors, ${durationName} ${duration(edge.p99)}</title></path>
        ${(over !== '' && near) || edges.length <= 24 ? html`<text x=${back ? x1 + 14 : x1 + GAP_X / 2} y=${labelY} text-anchor="middle">${brief(edge.calls)}${share > 0 ? ' \u00b7 ' + percent(share) : ''}</text>` : null}</g>`;
    })}
    ${[...nodes.values()].map((node) => {
      const { x, y } = at(node.name);
      return html`<g key=${node.name} class=${'node' + (dim(node.name) ? ' dim' : '')} transform=${`translate(${x} ${y})`} role=${onOpen ? 'link' : undefined} tabIndex=${onOpen ? 0 : undefined}
        onPointerEnter=${() => setOver(node.name)} onPointerLeave=${() => setOver('')} onFocus=${() => setOver(node.name)} onBlur=${() => setOver('')}
        onClick=${() => onOpen?.(node.name)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') onOpen?.(node.name); }}>
        <rect width=${WIDTH} height=${HEIGHT} rx="4" /><rect class=${'fill s' + colourOf(node.name)} width="4" height=${HEIGHT} rx="2" />
        <text x="12" y="16">${cutText(node.name || '(no service)', 21)}</text>
        <text class="figure" x="12" y="31">${node.calls === 0 ? (part ? 'its callers are not shown' : 'starts traces') : brief(node.calls) + ' calls' + (node.errors ? ', ' + percent(node.errors / node.calls) : '')}</text></g>`;
    })}</svg></div>`;
}

/** Where services and bends lie: columns side by side, each in the middle of the height. @param {string[][]} columns */
function placed(columns) {
  /** @param {string} name */
  const room = (name) => (isBend(name) ? BEND_HEIGHT : HEIGHT + GAP_Y);
  const heights = columns.map((column) => column.reduce((sum, name) => sum + room(name), 0));
  const high = Math.max(...heights);
  /** @type {Map<string, { x: number, y: number }>} */
  const places = new Map();
  columns.forEach((column, i) => {
    let y = 8 + (high - heights[i]) / 2;
    for (const name of column) {
      places.set(name, { x: 8 + i * (WIDTH + GAP_X), y: isBend(name) ? y + BEND_HEIGHT / 2 : y });
      y += room(name);
    }
  });
  return { places, high };
}

/**
 * The way of an edge: curves in the gaps between columns, straight past those between.
 * @param {number} x1 @param {number} y1 @param {{ x: number, y: number }[]} passed @param {number} x2 @param {number} y2
 */
function way(x1, y1, passed, x2, y2) {
  let d = `M${x1} ${y1}`;
  let x = x1;
  let y = y1;
  for (const bend of passed) {
    d += `C${x + GAP_X / 2} ${y} ${bend.x - GAP_X / 2} ${bend.y} ${bend.x} ${bend.y}H${bend.x + WIDTH}`;
    x = bend.x + WIDTH;
    y = bend.y;
  }
  return d + `C${x + GAP_X / 2} ${y} ${x2 - GAP_X / 2} ${y2} ${x2} ${y2}`;
}
