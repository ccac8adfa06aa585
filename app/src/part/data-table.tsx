/** The numbers of a figure as a table, for those who cannot or would rather not look at it. */
import { say } from '../shell/say.ts';

interface Props {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: () => readonly (readonly (string | number)[])[];
}

export const shortNumber = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return '–';
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
};

/** Rows are made when it is opened. */
export const DataTable = ({ caption, head, rows }: Props) => (
  <details class="numbers">
    <summary>{say('lab.asTable')}</summary>
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {head.map((text) => (
              <th key={text} scope="col">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows().map((row) => (
            <tr key={String(row[0])}>
              {row.map((cell, i) => (
                <td key={i}>{typeof cell === 'number' ? shortNumber(cell) : cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

/** About a dozen of many rows, the first and the last among them. */
export function sampled<T>(all: readonly T[], most = 12): readonly T[] {
  if (all.length <= most) return all;
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))] as T);
}
