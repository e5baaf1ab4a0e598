// @ts-check
import { base, href, kept } from '../../app/url.js';

/** A new definition of scripts, or of the script of a run; without either the list. @param {{ scripts: string[], run?: string } | null} of */
export function newDefinition(of) {
  if (of === null) return href('definitions', kept());
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(kept())) if (value) params.set(name, value);
  for (const script of of.scripts) params.append('script', script);
  if (of.run) params.set('run', of.run);
  const text = params.toString();
  return base + 'definitions/new' + (text ? '?' + text : '');
}

/** @param {string} id */
export function definitionLink(id) {
  return href('definitions/' + id, kept());
}
