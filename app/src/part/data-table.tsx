/** The numbers of a figure as a table, for those who cannot or would rather not look at it. */
import { useState } from 'preact/hooks';
import { say } from '../shell/say.ts';

interface Props {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: () => readonly Row[];
}

/** Its name, and what it has in each column; nothing where there is no number. */
export type Row = readonly [name: string, ...cells: (string | number | null | undefined)[]];

export const shortNumber = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
};

/** Rows are made while it is open. */
export function DataTable({ caption, head, rows }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <details class="numbers" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say('lab.asTable')}</summary>
      {open && (
        <section class="scroll" tabIndex={0} aria-label={caption}>
          <table>
            <caption class="unseen">{caption}</caption>
            <Heads of={head} />
            <tbody>
              {rows().map(([name, ...cells]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  {cells.map((cell, i) => (
                    <td key={i}>{typeof cell === 'string' ? cell : shortNumber(cell)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </details>
  );
}

/** The names of columns. */
export const Heads = ({ of }: { readonly of: readonly string[] }) => (
  <thead>
    <tr>
      {of.map((text) => (
        <th key={text} scope="col">
          {text}
        </th>
      ))}
    </tr>
  </thead>
);

/** About a dozen of many, the first and the last among them. */
export function sampled<T>(all: readonly T[], most = 12): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as T);
}
