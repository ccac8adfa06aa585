import { join, resolve } from 'node:path';
import { ByteWriter, type ColumnSource, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import { GrowingFile } from '../../store/growing-file.node.ts';
import { eachRun } from '../each-run.node.ts';
import { metricsTable } from '../metrics-table.ts';
import { type CellType, type Column, runsTable } from '../runs-table.ts';
import type { Exporter, ExportRequest } from '../types.ts';

/** runs.parquet and metrics.parquet. */
export const parquet: Exporter = {
  id: 'parquet',
  target: 'folder',
  export: async (request: ExportRequest) => {
    const folder = resolve(request.target);
    const files = ['runs.parquet', 'metrics.parquet'].map((name) => new GrowingFile(join(folder, name))) as [GrowingFile, GrowingFile];
    try {
      writeRuns(files[0], runsTable(request.runs));
      const metrics = new MetricsFile(files[1]);
      const done = await eachRun(request, (run) => metrics.add(metricsTable(run)));
      if (done < request.runs.length) return { places: [], runs: 0, before: 0 };
      metrics.end();
      for (const file of files) file.finish();
      return { places: files.map(({ file }) => file), runs: done, before: 0 };
    } finally {
      for (const file of files) file.abandon();
    }
  },
};

/** Parquet's type of a cell, and its values as that type. */
const types: Readonly<Record<CellType, Pick<ColumnSource, 'type' | 'encoding'> & { values(column: Column): ColumnSource['data'] }>> = {
  text: { type: 'STRING', values: ({ values }) => [...values] },
  integer: { type: 'INT64', values: ({ values }) => values.map((value) => (value === null ? null : BigInt(value))) },
  // Plain: measured numbers seldom repeat, and a dictionary would take -0 for 0.
  number: { type: 'DOUBLE', encoding: 'PLAIN', values: ({ values }) => [...values] },
  truth: { type: 'BOOLEAN', values: ({ values }) => [...values] },
};

function source(column: Column): ColumnSource {
  const { values, ...rest } = types[column.type];
  return { name: column.name, ...rest, data: values(column) };
}

/** Writes columns as they come; what is done leaves memory. */
class ColumnsWriter extends ByteWriter {
  private writer: ParquetWriter | undefined;

  constructor(private readonly file: GrowingFile) {
    super();
  }

  group(columns: readonly Column[]): void {
    const columnData = columns.map(source);
    // Statistics would let a reader leave out rows with NaN.
    this.writer ??= new ParquetWriter({
      writer: this,
      schema: schemaFromColumnData({ columnData }),
      statistics: false,
      createdBy: 'normlab',
    });
    this.writer.write({ columnData, rowGroupSize: Math.max(1, columns[0]?.values.length ?? 0) });
  }

  flush(): void {
    this.file.write(this.getBytes());
    this.index = 0;
  }

  end(): void {
    this.writer?.finish();
    this.flush();
  }
}

function writeRuns(file: GrowingFile, columns: readonly Column[]): void {
  const writer = new ColumnsWriter(file);
  writer.group(columns);
  writer.end();
}

/** Rows that make a group worth reading alone. */
const groupRows = 100_000;

/** Collects the metrics of runs into groups of rows. */
class MetricsFile {
  private readonly writer: ColumnsWriter;
  private waiting: Column[][] = [];
  private rows = 0;

  constructor(file: GrowingFile) {
    this.writer = new ColumnsWriter(file);
  }

  add(columns: Column[]): void {
    this.waiting.push(columns);
    this.rows += columns[0]?.values.length ?? 0;
    if (this.rows >= groupRows) this.write();
  }

  end(): void {
    this.write();
    this.writer.end();
  }

  private write(): void {
    const [first = []] = this.waiting;
    this.writer.group(first.map((column, i) => ({ ...column, values: this.waiting.flatMap((columns) => columns[i]?.values ?? []) })));
    [this.waiting, this.rows] = [[], 0];
  }
}
