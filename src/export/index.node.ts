/** What runs are handed to others as. A new one is one file and one line. */
import { defineFamily } from '../core/registry.ts';
import { csv } from './format/csv.node.ts';
import { mlflow } from './format/mlflow.node.ts';
import { parquet } from './format/parquet.node.ts';
import { tensorboard } from './format/tensorboard.node.ts';
import type { Exporter } from './types.ts';

export const exporters = defineFamily<Exporter>('export format', [csv, parquet, tensorboard, mlflow]);
