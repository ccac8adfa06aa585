/** Plans that cannot be meant: found before anything is built, and said with the place and the way out. */
import { UserError } from '../../core/errors.ts';
import type { MessageKey, MessageValues } from '../../core/message/index.ts';
import { placesOf } from '../place.ts';
import { positions } from '../position/index.ts';
import { residuals } from '../residual/index.ts';
import { learnedIn } from '../scale/learned.ts';
import type { Scale } from '../scale/types.ts';
import { valueAt } from '../scale/value.ts';
import type { DataShape, ModelConfig, Place } from '../types.ts';
import { applies } from './custom.ts';
import { type CustomPlacement, ruleFields } from './custom-rules.ts';
import { type ReadPlacement, readPlacement } from './read.ts';
import { type FieldSpec, type NormField, type NormSite, normFields, type ScaleField, type SublayerPlan, scaleFields } from './types.ts';

/** All that does not depend on data. */
type CheckedModel = Omit<ModelConfig, keyof DataShape>;

interface Found {
  readonly plan: SublayerPlan;
  readonly place: Place;
  /** All places of its block, in order. */
  readonly block: readonly Place[];
  readonly read: ReadPlacement;
  readonly model: CheckedModel;
}

interface Check {
  readonly key: MessageKey;
  /** What the sentence needs, when the plan breaks the rule. */
  broken(found: Found): MessageValues | undefined;
}

const fields: Readonly<Record<string, FieldSpec>> = { ...normFields, ...scaleFields };
const everywhere: readonly string[] = ['attn', 'cross', 'ffn'];
const allowed = (field: string): readonly string[] => fields[field]?.only ?? everywhere;
const headFields: readonly string[] = ['headScale', 'logitScale', 'qkScale'];
const perHead: readonly string[] = ['q', 'k', 'v'];

const scalesOf = (plan: SublayerPlan): (readonly [ScaleField, Scale])[] =>
  (Object.keys(scaleFields) as ScaleField[]).flatMap((field) =>
    plan[field] === undefined ? [] : [[field, plan[field] as Scale] as const],
  );

/** Steps at which every scale must be a finite number. */
const moments = [1, 2, 1000, 1_000_000];

const checks: readonly Check[] = [
  {
    key: 'error.planField',
    broken: ({ plan, place }) => {
      const misplaced = Object.entries(plan).find(([field, value]) => value !== undefined && !allowed(field).includes(place.sublayer));
      return misplaced && { field: misplaced[0], only: allowed(misplaced[0]) };
    },
  },
  {
    key: 'error.planDetached',
    broken: ({ plan }) => (plan.sumDetached && plan.sumScale === undefined ? {} : undefined),
  },
  {
    key: 'error.planOrigin',
    broken: ({ plan, read }) => {
      const elsewhere = plan.from === 'block' || plan.identity !== undefined;
      const { id } = read.frame.residual ?? { id: 'plain' };
      return elsewhere && id !== 'plain' ? { residual: id } : undefined;
    },
  },
  {
    key: 'error.planStreams',
    broken: ({ plan, read }) => {
      const { id } = read.frame.residual ?? { id: 'plain' };
      const field = residuals.get(id).unread?.find((name) => plan[name] !== undefined);
      return field && { field, residual: id };
    },
  },
  {
    key: 'error.planUnread',
    broken: ({ plan, place, block }) => {
      const skips = plan.from === 'block' && plan.identity && !plan.identity.includes('stream');
      return skips && block[0] !== place ? {} : undefined;
    },
  },
  {
    key: 'error.planIdentity',
    broken: ({ plan }) => (plan.identity && new Set(plan.identity).size !== plan.identity.length ? { given: plan.identity } : undefined),
  },
  {
    key: 'error.planEntry',
    broken: ({ plan }) => (plan.entry && plan.from === 'block' && plan.identity && !plan.identity.includes('stream') ? {} : undefined),
  },
  {
    key: 'error.planAcross',
    broken: ({ plan, place }) => {
      const allowed = [...perHead, ...(place.sublayer === 'ffn' ? [] : ['inner'])];
      const speaks = (site: NormSite | undefined) => site?.acrossHeads !== undefined || site?.eachHead !== undefined;
      const field = (Object.keys(normFields) as NormField[]).find((name) => speaks(plan[name]) && !allowed.includes(name));
      return field === undefined ? undefined : { field };
    },
  },
  {
    key: 'error.planEachHead',
    broken: ({ plan }) => {
      const field = (Object.keys(normFields) as NormField[]).find((name) => plan[name]?.acrossHeads && plan[name]?.eachHead);
      return field === undefined ? undefined : { field };
    },
  },
  {
    key: 'error.planRotation',
    broken: ({ plan, place, model: { position } }) => {
      const field = (Object.keys(normFields) as NormField[]).find((name) => plan[name]?.afterRotation);
      const turned = (field === 'q' || field === 'k') && place.sublayer === 'attn' && positions.get(position).rotate;
      return field === undefined || turned ? undefined : { field, position };
    },
  },
  {
    key: 'error.planValue',
    broken: ({ plan }) => {
      const bad = scalesOf(plan).find(([, scale]) => moments.some((step) => !Number.isFinite(valueAt(scale, step))));
      return bad && { field: bad[0], value: String(valueAt(bad[1], 1)) };
    },
  },
  {
    key: 'error.planHead',
    broken: ({ plan }) => {
      const bad = scalesOf(plan).find(
        ([field, scale]) => !headFields.includes(field) && learnedIn(scale).some(({ shape }) => shape === 'head'),
      );
      return bad && { field: bad[0], expected: headFields };
    },
  },
  {
    key: 'error.planLearned',
    broken: ({ plan }) => {
      const bad = scalesOf(plan).find(([, scale]) => new Set(learnedIn(scale).map((one) => JSON.stringify(one))).size > 1);
      return bad && { field: bad[0] };
    },
  },
  {
    key: 'error.planGroups',
    broken: ({ plan, model }) =>
      model.nKvHeads !== model.nHeads && learnedIn(plan.qkScale).some(({ shape }) => shape !== 'scalar')
        ? { heads: model.nHeads, shared: model.nKvHeads }
        : undefined,
  },
  {
    key: 'error.planWidths',
    broken: ({ plan, block, read, model: { dModel, dFf } }) => {
      const shares = block.filter((other) => read.plan(other).inner?.shared).map(({ sublayer }) => (sublayer === 'ffn' ? dFf : dModel));
      return plan.inner?.shared && new Set(shares).size > 1 ? { width: dModel, hidden: dFf } : undefined;
    },
  },
  {
    key: 'error.planShared',
    broken: ({ plan, block, read }) => {
      const shared = (Object.keys(normFields) as NormField[]).filter((field) => plan[field]?.shared);
      const differs = (field: NormField) => (other: Place) => {
        const there = read.plan(other)[field];
        return there?.shared === true && JSON.stringify(there) !== JSON.stringify(plan[field]);
      };
      const field = shared.find((name) => block.some(differs(name)));
      return field === undefined ? undefined : { field };
    },
  },
];

