// @ts-check
/** A trace, or its first span that matches, as a row of a list. */
import { html } from '../../app/html.js';
import { change } from '../../app/url.js';
import { count, duration, millis, time } from '../../shared/format.js';
import { Icon } from '../../shared/icons.js';
import { Service } from '../../shared/parts.js';
import { cutText } from '../../shared/text.js';

export const ROW = 28;

/** @type {[string, string, string][]} */
const COLUMNS = [['start', 'Time', ''], ['rootName', 'Root', ''], ['', 'Services', 'wide'], ['spans', 'Spans', 'number'], ['errors', 'Errors', 'number'], ['duration', 'Duration', 'number']];

/** @param {{ state: import('./model.js').Model }} props */
export function HeadRow({ state }) {
  return html`<div class="listrow head" role="row">${COLUMNS.map(([id, title, kind]) => html`<span key=${title} role="columnheader" class=${kind}
    aria-sort=${state.sort === id ? (state.descending ? 'descending' : 'ascending') : undefined}>${id ? html`<button onClick=${() =>
      change({ sort: id === 'start' ? null : id, dir: state.sort === id && state.descending ? 'asc' : null })}>${title}${state.sort === id ? (state.descending ? ' \u2193' : ' \u2191') : ''}</button>` : title}</span>`)}</div>`;
}

/** @param {{ row: any, link: string, chosen: boolean, longest: number, spans: boolean, marked?: boolean, onMark?: () => void }} props */
export function Row({ row, link, chosen, longest, spans, marked, onMark }) {
  const root = row.root;
  const set = spans ? row.spanSets?.[0] : null;
  const span = set?.spans[0];
  return html`<div class=${'listrow' + (chosen ? ' chosen' : '')} role="row" aria-current=${chosen ? 'true' : undefined}>
    <span role="cell">${time(millis(span?.start ?? row.start))}${onMark && html`<button class="plain markone" aria-pressed=${marked ? 'true' : 'false'} title="Mark to compare (x)" aria-label="Mark to compare" onClick=${onMark}><${Icon} name="compare" /></button>`}</span>
    <span role="cell" class="cut"><a class="open" href=${link}>${span ? html`${cutText(span.name, 70)} <span class="note">${set.matched > 1 ? '+' + (Number(set.matched) - 1) + ' more ' : ''}in ${root ? cutText(root.name, 40) : 'no root'}</span>`
      : root ? html`<span class="note">${cutText(root.service, 24)}</span> ${cutText(root.name, 70)}` : html`<span class="note">root not received</span>`}</a></span>
    <span role="cell" class="wide">${row.services.slice(0, 4).map((/** @type {any} */ one) => html`<${Service} key=${one.service} name=${one.service} detail=${one.errors !== '0' ? one.errors : one.spans} bad=${one.errors !== '0'} /> `)}
      ${row.services.length > 4 && html`<span class="note">+${row.services.length - 4}</span>`}</span>
    <span role="cell" class="number">${count(row.spans)}</span>
    <span role="cell" class="number">${row.errors === '0' ? html`<span class="note">-</span>` : html`<span class="bad">${count(row.errors)}</span>`}</span>
    <span role="cell" class="number" title=${count(span?.duration ?? row.duration) + ' ns'}><i class="length" style=${{ width: Math.max(1, (Number(span?.duration ?? row.duration) / longest) * 64) + 'px' }}></i>${duration(Number(span?.duration ?? row.duration))}</span>
  </div>`;
}
