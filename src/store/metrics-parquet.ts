/** A table of metrics as one Parquet file that says of which events it was made. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Metrics } from './metrics.ts';

/** Key in the file's metadata; its value is the SHA-256 of events.jsonl. */
const source = 'normlab.events';

/** The same bytes for the same metrics. */
export function metricsParquet({ step, series, place, label, value }: Metrics, eventsHash: string): Uint8Array {
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'step', data: step, type: 'INT32', nullable: false },
        { name: 'series', data: [...series], type: 'STRING', nullable: false },
        { name: 'place', data: [...place], type: 'INT32' },
        { name: 'label', data: [...label], type: 'STRING' },
        // Plain: measured numbers seldom repeat, and a dictionary would take -0 for 0.
        { name: 'value', data: value, type: 'DOUBLE', nullable: false, encoding: 'PLAIN' },
      ],
      codec: 'UNCOMPRESSED',
      // A reader that trusts a least and a greatest value would leave out rows with NaN.
      statistics: false,
      rowGroupSize: 1_000_000,
      kvMetadata: [{ key: source, value: eventsHash }],
      createdBy: 'normlab',
    }),
  );
}
