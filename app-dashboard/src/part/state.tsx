/** How a run stands: a sign, a word and a colour, each of which says it alone. */

import type { MessageKey } from 'normlab/web';
import { say } from '../../../app/src/shell/say.ts';

export type State = 'pending' | 'running' | 'finished' | 'diverged' | 'failed' | 'interrupted' | 'stale' | 'stopping' | 'damaged';

const signs: Readonly<Record<State, string>> = {
  pending: '○',
  running: '▶',
  finished: '✓',
  diverged: '✕',
  failed: '!',
  interrupted: '‖',
  stale: '?',
  stopping: '‖',
  damaged: '!',
};

export const StateBadge = ({ state, text }: { readonly state: State; readonly text?: string }) => (
  <span class={`state ${state}`}>
    <span aria-hidden="true">{signs[state]}</span> {text ?? say(`state.${state}` as MessageKey)}
  </span>
);
