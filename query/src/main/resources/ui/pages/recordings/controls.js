// @ts-check
import { useEffect, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';
import { Icon } from '../../shared/icons.js';

const RATES = [2, 10, 50, 200];

/**
 * Buttons of the player, and the number of the frame.
 * @param {{ index: number, info: any, mode: string, rate: number, onRate: (rate: number) => void, onRun: (mode: any) => void, onGo: (index: number) => void, onStep: (way: 1 | -1) => void, onException: (way: 1 | -1) => void,
 *   canStep: { back: boolean, forward: boolean } }} props
 */
export function Controls({ index, info, mode, rate, onRate, onRun, onGo, onStep, onException, canStep }) {
  const [text, setText] = useState(String(index));
  useEffect(() => setText(String(index)), [index]);
  /** @param {string} name @param {string} title @param {() => void} run @param {boolean} [off] @param {boolean} [pressed] */
  const button = (name, title, run, off, pressed) => html`<button key=${title} aria-label=${title.replace(/ \(.*/, '')} title=${title} disabled=${off} aria-pressed=${pressed === undefined ? undefined : String(pressed)} onClick=${run}><${Icon} name=${name} /></button>`;
  const errors = info.exceptions;
  return html`<div class="row controls" role="toolbar" aria-label="Player">
    <span class="segments">${button('first', 'First frame (Home)', () => onGo(info.firstFrame), !canStep.back)}${button('back', 'Rewind (<)', () => onRun('rewind'), !canStep.back && mode !== 'rewind', mode === 'rewind')}${button('left', 'Step back (,)', () => onStep(-1), !canStep.back)}
      ${button(mode === 'play' ? 'pause' : 'play', mode === 'play' ? 'Pause (Space)' : 'Play (Space)', () => onRun('play'), info.firstFrame === info.lastFrame)}
      ${button('right', 'Step forward (.)', () => onStep(1), !canStep.forward)}${button('forward', 'Fast forward (>)', () => onRun('fast'), !canStep.forward && mode !== 'fast', mode === 'fast')}${button('last', 'Last frame (End)', () => onGo(info.lastFrame), !canStep.forward)}</span>
    <label>Frame <input class="frame-number" inputmode="numeric" value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)} onChange=${() => { if (/^\d+$/.test(text.trim())) onGo(Number(text)); else setText(String(index)); }} /></label><span class="note">of ${count(info.firstFrame)} to ${count(info.lastFrame)}</span>
    <label>Speed <select value=${String(rate)} onChange=${(/** @type {any} */ event) => onRate(Number(event.target.value))}>${RATES.map((one) => html`<option key=${one} value=${String(one)}>${one} frames/s</option>`)}</select></label>
    <span class="segments right"><button disabled=${!errors.some((/** @type {number} */ one) => one < index)} title="Exception before (E)" onClick=${() => onException(-1)}><${Icon} name="left" />Exception</button>
      <button disabled=${errors.length < 1_000 && !errors.some((/** @type {number} */ one) => one > index)} title="Next exception (!)" onClick=${() => onException(1)}>Exception<${Icon} name="right" /></button></span></div>`;
}
