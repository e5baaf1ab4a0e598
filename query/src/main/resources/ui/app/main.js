// @ts-check
import { render } from '../vendor/preact/preact.mjs';
import '../vendor/preact-signals/signals.mjs';
import { html } from './html.js';
import { listen } from './keys.js';
import { followTheme } from './session.js';
import { followLinks } from './url.js';
import { App } from './shell.js';

followTheme();
followLinks();
listen();
// A page's address changes without a load, and a relative reference would be looked for elsewhere then.
for (const link of document.querySelectorAll('link')) link.href = String(link.href);
const root = document.getElementById('app');
if (root) render(html`<${App} />`, root);
