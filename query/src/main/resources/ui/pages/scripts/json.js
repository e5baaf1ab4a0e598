// @ts-check
import { useMemo, useState } from '../../vendor/preact-hooks/hooks.mjs';
import { html } from '../../app/html.js';
import { count } from '../../shared/format.js';
import { Copy } from '../../shared/parts.js';
import { shownText } from '../../shared/text.js';
import { Tree } from '../../shared/tree.js';
import { ofJson } from '../../shared/values.js';

const SHOWN_MAX = 65_536;
/** A larger text is read as JSON only when somebody asks for that. */
const TREE_MAX = 1 << 20;

/**
 * What went into a run or came out: a tree where it is JSON, and the very text.
 * @param {{ text: string | null, none: string, label: string }} props
 */
export function JsonView({ text, none, label }) {
  const [asTree, setAsTree] = useState(/** @type {boolean | null} */ (null));
  const [all, setAll] = useState(false);
  const tree = asTree ?? (text !== null && text.length <= TREE_MAX);
  const value = useMemo(() => (tree && text ? ofJson(text) : null), [text, tree]);
  if (text === null || text === '') return html`<div class="state empty">${none}</div>`;
  const structured = value !== null && value.entries !== null;
  const choice = html`<span class="segments" role="group" aria-label=${'How ' + label + ' is shown'}><button aria-pressed=${structured ? 'true' : 'false'} disabled=${tree && !structured} title=${tree && !structured ? 'This is no JSON object or list' : undefined} onClick=${() => setAsTree(true)}>Tree</button><button
    aria-pressed=${structured ? 'false' : 'true'} onClick=${() => setAsTree(false)} title=${count(text.length) + ' characters'}>Text</button></span>`;
  return html`<div class="json">${structured ? html`<${Tree} value=${value} label=${label} lead=${choice} text=${text} />`
    : html`<div class="row tool">${choice}<span class="note">${count(text.length)} characters</span><span class="space"></span><${Copy} text=${text} label=${'Copy ' + label} /></div>
      <div class="raw part"><pre tabIndex=${0} aria-label=${label}>${shownText(all ? text : text.slice(0, SHOWN_MAX))}</pre>${!all && text.length > SHOWN_MAX && html`<button onClick=${() => setAll(true)}>Show all ${count(text.length)} characters</button>`}</div>`}</div>`;
}
