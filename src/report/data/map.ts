/** Runs as a stability map: panels of rows of settings. */
import type { MapCell } from '../../chart/stability-map.ts';
import { type Fields, fieldName } from '../../study/setting.ts';
import type { ArmResult, RatePoint, RateSweep } from '../../study/types.ts';
import { gather, numericAxes, without } from './base.ts';

export interface Row {
  readonly arm: ArmResult;
  readonly sweep: RateSweep;
}

export interface Panel {
  /** What all rows share besides the arm: further fields, and the warm-up where rows are something else. */
  readonly fields: Fields;
  readonly warmup: number | null;
  readonly rows: readonly Row[];
}

export interface StabilityPanels {
  /** Path of the varied number that the rows are; null when they are warm-ups. */
  readonly path: string | null;
  readonly panels: readonly Panel[];
}

export const rowValue = ({ arm, sweep }: Row, path: string | null): number => (path === null ? sweep.warmup : (arm.varied[path] as number));

export const mapCell = ({ lr, loss, diverged, told }: RatePoint): MapCell => ({
  lr,
  loss: loss.mean,
  diverged,
  told,
  planned: loss.n + loss.leftOut,
});

/** Rows are the first varied number where there is one, else warm-ups; whatever else differs makes another panel. */
export function stabilityPanels(arms: readonly ArmResult[]): StabilityPanels {
  const [axis] = numericAxes(arms);
  const path = axis?.path ?? null;
  const along = axis ? [axis.path, ...axis.following] : [];
  const rows = arms.flatMap((arm) => arm.sweeps.map((sweep) => ({ arm, sweep })));
  const rest = ({ arm, sweep }: Row): unknown =>
    path === null ? [arm.id, sweep.fields] : [arm.base, without(arm.varied, along), sweep.fields, sweep.warmup];
  const warmups = new Set(rows.map(({ sweep }) => sweep.warmup));
  return {
    path,
    panels: gather(rows, rest).map((group) => {
      const { arm, sweep } = group[0] as Row;
      return {
        fields: { ...(path === null ? {} : without(arm.varied, along)), ...sweep.fields },
        warmup: path === null || warmups.size < 2 ? null : sweep.warmup,
        rows: [...group].sort((a, b) => rowValue(a, path) - rowValue(b, path)),
      };
    }),
  };
}

export const rowField = (path: string | null): string | null => (path === null ? null : fieldName(path));
