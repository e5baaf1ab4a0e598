// @ts-check
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { go } from '../../app/url.js';
import { ask } from '../../api/client.js';
import { shownText } from '../../shared/text.js';
import { newDefinition } from './links.js';

/** Deletes a definition once that was said twice. @param {{ id: string }} props */
export function Delete({ id }) {
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState('');
  const run = async () => {
    try {
      await ask('trace-definitions/' + id, { method: 'DELETE' });
      go(newDefinition(null));
    } catch (error) {
      setFailed(String(/** @type {Error} */ (error).message));
    }
  };
  if (!asked) return html`<button type="button" onClick=${() => setAsked(true)}>Delete</button>`;
  return html`<span class="row" role="alert">${failed ? html`<span class="bad">${shownText(failed)}</span>` : 'With all its recordings?'}
    <button type="button" class="danger" onClick=${run}>Delete with recordings</button><button type="button" class="plain" onClick=${() => { setAsked(false); setFailed(''); }}>Keep</button></span>`;
}
