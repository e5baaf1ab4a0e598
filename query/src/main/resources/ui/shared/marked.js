// @ts-check
/** The trace that waits for another one to be compared with; as long as this page lives. */
import { signal } from '../vendor/preact-signals-core/signals-core.mjs';

export const marked = signal('');
