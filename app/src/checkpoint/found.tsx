/** What was read off the names. Every text of a file is a text node. */
import {
  armDiagram,
  armEquation,
  type Candidate,
  defaultShape,
  hasUnusualFinal,
  type Inspection,
  modelFor,
  type Note,
  normalizers,
  placements,
  rangesOf,
  type StackReading,
} from 'normlab/web';
import { BlockDiagram } from '../part/block-diagram.tsx';
import { type Fact, Facts } from '../part/facts.tsx';
import { firstRace, idOf, newArm, toQuery } from '../race/config.ts';
import { nameOf, say } from '../shell/say.ts';
import { Gains } from './gains.tsx';

const sayNote = ({ key, values }: Note): string => say(key, values);

/** Enough to see which files were read. */
const mostNames = 6;

export function Found({ found }: { readonly found: Inspection }) {
  const { files, tensors, modelType, stacks, caveats } = found;
  const names = files.map(({ name }) => name);
  const read = `${say('inspect.files', { files: files.length, tensors })}: ${names.slice(0, mostNames).join(', ')}${names.length > mostNames ? ' …' : ''}`;
  return (
    <section aria-label={say('lab.checkpoint.result')}>
      <p class="note files-read">{modelType === null ? read : `${read} · ${say('inspect.modelType', { type: modelType })}`}</p>
      {caveats.map((note) => (
        <p key={sayNote(note)} class="warning">
          {sayNote(note)}
        </p>
      ))}
      {stacks.map((stack) => (
        <Stack key={`${stack.prefix} ${stack.layers ?? ''}`} stack={stack} />
      ))}
    </section>
  );
}

function Stack({ stack }: { readonly stack: StackReading }) {
  const { placement, candidates, confidence, evidence, caveats, gains, finalGain } = stack;
  const final = hasUnusualFinal(stack) ? `${say('inspect.comma')}${say('inspect.withFinal')}` : '';
  return (
    <section class="panel stack">
      <h2>{titleOf(stack)}</h2>
      <div>
        <p class="placement-read">{placement === null ? say('inspect.undecided') : `${nameOf(placements.get(placement))}${final}`}</p>
        <p class="note">{say(`inspect.confidence.${confidence}`)}</p>
      </div>
      {placement !== null && (!placements.get(placement).written || byEntry(stack)) && <Drawn stack={stack} placement={placement} />}
      {placement === null && candidates.length > 0 && (
        <div>
          <h3>{say('inspect.candidates')}</h3>
          <ul class="candidates">
            {candidates.map((candidate) => (
              <CandidateLine key={candidate.placement} candidate={candidate} normalizer={stack.normalizer} />
            ))}
          </ul>
        </div>
      )}
      <Facts facts={factsOf(stack)} />
      <div class="outcome">
        <Notes title={say('inspect.evidence')} notes={evidence} />
        <Notes title={say('inspect.caveats')} notes={caveats} />
      </div>
      {gains.length > 0 && <Gains gains={gains} />}
      {finalGain && <p class="note">{finalGainLine(stack)}</p>}
    </section>
  );
}

function titleOf({ prefix, configOnly, layers }: StackReading): string {
  if (configOnly) return prefix === '' ? say('inspect.stackConfig') : say('inspect.stackConfigPart', { part: prefix });
  return layers ? say('inspect.stackLayers', { prefix, layers: rangesOf(layers) }) : say('inspect.stack', { prefix });
}

const byEntry = ({ evidence }: StackReading): boolean => evidence.some(({ key }) => key === 'inspect.evidence.entry');

/** What `custom` stands for here: the identity taken after the norm. */
const choiceOf = (placement: string) =>
  placements.get(placement).written ? { id: placement, rules: [{ entry: true as const }] } : { id: placement };

const modelOf = (placement: string, normalizer: string | null) =>
  modelFor(choiceOf(placement), { ...defaultShape, normalizer: { id: normalizer ?? defaultShape.normalizer.id } });

function Drawn({ stack, placement }: { readonly stack: StackReading; readonly placement: string }) {
  const model = modelOf(placement, stack.normalizer);
  const known = firstRace.arms.some((arm) => idOf(arm.placement) === placement);
  const arms = known ? firstRace.arms : [...firstRace.arms, newArm(placement)];
  return (
    <>
      <p class="equation large">{armEquation(model)}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label={armEquation(model)}>
        <BlockDiagram svg={armDiagram(model)} />
      </div>
      {!placements.get(placement).written && (
        <p>
          <a href={`#/race?${toQuery({ ...firstRace, arms })}`}>
            {say('lab.checkpoint.candidateRace', { placement: nameOf(placements.get(placement)) })}
          </a>
        </p>
      )}
    </>
  );
}

const CandidateLine = ({ candidate, normalizer }: { readonly candidate: Candidate; readonly normalizer: string | null }) => (
  <li>
    <strong>{nameOf(placements.get(candidate.placement))}</strong>{' '}
    <span class="equation">{armEquation(modelOf(candidate.placement, normalizer))}</span>
    {candidate.families !== '' && (
      <>
        <br />
        <span class="note">{say('inspect.asIn', { families: candidate.families })}</span>
      </>
    )}
  </li>
);

/** The gain of the norm behind the last block has no place on an axis of blocks. */
function finalGainLine({ finalNorm, finalGain }: StackReading): string {
  const { min = 0, mean = 0, max = 0 } = finalGain ?? {};
  const parts = [
    ['min', min],
    ['mean', mean],
    ['max', max],
  ] as const;
  const said = parts.map(([key, value]) => `${say(`inspect.gains.${key}`)} ${value.toFixed(3)}`).join(' · ');
  return `${say('inspect.gains.final', { name: finalNorm ?? '' })}: ${said}`;
}

const factsOf = ({ normalizer, attentionNorm, nLayers, dModel }: StackReading): readonly Fact[] => [
  [say('inspect.normalizer'), normalizer === null ? say('inspect.normalizerUnknown') : nameOf(normalizers.get(normalizer))],
  ...(attentionNorm ? [[say('inspect.attention'), say(`inspect.attention.${attentionNorm}`)] as const] : []),
  ...(nLayers === null ? [] : [[say('inspect.blocks'), String(nLayers)] as const]),
  ...(dModel === null ? [] : [[say('inspect.width'), String(dModel)] as const]),
];

const Notes = ({ title, notes }: { readonly title: string; readonly notes: readonly Note[] }) =>
  notes.length === 0 ? null : (
    <div>
      <h3>{title}</h3>
      <ul class="notes">
        {notes.map((note) => (
          <li key={sayNote(note)}>{sayNote(note)}</li>
        ))}
      </ul>
    </div>
  );
