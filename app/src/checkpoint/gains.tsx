/** The mean gain of each norm, block by block. */
import type { StackReading } from 'normlab/web';
import { DataTable, sampled } from '../part/data-table.tsx';
import { Legend } from '../part/legend.tsx';
import { LineChart } from '../part/line-chart.tsx';
import { say } from '../shell/say.ts';

/** As many as there are colours that can be told apart. */
const mostLines = 8;

type Rows = StackReading['gains'];

export function Gains({ gains }: { readonly gains: Rows }) {
  const shown = gains.slice(0, mostLines);
  const x = Array.from({ length: shown[0]?.byLayer.length ?? 0 }, (_, i) => i + 1);
  const title = say('inspect.gains');
  return (
    <figure class="gains">
      <figcaption>
        <h3>{title}</h3>
        <p class="note">{say('lab.checkpoint.gains')}</p>
      </figcaption>
      <Legend names={shown.map(({ norm }) => norm)} />
      <LineChart
        title={title}
        x={x}
        lines={shown.map(({ norm, byLayer }, i) => ({
          label: norm,
          colour: `--c${i + 1}`,
          values: byLayer.map((range) => (range && Number.isFinite(range.mean) ? range.mean : null)),
          points: x.length <= 24,
        }))}
        xLabel={say('lab.axis.layer')}
        yLabel={say('lab.checkpoint.gain')}
        height={220}
      />
      <DataTable
        caption={title}
        head={[say('lab.axis.layer'), ...gains.map(({ norm }) => norm)]}
        rows={() => sampled(x).map((layer) => [String(layer), ...gains.map(({ byLayer }) => byLayer[layer - 1]?.mean)])}
      />
    </figure>
  );
}
