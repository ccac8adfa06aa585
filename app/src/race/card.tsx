/** One arm: what it is, drawn and written, and what can be changed about it. */
import { armDiagram, armEquation, armWarnings, inits, normalizers, parseRun, placements } from 'normlab/web';
import { composeQuery } from '../compose/state.ts';
import { BlockDiagram } from '../part/block-diagram.tsx';
import { Field, NumberInput, Select } from '../part/field.tsx';
import { OptionFields } from '../part/options.tsx';
import { RemoveButton } from '../part/remove-button.tsx';
import { open } from '../shell/route.ts';
import { language, nameOf, say, sayTold } from '../shell/say.ts';
import { armCss } from '../shell/theme.ts';
import { type ArmConfig, idOf, isCustom, limits, specOf } from './config.ts';
import { changeArm, config, problems, removeArm } from './state.ts';

interface Props {
  readonly arm: ArmConfig;
  readonly index: number;
}

const choicesOf = (members: readonly { readonly id: string; readonly title: { readonly en: string; readonly zh: string } }[]) =>
  members.map((member) => ({ value: member.id, text: nameOf(member) }));

export function Card({ arm, index }: Props) {
  const problem = problems.value[index];
  const id = idOf(arm.placement);
  const own = choicesOf(placements.members.filter((member) => member.id !== 'custom' || id === 'custom'));
  const change = (next: Partial<ArmConfig>) => changeArm(index, next);
  return (
    <article class="card" style={{ '--arm': armCss(index) }} aria-label={say('lab.race.arm', { n: index + 1, name: id })}>
      <header>
        <Select class="title" label={say('lab.field.placement')} value={id} choices={own} onChange={(placement) => change({ placement })} />
        {config.value.arms.length > 1 && <RemoveButton name={id} onClick={() => removeArm(index)} />}
      </header>
      {problem ? <p class="problem">{sayTold(problem)}</p> : <Portrait arm={arm} />}
      <details class="settings-of">
        <summary>
          {say('lab.race.armSummary', { lr: arm.lr, warmup: arm.warmup, depth: arm.depth })} ·{' '}
          {normalizers.get(idOf(arm.normalizer)).title[language.value]} · {arm.init}
        </summary>
        <div class="fields">
          <Field label={say('lab.field.lr')}>
            {(of) => <NumberInput id={of} value={arm.lr} least={1e-8} most={100} whole={false} onChange={(lr) => change({ lr })} />}
          </Field>
          <Field label={say('lab.field.warmup')}>
            {(of) => <NumberInput id={of} value={arm.warmup} least={0} most={limits.steps} onChange={(warmup) => change({ warmup })} />}
          </Field>
          <Field label={say('lab.field.depth')}>
            {(of) => <NumberInput id={of} value={arm.depth} least={1} most={limits.depth} onChange={(depth) => change({ depth })} />}
          </Field>
          <Field label={say('lab.field.init')}>
            {(of) => (
              <Select
                id={of}
                value={arm.init}
                choices={inits.ids.map((value) => ({ value, text: value }))}
                onChange={(init) => change({ init })}
              />
            )}
          </Field>
          <Field label={say('lab.field.normalizer')} wide>
            {(of) => (
              <Select
                id={of}
                value={idOf(arm.normalizer)}
                choices={choicesOf(normalizers.members)}
                onChange={(normalizer) => change({ normalizer })}
              />
            )}
          </Field>
        </div>
        <Options arm={arm} change={change} />
      </details>
    </article>
  );
}

/** Equation, diagram and warnings, read off the plan. */
function Portrait({ arm }: { readonly arm: ArmConfig }) {
  const { model } = parseRun(specOf(arm, config.value.shared, 1));
  return (
    <>
      <p class="equation">{armEquation(model)}</p>
      <BlockDiagram svg={armDiagram(model)} />
      {armWarnings(model, language.value).map((warning) => (
        <p class="warning" key={warning}>
          {warning}
        </p>
      ))}
    </>
  );
}

/** What placement and normalizer let one set besides. */
function Options({ arm, change }: { readonly arm: ArmConfig; readonly change: (next: Partial<ArmConfig>) => void }) {
  if (isCustom(arm.placement)) {
    const placement = arm.placement;
    return (
      <button type="button" class="quiet" onClick={() => open('compose', composeQuery(placement))}>
        {say('lab.race.editCustom')}
      </button>
    );
  }
  const asObject = (choice: string | { id: string }) => (typeof choice === 'string' ? { id: choice } : choice);
  const [placement, normalizer] = [asObject(arm.placement), asObject(arm.normalizer)];
  const [ofPlacement, ofNormalizer] = [placements.get(placement.id), normalizers.get(normalizer.id)];
  if (Object.keys(ofPlacement.options).length + Object.keys(ofNormalizer.options).length === 0) return null;
  return (
    <details class="more">
      <summary>{say('lab.race.options')}</summary>
      <div class="fields">
        <OptionFields
          member={ofPlacement}
          given={placement}
          onChange={(name, value) => change({ placement: { ...placement, [name]: value } as ArmConfig['placement'] })}
        />
        <OptionFields
          member={ofNormalizer}
          given={normalizer}
          onChange={(name, value) => change({ normalizer: { ...normalizer, [name]: value } as ArmConfig['normalizer'] })}
        />
      </div>
    </details>
  );
}
