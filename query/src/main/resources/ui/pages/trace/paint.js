// @ts-check
/** Which colour each span has: by its service, or by any other value. */
import { useMemo } from '../../vendor/preact-hooks/hooks.mjs';
import { colourOf, NO_COLOUR } from '../../shared/colour.js';

/**
 * A code a span, and by codes a text, a colour, and how often that colour was taken before in this view: those that come later
 * are drawn with so many lines, up to two, as colours alone would not tell them apart. A null text is that of spans without a value.
 * @typedef {{ by: string, codes: Int32Array, texts: (string | null)[], colours: Uint8Array, lines: Uint8Array }} Paint
 */

const LINES_MAX = 2;

/** @param {string} by @param {Int32Array} codes @param {(string | null)[]} texts by codes, in the order in which they come first @returns {Paint} */
export function paintOf(by, codes, texts) {
  const taken = new Uint8Array(NO_COLOUR + 1);
  const colours = new Uint8Array(texts.length);
  const lines = new Uint8Array(texts.length);
  texts.forEach((text, code) => {
    const colour = text === null ? NO_COLOUR : colourOf(text);
    colours[code] = colour;
    if (text === null) return;
    lines[code] = Math.min(LINES_MAX, taken[colour]);
    taken[colour] = Math.min(LINES_MAX, taken[colour] + 1);
  });
  return { by, codes, texts, colours, lines };
}

/**
 * Codes as they come first in a trace, so that which one is later is the same for all who look at it.
 * @param {Int32Array} codes @param {(string | null)[]} texts
 * @returns {[Int32Array, (string | null)[]]}
 */
export function renumbered(codes, texts) {
  const number = new Int32Array(texts.length).fill(-1);
  /** @type {(string | null)[]} */
  const met = [];
  const next = codes.map((code) => {
    if (number[code] < 0) number[code] = met.push(texts[code]) - 1;
    return number[code];
  });
  return [next, met];
}

const KINDS = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUSES = ['unset', 'ok', 'error'];

/** What spans can be told apart by without asking for their attributes. @type {Record<string, (tree: import('../../api/trees.js').Tree) => Paint>} */
export const OWN = {
  service: (tree) => paintOf('service', tree.service, tree.serviceNames),
  name: (tree) => paintOf('name', ...renumbered(tree.name, tree.names)),
  kind: (tree) => paintOf('kind', ...renumbered(Int32Array.from(tree.kind), Array.from({ length: 256 }, (_, kind) => KINDS[kind] ?? 'kind ' + kind))),
  status: (tree) => paintOf('status', ...renumbered(Int32Array.from(tree.status), Array.from({ length: 256 }, (_, status) => STATUSES[status] ?? 'status ' + status))),
};

/**
 * @param {import('../../api/trees.js').Tree} tree
 * @param {string} by one of {@link OWN}, or an attribute
 * @param {import('./values.js').Column | null} column of that attribute, once it is there
 * @returns {Paint}
 */
export function usePaint(tree, by, column) {
  return useMemo(() => {
    const own = OWN[by];
    if (own) return own(tree);
    return column ? paintOf(by, ...renumbered(column.codes, column.texts)) : OWN.service(tree);
  }, [tree, by, column]);
}
