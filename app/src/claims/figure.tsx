import * as Comlink from 'comlink';
import { type Claim, type Decision, intervalText, type Language, type Numbers, sizeText, valueText } from 'normlab/web';
import { useEffect, useState } from 'preact/hooks';
import { Heads } from '../part/data-table.tsx';
import { language, say } from '../shell/say.ts';
import type { ClaimWorker } from './claim.worker.ts';

interface Props {
  readonly claim: Claim;
  readonly numbers: Numbers;
  readonly decision: Decision;
}

let drawer: Comlink.Remote<ClaimWorker> | undefined;

function draw(id: string, numbers: Numbers, tongue: Language): Promise<string> {
  drawer ??= Comlink.wrap<ClaimWorker>(new Worker(new URL('./claim.worker.ts', import.meta.url), { type: 'module' }));
  return drawer.draw(id, numbers, tongue);
}

/** The figure of the claim's page, in the colours of this one. */
export function ClaimFigure({ claim, numbers }: Omit<Props, 'decision'>) {
  const [svg, setSvg] = useState('');
  const tongue = language.value;
  useEffect(() => {
    let wanted = true;
    // Its numbers are below it: without a figure the page is still whole.
    draw(claim.id, numbers, tongue).then(
      (drawn) => wanted && setSvg(drawn),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [claim, numbers, tongue]);
  return (
    <div class="claim-figure scroll" tabIndex={0} role="region" aria-label={claim.statement[tongue]} aria-busy={svg === ''}>
      <div dangerouslySetInnerHTML={{ __html: svg }} />
    </div>
  );
}

/** The effect at every size. */
export function TrendTable({ claim, decision }: Omit<Props, 'numbers'>) {
  const sized = claim.rule.size[language.value] !== '';
  const head = [say('claim.page.mean'), decision.unit[language.value]].filter((part) => part !== '').join(', ');
  const heads = [head, say('claim.page.interval'), say('claim.page.n'), say('claim.page.leftOut')];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say('lab.claims.trend')}>
      <table>
        <caption class="unseen">{say('lab.claims.trend')}</caption>
        <Heads of={[...(sized ? [say('claim.page.size')] : []), ...heads]} />
        <tbody>
          {decision.trend.map((effect) => (
            <tr key={String(effect.at)}>
              {sized && <th scope="row">{sizeText(claim.rule, effect, language.value)}</th>}
              <td>{valueText(effect.mean)}</td>
              <td>{intervalText(effect)}</td>
              <td>{effect.n}</td>
              <td>{effect.leftOut}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
