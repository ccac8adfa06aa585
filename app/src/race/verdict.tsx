/** The end of a race: how each arm did, and for each pair what the command line would say of it. */
import { comparePairs, estimate, type PairResult } from 'normlab/web';
import { Heads, shortNumber } from '../part/data-table.tsx';
import { language, say } from '../shell/say.ts';
import { armCss } from '../shell/theme.ts';
import { type RaceConfig, toQuery } from './config.ts';
import type { Lane } from './runner.ts';
import { runner } from './state.ts';

interface Props {
  readonly race: RaceConfig;
  readonly names: readonly string[];
  readonly lanes: readonly Lane[];
}

const words = { better: 'cli.verdict.better', worse: 'cli.verdict.worse', 'no difference shown': 'cli.verdict.none' } as const;

export function Verdict({ race, names, lanes }: Props) {
  if (runner.phase.value !== 'ended') return null;
  const arms = lanes.map(({ runs }, i) => ({
    id: names[i] as string,
    runs: runs.map((run) => run.record(names[i] as string, language.value)),
  }));
  const pairs = comparePairs(arms);
  const judged = pairs.some(({ pValue }) => pValue !== null);
  return (
    <div class="verdict">
      <h2>{say('lab.verdict.title')}</h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={say('lab.verdict.title')}>
        <table>
          <Heads of={[say('cli.table.arm'), say('cli.table.loss'), say('lab.outcome'), say('lab.parameters')]} />
          <tbody>
            {arms.map(({ id, runs }, i) => (
              <tr key={id}>
                <th scope="row" class="name" style={{ '--arm': armCss(i) }}>
                  {id}
                </th>
                <td>{lossText(estimate(runs))}</td>
                <td>{outcomes(lanes[i] as Lane)}</td>
                <td>{(lanes[i]?.runs[0]?.parameters ?? 0).toLocaleString(language.value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {judged ? (
        <ul class="sentences">
          {pairs.map((pair) => (
            <li key={`${pair.a}/${pair.b}`}>{sentence(pair)}</li>
          ))}
        </ul>
      ) : (
        arms.length > 1 && <p class="note">{say('lab.verdict.oneSeed')}</p>
      )}
      <p class="note">{say('lab.verdict.fair')}</p>
      <button type="button" class="quiet" onClick={() => save(race, names, lanes)}>
        {say('lab.verdict.save')}
      </button>
    </div>
  );
}

function sentence(pair: PairResult) {
  const { a, b, verdict, difference, low, high, pValue, moreSeeds } = pair;
  const text = difference === null ? say('cli.verdict.unmeasured') : say(words[verdict], { a, b });
  const figures = { difference: shortNumber(difference), low: shortNumber(low), high: shortNumber(high), p: shortNumber(pValue) };
  return (
    <>
      <strong>{text}</strong> <span class="note">{say('lab.verdict.figures', figures)}</span>{' '}
      {moreSeeds !== null && <span class="note">{say('cli.verdict.more', { n: moreSeeds })}</span>}
    </>
  );
}

const lossText = ({
  mean,
  low,
  high,
}: {
  readonly mean: number | null;
  readonly low: number | null;
  readonly high: number | null;
}): string => (low === null || high === null ? shortNumber(mean) : `${shortNumber(mean)} [${shortNumber(low)}, ${shortNumber(high)}]`);

function outcomes({ runs }: Lane): string {
  const kinds = [...new Set(runs.map(({ outcome }) => outcome))];
  const count = (kind: string): number => runs.filter(({ outcome }) => outcome === kind).length;
  return kinds
    .map((kind) => (runs.length === 1 ? say(`lab.outcome.${kind}`) : `${count(kind)} × ${say(`lab.outcome.${kind}`)}`))
    .join(', ');
}

/** Every number of the race, and the specs that make them again. */
function save(race: RaceConfig, names: readonly string[], lanes: readonly Lane[]): void {
  const arms = lanes.map(({ runs }, i) => ({
    name: names[i],
    runs: runs.map((run) => ({
      seed: run.seed,
      outcome: run.outcome,
      spec: run.spec,
      losses: run.losses.map(asJson),
      evalLoss: run.evalLoss === null ? null : asJson(run.evalLoss),
      measured: run.snapshots.map(({ step, series }) => ({
        step,
        series: Object.fromEntries(Object.entries(series).map(([id, values]) => [id, values.map(asJson)])),
      })),
    })),
  }));
  const text = JSON.stringify({ address: `#/race?${toQuery(race)}`, arms });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = 'normlab-race.json';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** JSON has no NaN. */
const asJson = (value: number): number | string => (Number.isFinite(value) ? value : String(value));
