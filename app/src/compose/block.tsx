/** A sublayer as a picture whose places can be clicked: norms and factors stand where the data passes them. */
import { type NormField, normalizers, normFields, type ScaleField } from 'normlab/web';
import { say } from '../shell/say.ts';
import { toggleNorm, toggleScale } from './edit.ts';
import { rule } from './state.ts';

type Slot = { readonly field: NormField | ScaleField; readonly letter: string; readonly x: number; readonly y: number };

const [stream, branch] = [48, 138];

const slots: readonly Slot[] = [
  { field: 'entry', letter: '', x: 92, y: stream },
  { field: 'streamScale', letter: 'a', x: 412, y: stream },
  { field: 'sumScale', letter: 'c', x: 742, y: stream },
  { field: 'exit', letter: '', x: 812, y: stream },
  { field: 'input', letter: '', x: 214, y: branch },
  { field: 'inputScale', letter: 's', x: 284, y: branch },
  { field: 'output', letter: '', x: 552, y: branch },
  { field: 'branchScale', letter: 'b', x: 626, y: branch },
  { field: 'q', letter: 'q', x: 350, y: branch + 62 },
  { field: 'k', letter: 'k', x: 396, y: branch + 62 },
  { field: 'v', letter: 'v', x: 442, y: branch + 62 },
  { field: 'inner', letter: '', x: 464, y: branch },
];

const isNorm = (field: string): field is NormField => field in normFields;

export const Block = () => (
  <div class="block scroll" tabIndex={0} role="region" aria-label={say('lab.compose.block')}>
    <svg viewBox="0 0 900 230" role="group" aria-label={say('lab.compose.block')}>
      <title>{say('lab.compose.block')}</title>
      <g class="wires">
        <path d={`M30,${stream} H674 M694,${stream} H868 M862,${stream - 4} l6,4 l-6,4`} />
        <path d={`M148,${stream} V${branch} H684 V${stream + 10} M680,${stream + 16} l4,-6 l4,6`} />
        <circle cx="684" cy={stream} r="10" />
        <path d={`M679,${stream} h10 M684,${stream - 5} v10`} />
        <rect x="326" y={branch - 22} width="172" height="106" rx="8" class="inside" />
      </g>
      <text x="16" y={stream} class="stream">
        x
      </text>
      <text x="884" y={stream} class="stream">
        x
      </text>
      <text x="376" y={branch} class="f">
        F
      </text>
      {slots.map((slot) => (
        <Place key={slot.field} {...slot} />
      ))}
    </svg>
  </div>
);

function Place({ field, letter, x, y }: Slot) {
  const value = rule.value[field as keyof typeof rule.value];
  const on = value !== undefined;
  const norm = isNorm(field);
  const small = norm && letter !== '';
  const click = () => (norm ? toggleNorm(field) : toggleScale(field as ScaleField));
  const shown = norm ? (on ? symbolOf(value, letter) : letter || '+') : on ? `× ${letter}` : letter;
  const width = small ? 36 : norm ? 52 : 44;
  return (
    <g
      role="button"
      // In SVG names of attributes keep their case.
      tabindex={0}
      aria-pressed={on}
      aria-label={say('lab.compose.slot', { field: `${shown} ${field}`, about: say(`lab.slot.${field}` as 'lab.slot.entry') })}
      class={`slot ${norm ? 'norm' : 'factor'} ${on ? 'on' : ''}`}
      onClick={click}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        click();
      }}
    >
      <title>{say(`lab.slot.${field}` as 'lab.slot.entry')}</title>
      <rect x={x - width / 2} y={y - 16} width={width} height="32" rx={norm ? 6 : 16} />
      <text x={x} y={y}>
        {shown}
      </text>
    </g>
  );
}

function symbolOf(value: unknown, letter: string): string {
  if (letter) return letter;
  const id = typeof value === 'string' ? value : ((value as { normalizer?: string } | null)?.normalizer ?? 'layer');
  return normalizers.members.find((member) => member.id === id)?.symbol ?? '?';
}
