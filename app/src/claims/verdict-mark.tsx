import { say } from '../shell/say.ts';
import type { verdicts } from './state.ts';

type Verdict = (typeof verdicts)[number];

/** The sign is a second way to say what the colour and the words say. */
const looks: Readonly<Record<Verdict, { readonly sign: string; readonly look: string }>> = {
  supported: { sign: '✔', look: 'supported' },
  contradicted: { sign: '✘', look: 'contradicted' },
  'not shown at this scale': { sign: '○', look: 'open' },
  none: { sign: '–', look: 'none' },
};

export const VerdictMark = ({ verdict }: { readonly verdict: Verdict }) => (
  <span class={`verdict-mark ${looks[verdict].look}`}>
    <span aria-hidden="true">{looks[verdict].sign}</span> {say(`claim.verdict.${verdict}`)}
  </span>
);
