/** What does not fit a schema, in Chinese: zod's own locale leaves half of it in English. */
import { z } from 'zod';

const types: Readonly<Record<string, string>> = {
  string: '文本',
  number: '数',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表',
  object: '对象',
  record: '对象',
  null: 'null',
  undefined: '空',
  nan: 'NaN',
};
const type = (id: string): string => types[id] ?? id;
const quoted = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join('、');

/** A bound of a number, of a text's characters, of a list's items. */
const bound = (origin: string, text: string): string => ({ string: `字符数应${text}`, array: `项数应${text}` })[origin] ?? `应${text}`;

/** By zod's code of an issue. */
const words: Readonly<Record<string, (issue: never) => string>> = {
  invalid_type: ({ expected, input }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidType>) =>
    `应为${type(expected)}，而不是${type(z.core.util.parsedType(input))}`,
  invalid_value: ({ values }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidValue>) =>
    values.length === 1 ? `应为 ${quoted(values)}` : `应为以下之一：${quoted(values)}`,
  too_big: ({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>) =>
    bound(origin, `${inclusive ? '不大于' : '小于'} ${maximum}`),
  too_small: ({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>) =>
    bound(origin, `${inclusive ? '不小于' : '大于'} ${minimum}`),
  not_multiple_of: ({ divisor }: z.core.$ZodRawIssue<z.core.$ZodIssueNotMultipleOf>) => `应为 ${divisor} 的倍数`,
  invalid_format: ({ pattern }: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidStringFormat>) => (pattern ? `应符合 ${pattern}` : '格式有误'),
  unrecognized_keys: ({ keys }: z.core.$ZodRawIssue<z.core.$ZodIssueUnrecognizedKeys>) => `没有名为 ${quoted(keys)} 的字段`,
};

/** As a locale of zod. */
export default (): object => ({ localeError: (issue: z.core.$ZodRawIssue) => words[issue.code]?.(issue as never) ?? '不合要求' });
