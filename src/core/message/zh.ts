import { cliZh } from './cli.zh.ts';
import { errorsZh } from './errors.zh.ts';
import { explainZh } from './explain.zh.ts';
import type { Catalogue } from './index.ts';
import { modelZh } from './model.zh.ts';
import { reportZh } from './report.zh.ts';

export const zh: Catalogue = { ...errorsZh, ...modelZh, ...cliZh, ...explainZh, ...reportZh };
