/** What the command line says in Chinese besides its catalogue: schemas, problems of specs, times, lists. */
import { afterEach, describe, expect, it } from 'vitest';
import { schemas } from '../../../src/cli/command/schema.ts';
import { timeLeft } from '../../../src/cli/progress.ts';
import { schemaIn } from '../../../src/cli/schema-language.ts';
import { speakZod } from '../../../src/cli/zod-language.ts';
import { message } from '../../../src/core/message/index.ts';
import { schemaZh } from '../../../src/core/message/schema.zh.ts';
import { parseRun } from '../../../src/spec/parse.ts';

afterEach(() => speakZod('en'));

const descriptions = (schema: object): string[] => {
  const found: string[] = [];
  JSON.stringify(schema, (key, value) => {
    if (key === 'description' && typeof value === 'string') found.push(value);
    return value;
  });
  return found;
};

describe('schemas', () => {
  it.each(Object.entries(schemas))('%s has every description in Chinese', (_name, schema) => {
    const left = descriptions(schemaIn(schema(), 'zh')).filter((text) => !/[\u4e00-\u9fff]/.test(text));
    expect(left).toEqual([]);
    expect(schemaIn(schema(), 'en')).toEqual(schema());
  });

  it('use every word of the table', () => {
    const all = new Set(Object.values(schemas).flatMap((schema) => descriptions(schema())));
    expect(Object.keys(schemaZh).filter((text) => !all.has(text))).toEqual([]);
  });
});

describe('a spec that does not fit', () => {
  it.each([
    [{ model: { placement: 'prre' } }, 'model.placement：应为以下之一："none"、'],
    [{ model: { placement: 'prre' } }, '；是否想写“pre”？（给出的是 "prre"）'],
    [{ model: { placement: 'pre', nLayers: 'x' } }, 'model.nLayers：应为数，而不是文本（给出的是 "x"）'],
    [{ model: { placement: 'pre', nLayer: 1, seqlen: 8 } }, '的字段；是否想写“nLayers”、“seqLen”？（给出的是'],
    [{ model: { placement: 'pre' }, steps: 1.5 }, 'steps：应为整数，而不是数（给出的是 1.5）'],
    [{ model: { placement: 'pre' }, bogus: 1 }, 'spec：没有名为 "bogus" 的字段'],
    [{ model: { placement: 'pre' }, optimizer: { id: 'adamw', lr: -1 } }, 'optimizer.lr：应大于 0（给出的是 -1）'],
    [{ model: { placement: 'pre', dropout: 1 } }, 'model.dropout：应小于 1'],
    [{ model: {} }, 'model.placement：请写明归一化位置，或给出一个预设（缺失）'],
    [{ model: { placement: { id: 'nope' } } }, '没有这样的归一化位置：应为以下之一：'],
    [{ model: { placement: { id: 'post', share: 1 } } }, '"share" 不是归一化位置 post 的选项；它没有选项'],
    [{ model: { placement: 'pre' }, schedule: { id: 'constant', factor: 2 } }, 'schedule.factor：只有 noam 可用 factor'],
    [{ model: { placement: { id: 'custom', rules: [{ input: 1 }] } } }, '应为 true（模型自己的归一化），或以下之一：'],
    [{ model: { placement: 'pre' }, stop: Array(9).fill('plateau') }, 'stop：项数应不大于 8'],
  ])('%j', async (spec, sentence) => {
    await speakZod('zh');
    let said = '';
    try {
      parseRun(spec);
    } catch (error) {
      const { key, values } = error as { key: 'error.spec'; values: Record<string, string> };
      said = message('zh', key, values);
    }
    expect(said).toContain(sentence);
    expect(said.replaceAll(/"[^"]*"/g, '')).not.toMatch(/[\u4e00-\u9fff][,:;?!(]|expected|received|given/);
  });
});

it('time left goes on in hours', () => {
  expect([59, 61, 3599, 3600, 7260].map((seconds) => timeLeft('zh', seconds))).toEqual([
    '约 59 秒',
    '约 1 分 1 秒',
    '约 59 分 59 秒',
    '约 1 小时 0 分',
    '约 2 小时 1 分',
  ]);
  expect(timeLeft('en', 7260)).toBe('about 2 h 1 min');
});

it('lists are joined as the language joins words', () => {
  const values = { noun: 'placement', given: 'x', near: '0', choices: ['a', 'b'] };
  expect(message('zh', 'error.unknownId', values)).toBe('没有名为“x”的归一化位置。可选：a、b。');
  expect(message('en', 'error.unknownId', values)).toBe('There is no placement called "x". Choose one of: a, b.');
});
