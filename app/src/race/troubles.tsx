/** Arms that broke, and where first. */
import { language, say, sayTold } from '../shell/say.ts';
import { armCss } from '../shell/theme.ts';
import { placeOf } from './curves.ts';
import type { LiveRun } from './live.ts';
import type { Lane } from './runner.ts';

export function Troubles({ names, lanes }: { readonly names: readonly string[]; readonly lanes: readonly Lane[] }) {
  const found = lanes.flatMap(({ runs }, i) =>
    runs.flatMap((run) => (run.outcome === 'diverged' || run.outcome === 'failed' ? [{ run, arm: i }] : [])),
  );
  if (found.length === 0) return null;
  return (
    <div class="alarm" role="alert">
      {found.map(({ run, arm }) => (
        <p key={`${arm}/${run.seed}`} style={{ '--arm': armCss(arm) }}>
          <strong class="name">{say('lab.diverged.arm', { arm: names[arm] as string, seed: run.seed })}</strong>{' '}
          {run.problem ? sayTold(run.problem) : say('lab.diverged.reason', { reason: run.reason(language.value) ?? '' })}{' '}
          <Where run={run} />
        </p>
      ))}
    </div>
  );
}

/** The step and the layer where it broke first. */
function Where({ run: { broke } }: { readonly run: LiveRun }) {
  if (!broke) return null;
  const { layer = 0, sublayer = '' } = placeOf(broke.label) ?? {};
  const place = say(sublayer === 'attn' ? 'lab.place.attn' : sublayer === 'ffn' ? 'lab.place.ffn' : 'lab.place.block', { layer });
  const what = say(`lab.broke.${broke.what}.${broke.how}`, {
    factor: Number.isFinite(broke.factor) ? Number(broke.factor.toPrecision(2)) : '∞',
  });
  return <span>{say('lab.broke', { step: broke.step, place, what })}</span>;
}
