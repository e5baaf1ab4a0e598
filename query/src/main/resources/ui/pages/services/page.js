// @ts-check
import { html } from '../../app/html.js';
/** @param {{ id: string }} props */
export default function Trace({ id }) { return html`<div>${id}</div>`; }