/** @throws UserError for a placement that its architecture or its own fields contradict. */
export function checkPlacement(model: CheckedModel): void {
  const read = readPlacement(model);
  const places = placesOf(model);
  const { id, noCross } = read.placement;
  if (model.memoryNorm && !places.some(({ sublayer }) => sublayer === 'cross'))
    throw new UserError('error.noMemory', { architecture: model.architecture });
  for (const field of ['finalNorm', 'embeddingNorm'] as const) checkStacks(field, model[field], places);
  if (noCross && places.some(({ sublayer }) => sublayer === 'cross')) throw new UserError('error.noCross', { placement: id });
  if (read.frame.residual) residuals.get(read.frame.residual.id);
  const custom = model.placement as CustomPlacement;
  for (const field of ['finalNorm', 'embeddingNorm'] as const) checkStacks(`placement.${field}`, custom[field], places);
  checkRules(custom, places);
  const blocks = new Map<string, Place[]>();
  for (const place of places) blocks.set(place.block, [...(blocks.get(place.block) ?? []), place]);
  for (const place of places) {
    const found = { plan: read.plan(place), place, block: blocks.get(place.block) as Place[], read, model };
    for (const { key, broken } of checks) {
      const values = broken(found);
      if (values) throw new UserError(key as 'error.planField', { place: place.key, ...values } as never);
    }
  }
}

/** A stack that the architecture does not have cannot be spoken of. */
function checkStacks(field: string, given: ModelConfig['finalNorm'], places: readonly Place[]): void {
  const stacks: readonly string[] = [...new Set(places.map(({ stack }) => stack))];
  const unknown = typeof given === 'object' && Object.keys(given).find((stack) => !stacks.includes(stack));
  if (unknown) throw new UserError('error.noStack', { field, given: unknown, expected: stacks });
}

/** Two rules that set one field at one place contradict each other, even if they agree. */
function checkRules({ rules = [] }: CustomPlacement, places: readonly Place[]): void {
  for (const place of places) {
    const setBy = new Map<string, number>();
    rules.forEach((rule, i) => {
      if (!applies(rule, place)) return;
      for (const [field] of ruleFields(rule)) {
        const first = setBy.get(field);
        if (first !== undefined) throw new UserError('error.customTwice', { field, place: place.key, first: first + 1, second: i + 1 });
        setBy.set(field, i);
      }
    });
  }
}
