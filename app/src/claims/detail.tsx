/** One claim: verdict, figure, rule, scale, source, and ways to measure it again. */
import { type Claim, type Decision, duration, type Evidence, effectText, remarks, scaleOf, sizeText } from 'normlab/web';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { language, say } from '../shell/say.ts';
import type { Entry } from './evidence.ts';
import { ClaimFigure, TrendTable } from './figure.tsx';
import { RunHere } from './run-here.tsx';
import { addressOf, verdictOf } from './state.ts';
import { VerdictMark } from './verdict-mark.tsx';

export function ClaimDetail({ entry }: { readonly entry: Entry }) {
  const { claim, measured } = entry;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <article class="claim">
      <p>
        <a href={addressOf('')}>← {say('lab.claims.back')}</a>
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {claim.statement[language.value]}
      </h1>
      <p class="outcome-line">
        <VerdictMark verdict={verdictOf(entry)} /> {measured && effectLine(claim, measured.decision)}
      </p>
      {measured ? (
        <>
          <ClaimFigure claim={claim} numbers={measured.evidence.numbers} />
          {measured.decision.trend.length > 1 && <TrendTable claim={claim} decision={measured.decision} />}
        </>
      ) : (
        <p class="warning">{say('lab.claims.unmeasured')}</p>
      )}
      <div class="claim-parts">
        <Part title={say('claim.page.rule')}>
          <p>{claim.rule.words[language.value]}</p>
          {claim.earlier && (
            <p>
              <em>{say('claim.page.earlier')}</em> {claim.earlier[language.value]}
            </p>
          )}
        </Part>
        {measured && <Remark claim={claim} decision={measured.decision} />}
        <Part title={say('claim.page.scale')}>
          <ul>
            {scaleOf(claim, language.value).map((line) => (
              <li key={line}>{`${say('claim.page.here')}${line}`}</li>
            ))}
            <li>{`${say('claim.page.published')}${claim.published[language.value]}`}</li>
          </ul>
        </Part>
        <Part title={say('claim.page.source')}>
          <ul>
            <li>{say(`claim.group.${claim.group}`)}</li>
            {claim.sources.map(({ text, url }) => (
              <li key={url}>
                <a href={url} rel="noreferrer">
                  {text}
                </a>
              </li>
            ))}
          </ul>
        </Part>
        <Part title={say('lab.claims.repeat')}>
          <pre tabIndex={0}>{`npx ${measured?.evidence.command ?? `normlab claims ${claim.id} --run`}`}</pre>
          {measured && <p class="note">{costLine(measured.evidence)}</p>}
        </Part>
        <Part title={say('lab.claims.here')}>
          <RunHere claim={claim} />
        </Part>
      </div>
    </article>
  );
}

const Part = ({ title, children }: { readonly title: string; readonly children: ComponentChildren }) => (
  <section>
    <h2>{title}</h2>
    {children}
  </section>
);

function effectLine({ rule }: Claim, decision: Decision): string {
  const size = sizeText(rule, decision.effect, language.value);
  const effect = effectText(decision.effect, decision, language.value);
  return say(size === '' ? 'claim.page.effect' : 'claim.page.effectAt', { effect, size });
}

function Remark({ claim, decision }: { readonly claim: Claim; readonly decision: Decision }) {
  const remark = remarks[claim.id];
  if (!remark || remark.verdict !== decision.verdict) return null;
  return (
    <Part title={say('claim.page.why')}>
      <p>{remark.reason[language.value]}</p>
      <p>
        <em>{say('claim.page.settle')}</em> {remark.settle[language.value]}
      </p>
    </Part>
  );
}

const costLine = ({ runs, seconds, version, engine, date }: Evidence): string =>
  say('lab.claims.cost', {
    runs,
    time: duration(seconds, language.value),
    version,
    engine: engine ? `${engine.id} ${engine.version}` : say('claim.page.noEngine'),
    date: date.slice(0, 10),
  });
