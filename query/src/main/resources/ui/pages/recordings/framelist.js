// @ts-check
/** The frames around the one that is seen: where the script was, and what it set there. */
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';
import { cutText } from '../../shared/text.js';
import { brief, ofOtlp } from '../../shared/values.js';
import { useRow } from '../scripts/narrow.js';
import { where } from './frames.js';

const AROUND = 12;
const AROUND_NARROW = 4;
const SET_MAX = 4;

/** @param {{ frames: import('./frames.js').Frames, index: number, onGo: (index: number) => void }} props */
export function FrameList({ frames, index, onGo }) {
  const near = frames.around(index, useRow(AROUND, AROUND_NARROW));
  const at = near.findLast((frame) => frame.index <= index)?.index;
  /** @param {WheelEvent} event */
  const wheel = (event) => {
    const way = Math.sign(event.deltaY);
    const to = near[near.findIndex((frame) => frame.index === at) + way * 3] ?? near[way > 0 ? near.length - 1 : 0];
    if (!event.ctrlKey && to && to.index !== at) { event.preventDefault(); onGo(to.index); }
  };
  return html`<section class="panel framelist" onWheel=${wheel}><header><h2>Frames</h2><span class="note">wheel or , and . to step</span></header>
    <ol>${near.map((frame) => html`<li key=${frame.index} class=${frame.index === at ? 'chosen' : ''} aria-current=${frame.index === at ? 'step' : undefined}>
      <button class="plain" tabIndex=${frame.index === at ? 0 : -1} onClick=${() => onGo(frame.index)}><span class="number">${count(frame.index)}</span><span class="place mono">${frame.exception ? html`<span class="bad" title="An exception was raised here">${' '}</span>` : ''}${cutText(where(frame), 60) || '-'}</span>
      <span class="set mono note">${frame.variables.slice(0, SET_MAX).map((one) => cutText(one.name, 24) + ' = ' + cutText(brief(ofOtlp(one.value), 32), 32)).join('  ')}${frame.variables.length > SET_MAX ? ' +' + (frame.variables.length - SET_MAX) : ''}</span></button></li>`)}</ol></section>`;
}
