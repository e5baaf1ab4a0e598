// @ts-check
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { colourOf } from '../../shared/colour.js';
import { brief, count, duration, percent } from '../../shared/format.js';
import { cutText, shownText } from '../../shared/text.js';
import { BOX, LINE_HEIGHT } from './place.js';
import { usePlaced } from './placing.js';

const NAME_LETTERS = 23;
const ROOM_LEAST = 280;
/** How much smaller or larger than meant a map is drawn to fit its place, before it scrolls or leaves room. */
const LEAST = 0.8;
const MOST = 1.5;
/** From this share on errors of a call are many. */
const MANY = 0.05;

/** A kind of call in words, for a line on the map. @param {import('./place.js').Edge} edge */
function labelOf(edge) {
  return brief(edge.calls) + ' \u00b7 ' + duration(edge.p99) + (edge.errors ? '\n' + percent(edge.errors / edge.calls) : '');
}

/**
 * Services and their calls: width is the number of calls, red is errors, with figures. Of a part nobody knows what starts traces.
 * @param {{ edges: import('./place.js').Edge[], durationName: string, part?: boolean, find?: string, onOpen?: (name: string) => void,
 *   onCall?: (edge: import('./place.js').Edge) => void, chosen?: import('./place.js').Edge | null }} props
 */
export function Graph({ edges: wanted, durationName, part = false, find = '', onOpen, onCall, chosen }) {
  const labels = useMemo(() => wanted.map(labelOf), [wanted]);
  const room = Math.max(ROOM_LEAST, Math.min(620, innerHeight - 220));
  const shown = usePlaced(wanted, labels, room);
  const [over, setOver] = useState('');
  if (!shown) return html`<div class="progress" role="status" aria-label="Placing services"></div>`;
  const { placed: { nodes, places, ways, width, height }, edges } = shown;
  const most = Math.max(...edges.map((edge) => edge.calls));
  const search = find.toLowerCase();
  const near = new Set(over === '' ? [] : edges.flatMap((edge) => (edge.caller === over || edge.callee === over ? [edge.caller, edge.callee] : [])));
  /** @param {string} name */
  const dim = (name) => (search !== '' && !name.toLowerCase().includes(search)) || (near.size > 0 && !near.has(name));
  /** @param {import('./place.js').Edge} edge */
  const marked = (edge) => over !== '' && (over === edge.caller || over === edge.callee);
  const drawn = edges.map((edge, i) => ({ edge, way: ways[i], label: labelOf(edge), key: edge.caller + '\u0000' + edge.callee })).sort((a, b) => Number(marked(a.edge)) - Number(marked(b.edge)));
  /** @param {import('./place.js').Edge} edge */
  const told = (edge) => `${shownText(edge.caller)} \u2192 ${shownText(edge.callee)}: ${count(edge.calls)} calls, ${count(edge.errors)} errors, ${durationName} ${duration(edge.p99)}`;
  return html`<div class="scroll-x graph" tabIndex=${0} role="region" aria-label="Service map"><svg style=${{ minWidth: LEAST * width + 'px', maxWidth: Math.max(1, Math.min(MOST, room / height)) * width + 'px' }} viewBox=${`0 0 ${width} ${height}`} role="group" aria-label=${nodes.length + ' services, ' + edges.length + ' kinds of calls'}>
    ${drawn.map(({ edge, way, key }) => html`<g key=${key} class=${'edge' + (edge.errors === 0 ? '' : edge.errors / edge.calls < MANY ? ' err few' : ' err') + (chosen === edge ? ' chosen' : '') + (marked(edge) ? ' near' : over === '' ? '' : ' dim')} onClick=${onCall && (() => onCall(edge))}>
      ${onCall && html`<path class="hit" d=${way.d}><title>${told(edge)}</title></path>`}<path d=${way.d} stroke-width=${1 + (3 * Math.log(edge.calls + 1)) / Math.log(most + 1)}><title>${told(edge)}</title></path></g>`)}
    ${nodes.map((node) => {
      const { x, y } = places[node.name];
      return html`<g key=${node.name} class=${'node' + (dim(node.name) ? ' dim' : '')} transform=${`translate(${x} ${y})`} role=${onOpen ? 'link' : undefined} tabIndex=${onOpen ? 0 : undefined}
        onPointerEnter=${() => setOver(node.name)} onPointerLeave=${() => setOver('')} onFocus=${() => setOver(node.name)} onBlur=${() => setOver('')}
        onClick=${() => onOpen?.(node.name)} onKeyDown=${(/** @type {KeyboardEvent} */ event) => { if (event.key === 'Enter') onOpen?.(node.name); }}>
        <rect width=${BOX.width} height=${BOX.height} rx="4" /><rect class=${'fill s' + colourOf(node.name)} width="4" height=${BOX.height} rx="2" />
        <text x="12" y="16"><title>${shownText(node.name)}</title>${cutText(node.name || '(no service)', NAME_LETTERS)}</text>
        <text class=${'figure' + (node.errors ? ' err' : '')} x="12" y="31">${node.calls === 0 ? (part ? 'its callers are not shown' : 'starts traces') : brief(node.calls) + ' calls' + (node.errors ? ', ' + percent(node.errors / node.calls) + ' errors' : '')}</text></g>`;
    })}
    ${drawn.map(({ edge, way, label, key }) => ((over === '' ? way.clear : marked(edge)) || chosen === edge ? html`<g key=${key} class="label" transform=${`translate(${way.label.x} ${way.label.y})`}><rect x=${-way.half.width} y=${-way.half.height} width=${2 * way.half.width} height=${2 * way.half.height} rx="3" />
      ${label.split('\n').map((line, i, all) => html`<text key=${i} class=${i > 0 ? 'err' : ''} y=${(i - (all.length - 1) / 2) * LINE_HEIGHT + 4} text-anchor="middle">${line}</text>`)}</g>` : null))}</svg></div>`;
}
