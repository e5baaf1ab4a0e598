// @ts-check
/** Markup of components: tagged templates over preact. Values become text nodes or properties, never markup. */
import { h } from '../vendor/preact/preact.mjs';
import htm from '../vendor/htm/htm.mjs';

export const html = /** @type {(strings: TemplateStringsArray, ...values: any[]) => any} */ (htm.bind(h));
