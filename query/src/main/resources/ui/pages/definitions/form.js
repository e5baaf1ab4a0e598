// @ts-check
/** The form of a definition, new or not. What a field does is said beside it. */
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { go, href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { count, millis, time } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';
import { Delete } from './delete.js';
import { definitionLink } from './links.js';
import { Scripts } from './scripts.js';
import { Users } from './users.js';

const KEEPS = ['1 day', '1 week', '1 month', '3 months', 'forever'];
const DAYS = 'days';

/**
 * @param {{ rights: import('./rights.js').Rights, before: any, scripts: string[], run: string | null, onChanged?: () => void }} props before: the definition, null for a new one
 */
export function Form({ rights, before, scripts, run, onChanged }) {
  const old = before ?? { description: '', user: '', resolution: 1, keep: 'forever', enabled: true, everyNth: 1, onlyWithException: false };
  const days = /^(\d+) days$/.exec(old.keep)?.[1];
  const [form, setForm] = useState({ scripts, description: old.description, user: old.user, resolution: String(old.resolution), keep: days ? DAYS : old.keep, days: days ?? '14', enabled: old.enabled, everyNth: String(old.everyNth), onlyWithException: old.onlyWithException });
  const [told, setTold] = useState(/** @type {{ text: string, bad: boolean } | null} */ (null));
  const [busy, setBusy] = useState(false);
  /** @param {Partial<typeof form>} part */
  const set = (part) => { setTold(null); setForm((now) => ({ ...now, ...part })); };
  const fixed = !rights.edit;
  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    if (form.scripts.length === 0) { setTold({ text: 'A definition needs a script.', bad: true }); return; }
    const fields = { description: form.description, user: form.user, resolution: Number(form.resolution), keep: form.keep === DAYS ? Number(form.days) : form.keep, enabled: form.enabled, everyNth: Number(form.everyNth), onlyWithException: form.onlyWithException };
    const source = run && form.scripts.length === 1 ? { run: { script: form.scripts[0], runId: run } } : form.scripts.length === 1 ? { script: form.scripts[0] } : { scripts: form.scripts };
    setBusy(true);
    try {
      const made = before ? await ask('trace-definitions/' + before.id, { method: 'PATCH', body: { ...fields, scripts: form.scripts } }) : await ask('trace-definitions', { body: { ...fields, ...source } });
      if (!before) go(definitionLink(made.id), true);
      else { setTold({ text: 'Saved.', bad: false }); onChanged?.(); }
    } catch (error) {
      setTold({ text: String(/** @type {Error} */ (error).message), bad: true });
    } finally {
      setBusy(false);
    }
  };
  const resolution = Number(form.resolution);
  return html`<form class="panel definition" onSubmit=${submit}>
    ${rights.why && html`<div class="state partial" role="status">${rights.why}</div>`}
    <fieldset disabled=${fixed || busy}><legend class="visually-hidden">Trace definition</legend>
      <div class="field"><span class="label" id="scripts-label">Scripts</span><${Scripts} chosen=${form.scripts} fixed=${fixed} labelledby="scripts-label" onChosen=${(/** @type {string[]} */ chosen) => set({ scripts: chosen })} />
        ${run && html`<p class="note">Started from run <code>${shownText(run)}</code>; it records runs from now on.</p>`}</div>
      <label class="field"><span class="label">Description</span><input maxlength="1000" value=${form.description} onInput=${(/** @type {any} */ event) => set({ description: event.target.value })} /></label>
      <label class="field"><span class="label">User filter</span><${Users} scripts=${form.scripts} value=${form.user} onValue=${(/** @type {string} */ user) => set({ user })} /><span class="note">Only runs of this user; empty for everybody's.</span></label>
      <label class="field"><span class="label">Trace resolution</span><input type="number" min="1" max="1000000" required value=${form.resolution} onInput=${(/** @type {any} */ event) => set({ resolution: event.target.value })} />
        <span class="note">${resolution > 1 ? `${count(resolution)} keeps every ${ordinal(resolution)} frame; the rest is counted.` : '1 keeps every frame, 5 every fifth.'}</span></label>
      <div class="field"><label class="label" for="keep">Keep traces</label><span class="row"><select id="keep" value=${form.keep} onChange=${(/** @type {any} */ event) => set({ keep: event.target.value })}>${KEEPS.map((keep) => html`<option key=${keep} value=${keep}>${keep}</option>`)}<option value=${DAYS}>number of days</option></select>
        ${form.keep === DAYS && html`<input type="number" min="1" max="36500" required aria-label="Days" value=${form.days} onInput=${(/** @type {any} */ event) => set({ days: event.target.value })} /> days`}</span>
        <span class="note">${form.keep === 'forever' ? 'As long as spans are kept at all.' : 'Holds for old recordings, too.'}</span></div>
      <label class="field check"><input type="checkbox" checked=${form.enabled} onChange=${(/** @type {any} */ event) => set({ enabled: event.target.checked })} /><span>Enabled</span><span class="note">Disabled records nothing new and keeps the old.</span></label>
      <details open=${form.everyNth !== '1' || form.onlyWithException}><summary>More</summary>
        <label class="field"><span class="label">Every nth execution</span><input type="number" min="1" max="1000000" required value=${form.everyNth} onInput=${(/** @type {any} */ event) => set({ everyNth: event.target.value })} /><span class="note">5 records the first of each five runs.</span></label>
        <label class="field check"><input type="checkbox" checked=${form.onlyWithException} onChange=${(/** @type {any} */ event) => set({ onlyWithException: event.target.checked })} /><span>Only with an exception</span><span class="note">Lists only runs that failed or have a frame with an exception.</span></label></details>
    </fieldset>
    <div class="row foot">${!fixed && html`<button class="primary" disabled=${busy}>${before ? 'Save' : 'Start tracing'}</button><a class="button plain" href=${href('definitions', kept())}>Cancel</a>`}
      <span role=${told?.bad ? 'alert' : 'status'} class=${told?.bad ? 'bad' : 'note'}>${told ? shownText(told.text) : ''}</span>
      ${before && html`<span class="right row"><span class="note">Made ${time(millis(before.created))} by ${shownText(before.creator)}, changed ${time(millis(before.changed))}</span>${!fixed && html`<${Delete} id=${before.id} />`}</span>`}</div></form>`;
}

/** @param {number} number */
function ordinal(number) {
  const last = number % 100;
  const ending = last > 10 && last < 14 ? 'th' : { 1: 'st', 2: 'nd', 3: 'rd' }[number % 10] ?? 'th';
  return count(number) + ending;
}
