// @ts-check
/** The frame around every page: bar, page, sign-in, key map. */
import { Component } from '../vendor/preact/preact.mjs';
import { useEffect, useRef, useState } from '../vendor/preact-hooks/hooks.mjs';
import { html } from './html.js';
import { useKeys } from './keys.js';
import { moved, PAGES, route } from './routes.js';
import { go, href, kept, place } from './url.js';
import { Bar } from './bar.js';
import { KeyMap } from './keymap.js';
import { SignIn } from './signin.js';
import { wanted } from './session.js';

/** A page that throws does not take the others with it. */
class Boundary extends Component {
  state = { error: null };
  /** @param {unknown} error */
  static getDerivedStateFromError(error) { return { error }; }
  /** @param {unknown} error */
  componentDidCatch(error) { console.error(error); }
  render() {
    const { error } = /** @type {{ error: unknown }} */ (this.state);
    return error == null ? this.props.children : html`<div class="state error" role="alert">
      This part failed; the rest works. <code>${String(error)}</code>
      <button onClick=${() => this.setState({ error: null })}>Try again</button></div>`;
  }
}

export function App() {
  const { path } = place.value;
  const found = route(path);
  const elsewhere = moved(path);
  useEffect(() => {
    if (elsewhere) go(href(elsewhere), true);
  }, [elsewhere]);
  const [help, setHelp] = useState(false);
  /** @type {Record<string, [string, () => void]>} */
  const goTo = {};
  for (const [name, title, letter] of PAGES) goTo['g ' + letter] = ['Go to ' + title, () => go(href(name, kept()))];
  useKeys('Everywhere', { '?': ['Show the keys', () => setHelp(true)], ...goTo });
  return html`
    <${Bar} page=${found?.name} onHelp=${() => setHelp(true)} />
    <main id="page">
      ${wanted.value && html`<${SignIn} why=${wanted.value} />`}
      ${found ? html`<${Boundary} key=${found.name}><${Page} route=${found} /><//>`
        : !elsewhere && html`<div class="state empty">There is no page ${path}.
          <a href=${href('explore', kept())}>Explore</a></div>`}
    </main>
    ${help && html`<${KeyMap} onClose=${() => setHelp(false)} />`}`;
}

/** @param {{ route: import('./routes.js').Route }} props */
function Page({ route }) {
  const [shown, setShown] = useState(/** @type {{ name: string, View: any } | null} */ (null));
  const [failed, setFailed] = useState('');
  const load = useRef(route.load);
  load.current = route.load;
  useEffect(() => {
    let gone = false;
    load.current().then(
      (module) => { if (!gone) setShown({ name: route.name, View: module.default }); },
      (error) => { if (!gone) setFailed(String(error)); });
    return () => { gone = true; };
  }, [route.name]);
  useEffect(() => { document.title = route.title + ' - Spanhouse'; }, [route.title]);
  if (failed) {
    return html`<div class="state error" role="alert">This page could not be loaded; the server may be another build by now.
      <button onClick=${() => location.reload()}>Load again</button> <code>${failed}</code></div>`;
  }
  return shown && shown.name === route.name ? html`<${shown.View} ...${route.args} />` : html`<div class="progress"></div>`;
}

