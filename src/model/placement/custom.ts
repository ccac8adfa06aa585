import { bind } from '../scale/bind.ts';
import { parseFormula } from '../scale/grammar.ts';
import { ofStack, type Place } from '../types.ts';
import { type CustomPlacement, type CustomRule, layerRange, ruleFields } from './custom-rules.ts';
import { definePlacement, norm, normFields, type SublayerPlan, scaleFields } from './types.ts';

/** A placement written in a spec: rules, each with the sublayers and blocks it is for and the fields of the plan it sets. */
export const custom = definePlacement({
  id: 'custom',
  title: { en: 'Custom placement', zh: '自定义方案' },
  written: true,
  paper: { text: 'your own', url: 'https://github.com/' },
  frame: (options, { stack }) => {
    const { finalNorm, embeddingNorm, residual = 'plain' } = options as CustomPlacement;
    return {
      finalNorm: ofStack(finalNorm, stack) ?? true,
      residual: typeof residual === 'string' ? { id: residual } : residual,
      embeddingNorm: ofStack(embeddingNorm, stack) ? norm : undefined,
    };
  },
  plan: (place, options) => {
    const { rules = [] } = options as CustomPlacement;
    return Object.assign({}, ...rules.filter((rule) => applies(rule, place)).map((rule) => planOf(rule, place)));
  },
});

/** Whether a rule speaks of a place. */
export function applies({ sublayers, layers }: CustomRule, { sublayer, layer, depth }: Place): boolean {
  const [first, last] = layerRange(layers, depth);
  return (sublayers === undefined || sublayers.includes(sublayer)) && layer + 1 >= first && layer + 1 <= last;
}

function planOf(rule: CustomRule, place: Place): SublayerPlan {
  const fields = ruleFields(rule).map(([field, value]) => {
    if (field in normFields) return [field, value === true ? norm : typeof value === 'string' ? { normalizer: value } : value];
    if (field in scaleFields) return [field, bind(parseFormula(value as string | number, learnedName(field)), place)];
    return [field, value];
  });
  return Object.fromEntries(fields) as SublayerPlan;
}

/** What a learnable value of a field is called: branchScale's is `branch_scale`. */
export const learnedName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
