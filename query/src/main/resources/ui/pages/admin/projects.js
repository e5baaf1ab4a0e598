// @ts-check
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { href, kept } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { count } from '../../shared/format.js';
import { shownText } from '../../shared/text.js';

/** @param {{ answers: any[] }} props */
export function Projects({ answers }) {
  /** @type {any[]} */
  const projects = answers[0].projects;
  if (projects.length === 0) return html`<div class="state empty">No project yet: one is made by the first spans that come for it.</div>`;
  return html`<div class="scroll-x"><table><thead><tr><th>Project</th><th class="number">Number</th><th class="number">Spans</th><th><span class="visually-hidden">Open</span></th></tr></thead>
    <tbody>${projects.map((one) => html`<tr key=${one.name}><th scope="row">${shownText(one.name)}</th><td class="number">${count(one.number)}</td><td class="number"><${Spans} project=${one.name} /></td>
      <td class="acts"><a class="button" href=${href('explore', { ...kept(), project: one.name })}>Explore</a> <a class="button" href=${href('scripts', { ...kept(), project: one.name })}>Scripts</a></td></tr>`)}</tbody></table></div>
    <p class="note">A project is made by its first spans and named by the keys that may use it.</p>`;
}

/** Counted when somebody asks: it reads the whole project. @param {{ project: string }} props */
function Spans({ project }) {
  const [told, setTold] = useState('');
  const run = async () => {
    setTold('Counting');
    try {
      const answer = await ask('aggregate', { body: { measures: [{ count: true }] }, project });
      setTold(count(answer.groups[0]?.figures[0].whole ?? 0) + (answer.completeness.complete ? '' : ' or more: incomplete'));
    } catch (error) {
      setTold(shownText(/** @type {Error} */ (error).message));
    }
  };
  return told ? html`<span role="status">${told}</span>` : html`<button onClick=${run} aria-label=${'Count the spans of ' + shownText(project)}>Count</button>`;
}
