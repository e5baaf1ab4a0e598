// @ts-check
import { html } from '../../app/html.js';
import { time } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { cutText, shownText } from '../../shared/text.js';

/** @param {{ answers: any[] }} props */
export function Keys({ answers }) {
  /** @type {any[]} */
  const keys = answers[0].keys;
  if (keys.length === 0) return html`<div class="state empty">No keys are configured: everybody who reaches this server may read and write. Set <code>keys.file</code>, and make keys with <code>keys create</code>.</div>`;
  return html`<div class="scroll-x"><table><thead><tr><th>Name</th><th>Id</th><th>Scopes</th><th>Projects</th><th>Services</th><th>Addresses</th><th>Created</th><th>Ends</th><th>State</th></tr></thead>
    <tbody>${keys.map((key) => html`<tr key=${key.id}><th scope="row">${cutText(key.name, 40)}</th><td class="copied"><span class="mono">${key.id}</span><${Copy} text=${key.id} label="Copy the key's id" /></td><td>${key.scopes.join(', ')}</td>
      <td class="why">${key.projects.map(shownText).join(', ')}</td><td class="why">${key.services === null ? 'all' : key.services.map(shownText).join(', ')}</td><td>${key.addresses.join(', ') || 'any'}</td>
      <td>${time(Date.parse(key.created))}</td><td>${key.expires ? time(Date.parse(key.expires)) : 'never'}</td><td><${State} one=${key} /></td></tr>`)}</tbody></table></div>
    <p class="note">A key is shown once, by the command that makes it; here is nothing that could be used.</p>`;
}

/** @param {{ one: any }} props */
function State({ one }) {
  if (one.revoked) return html`<span class="status err" title=${time(Date.parse(one.revoked))}>Revoked</span>`;
  return one.expires && Date.parse(one.expires) < Date.now() ? html`<span class="status warned">Ended</span>` : html`<span class="status ok">In force</span>`;
}
