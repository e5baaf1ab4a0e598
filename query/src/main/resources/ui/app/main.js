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
const root = document.getElementById('app');
if (root) render(html`<${App} />`, root);
