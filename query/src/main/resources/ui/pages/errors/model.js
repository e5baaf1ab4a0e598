// @ts-check
/** What is asked about causes of errors beside their list: how they go over time, and in which versions they are. */
import { quoted } from '../../shared/traceql.js';

const FINGERPRINT = { exceptionFingerprint: true };
const VERSION = { attribute: { level: 'resource', key: 'service.version' } };
const LIMIT = 1_000;

/** @param {string} service */
function failed(service) {
  const error = { compare: { operand: { field: 'statusCode' }, operator: 'equal', value: { whole: '2' } } };
  const seen = { any: [error, { exists: FINGERPRINT }] };
  return service ? { all: [seen, { compare: { operand: { attribute: { level: 'resource', key: 'service.name' } }, operator: 'equal', value: { text: service } } }] } : seen;
}

/** @param {{ from: string, to: string }} window @param {number} seconds @param {string} service */
export function trendsRequest(window, seconds, service) {
  return { window, condition: failed(service), groupBy: [FINGERPRINT], step: String(seconds * 1e9), limit: LIMIT };
}

/** @param {{ from: string, to: string }} window @param {string} service */
export function versionsRequest(window, service) {
  return { window, condition: failed(service), groupBy: [FINGERPRINT, VERSION], limit: LIMIT };
}

/** The fingerprint of a group as issues have it. @param {any} literal */
function fingerprint(literal) {
  if (literal == null) return '';
  if (literal.text !== undefined) return literal.text;
  if (literal.hex !== undefined) return literal.hex;
  return BigInt.asUintN(64, BigInt(literal.whole)).toString(16).padStart(16, '0');
}

/** @param {any} answer @returns {Map<string, number[]>} */
export function trendsOf(answer) {
  const found = new Map();
  for (const group of answer.groups) {
    const values = new Array(answer.steps.count).fill(0);
    for (const cell of group.cells) values[cell.step] = Number(cell.figures[0].whole);
    found.set(fingerprint(group.key[0]), values);
  }
  return found;
}

/** @param {any} answer @returns {Map<string, { text: string, errors: number }[]>} */
export function versionsOf(answer) {
  const found = new Map();
  for (const group of answer.groups) {
    if (group.key[1]?.text === undefined) continue;
    const key = fingerprint(group.key[0]);
    found.set(key, [...(found.get(key) ?? []), { text: group.key[1].text, errors: Number(group.figures[0].whole) }]);
  }
  return found;
}

/** A query for spans of a cause. @param {any} issue */
export function details(issue) {
  const service = 'resource.service.name = ' + quoted(issue.service);
  if (issue.type && issue.type !== '') return `{ ${service} && event.exception.type = ${quoted(issue.type)} }`;
  return issue.message ? `{ ${service} && statusMessage = ${quoted(issue.message)} }` : `{ ${service} && status = error }`;
}
