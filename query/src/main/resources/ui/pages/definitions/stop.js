// @ts-check
import { useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { ask } from '../../api/client.js';
import { shownText } from '../../shared/text.js';

/** Disables all definitions of the project once that was said twice. @param {{ onStopped: () => void }} props */
export function StopAll({ onStopped }) {
  const [asked, setAsked] = useState(false);
  const [failed, setFailed] = useState('');
  const run = async () => {
    try {
      await ask('trace-definitions/stop-all', { method: 'POST' });
      setAsked(false);
      onStopped();
    } catch (error) {
      setFailed(String(/** @type {Error} */ (error).message));
    }
  };
  if (!asked) return html`<button type="button" onClick=${() => setAsked(true)}>Stop all</button>`;
  return html`<span class="row" role="alert">${failed ? html`<span class="bad">${shownText(failed)}</span>` : 'Record nothing new?'}
    <button type="button" class="danger" onClick=${run}>Disable all</button><button type="button" class="plain" onClick=${() => { setAsked(false); setFailed(''); }}>Go on</button></span>`;
}
