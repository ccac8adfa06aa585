/** One study: how far it is, its verdicts and arms, the way to its report and its runs. */
import { language, say } from '../../../app/src/shell/say.ts';
import type { StudyDetail } from '../../../src/serve/dashboard/wire.ts';
import { useAsked } from '../data/ask.ts';
import { jobs, runs, studies } from '../data/store.ts';
import { StateBadge } from '../part/state.tsx';
import { intervalText, lossText, numberText, toldText } from '../part/text.ts';
import { linkTo, route } from '../shell/route.ts';
import { StopButton } from './jobs.tsx';
import { mostCompared } from './runs-table.tsx';
import { dateText, progressOf, ReportLink, runsOf, studyName } from './studies-table.tsx';

type Result = NonNullable<StudyDetail['result']>;

export function Study() {
  const id = route.value.query.get('id') ?? '';
  const study = studies.value.get(id);
  const own = runsOf(id);
  const ended = own.filter(({ state }) => state !== 'running' && state !== 'pending').length;
  const { value, problem } = useAsked<StudyDetail>(
    `/api/studies/${encodeURIComponent(id)}?lang=${language.value}`,
    `${ended}/${study?.ended}/${study?.report}`,
  );
  const told = problem ?? value?.problem;
  const row = study ?? value?.row;
  if (!row) return told ? <p class="problem">{toldText(told)}</p> : <p class="note">{say('dash.loading')}</p>;
  const progress = progressOf(row, own);
  const job = jobs.value.find((one) => one.study === id && one.state !== 'ended');
  const judged = judgingRuns(value);
  return (
    <>
      <header class="view-head">
        <p class="crumbs">
          <a href={linkTo('overview')}>{say('dash.back')}</a>
        </p>
        <h1>{studyName(row)}</h1>
        <p class="standing">
          <StateBadge state={progress.state} />
          <span>
            {progress.total === undefined || progress.state === 'finished'
              ? say('dash.study.done', { done: progress.ended })
              : say('dash.study.progress', { done: progress.ended, total: progress.total })}
          </span>
          {progress.diverged > 0 && <span class="bad">{say('dash.count.diverged', { n: progress.diverged })}</span>}
          {row.ended !== null && <span class="note">{dateText(row.ended)}</span>}
          {job && <StopButton job={job} />}
        </p>
        <p class="links">
          {row.report && <ReportLink study={row} text={say('dash.study.openReport')} />}
          <a href={linkTo('overview', { study: id })}>{say('dash.study.runs')}</a>
          {judged.length > 0 && <a href={linkTo('compare', { ids: judged.join('.') })}>{say('dash.study.curves')}</a>}
        </p>
      </header>
      {told && <p class="problem">{toldText(told)}</p>}
      {!value && !told && <p class="note">{say('dash.study.reading')}</p>}
      {value?.result && (
        <>
          {value.result.interrupted && <p class="warning">{say('dash.study.unfinished')}</p>}
          <Verdicts result={value.result} />
          <Arms result={value.result} />
        </>
      )}
    </>
  );
}

/** Ids of the runs that judge, as far as they are in the list. */
function judgingRuns(value: StudyDetail | undefined): string[] {
  if (!value) return [];
  return [...runs.value.values()]
    .filter(({ study, folder }) => study === value.row.id && value.runs[folder.split('/').at(-1) ?? '']?.stage === 'judge')
    .map(({ id }) => id)
    .slice(0, mostCompared);
}

const verdictKeys = { better: 'cli.verdict.better', worse: 'cli.verdict.worse', 'no difference shown': 'cli.verdict.none' } as const;

function Verdicts({ result: { pairs } }: { readonly result: Result }) {
  return (
    <section>
      <h2 id="verdicts">{say('dash.study.verdicts')}</h2>
      {pairs.length === 0 ? (
        <p class="note">{say('dash.study.noVerdict')}</p>
      ) : (
        <section class="scroll" tabIndex={0} aria-labelledby="verdicts">
          <table>
            <thead>
              <tr>
                {(['pair', 'verdict', 'difference', 'p'] as const).map((column) => (
                  <th key={column} scope="col" class={column === 'difference' || column === 'p' ? 'number' : ''}>
                    {say(`dash.study.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {pairs.map(({ a, b, difference, low, high, pValue, verdict, n }) => (
                <tr key={`${a} ${b}`}>
                  <th scope="row">
                    {a} − {b}
                  </th>
                  <td class={verdict === 'no difference shown' ? 'verdict-cell' : 'verdict-cell strong'}>
                    {n === 0 ? say('cli.verdict.unmeasured') : say(verdictKeys[verdict], { a, b })}
                  </td>
                  <td class="number">
                    {difference === null ? '–' : lossText(difference)} <span class="faint">{intervalText(low, high)}</span>
                  </td>
                  <td class="number">{pValue === null ? '–' : pValue < 0.001 ? '< 0.001' : numberText(pValue, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}

const columns = ['arms', 'equation', 'lr', 'warmup', 'loss', 'survived'] as const;
const heads = {
  arms: 'dash.column.arms',
  equation: 'dash.study.equation',
  lr: 'dash.study.lr',
  warmup: 'dash.study.warmup',
  loss: 'dash.column.evalLoss',
  survived: 'dash.study.survived',
} as const;

function Arms({ result: { arms } }: { readonly result: Result }) {
  return (
    <section>
      <h2 id="arms">{say('dash.study.arms')}</h2>
      <section class="scroll" tabIndex={0} aria-labelledby="arms">
        <table>
          <thead>
            <tr>
              {columns.map((column, i) => (
                <th key={column} scope="col" class={i > 1 ? 'number' : ''}>
                  {say(heads[column])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {arms.map(({ id, equation, lr, warmup, evalLoss, runs: own }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td class="equation-cell">{equation}</td>
                <td class="number">{numberText(lr)}</td>
                <td class="number">{warmup ?? '–'}</td>
                <td class="number">
                  {evalLoss.mean === null ? '–' : lossText(evalLoss.mean)}{' '}
                  <span class="faint">{intervalText(evalLoss.low, evalLoss.high)}</span>{' '}
                  <span class="faint">
                    n = {evalLoss.n}
                    {evalLoss.leftOut > 0 && ` / ${evalLoss.n + evalLoss.leftOut}`}
                  </span>
                </td>
                <td class="number">{survivors(own)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function survivors(own: Result['arms'][number]['runs']): string {
  const judging = own.filter(({ stage }) => stage === 'judge');
  const told = (judging.length > 0 ? judging : own).filter(({ status }) => status === 'finished' || status === 'diverged');
  return `${told.filter(({ status }) => status === 'finished').length} / ${told.length}`;
}
