// @ts-check
/** Where in the recording one is, with what lies where: exceptions, and frames that did not come. Dragged, or by arrows. */
import { useMemo, useRef } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';

const UNITS = 10_000;
const PAGE_SHARE = 20;

/** @param {{ index: number, info: any, text: string, step: number, onIndex: (index: number) => void }} props */
export function Timeline({ index, info, text, step, onIndex }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const first = info.firstFrame;
  const width = Math.max(1, info.lastFrame - first);
  const marks = useMemo(() => {
    /** @param {number} one */
    const x = (one) => (UNITS * (one - first)) / width;
    return {
      exceptions: info.exceptions.map((/** @type {number} */ one) => 'M' + x(one).toFixed(1) + ' 0V20').join(''),
      gaps: info.gaps.map((/** @type {any} */ gap) => { const from = x(gap.first - step); return 'M' + from.toFixed(1) + ' 8H' + Math.max(from + 20, x(gap.last + step)).toFixed(1) + 'V12H' + from.toFixed(1) + 'Z'; }).join(''),
    };
  }, [info]);
  /** @param {PointerEvent} event */
  const drag = (event) => {
    const bounds = box.current?.getBoundingClientRect();
    if (bounds) onIndex(first + step * Math.round((Math.max(0, Math.min(1, (event.clientX - bounds.left) / bounds.width)) * width) / step));
  };
  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const large = step * Math.max(10, Math.round(width / step / PAGE_SHARE));
    const move = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageUp: large, PageDown: -large, Home: -width, End: width }[event.key];
    if (move === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onIndex(index + move);
  };
  const share = (100 * (index - first)) / width;
  return html`<div class="timeline" ref=${box} role="slider" tabIndex=${0} aria-label="Frame" aria-valuemin=${first} aria-valuemax=${info.lastFrame} aria-valuenow=${index} aria-valuetext=${'Frame ' + count(index) + ', ' + text} onKeyDown=${onKey}
    onPointerDown=${(/** @type {any} */ event) => { if (event.button !== 0) return; event.currentTarget.setPointerCapture(event.pointerId); event.currentTarget.focus(); event.preventDefault(); drag(event); }}
    onPointerMove=${(/** @type {any} */ event) => { if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event); }}>
    <div class="track"><i style=${{ width: share + '%' }}></i></div>
    <svg viewBox=${'0 0 ' + UNITS + ' 20'} preserveAspectRatio="none" aria-hidden="true"><path class="gaps" d=${marks.gaps} /><path class="exceptions" d=${marks.exceptions} /></svg>
    <b class="thumb" style=${{ left: share + '%' }}></b></div>
    ${info.gaps.length > 0 && html`<p class="note">${info.gaps.length === 1 ? 'A gap' : count(info.gaps.length) + ' gaps'}: ${info.gaps.slice(0, 3).map((/** @type {any} */ gap) => (gap.first === gap.last ? 'frame ' + count(gap.first) : 'frames ' + count(gap.first) + ' to ' + count(gap.last))).join('; ')}${info.gaps.length > 3 ? '; \u2026' : ''} did not come. At a missing frame the one before it is shown.</p>`}`;
}
