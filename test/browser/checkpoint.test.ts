/** Checkpoints in the browser: chosen, dropped, hostile ones, examples by address; nothing leaves the page, and weights are not read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toSafetensors } from '../../src/store/safetensors.ts';
import { violations } from './axe.ts';
import { Lab } from './lab.ts';

let lab: Lab;
const folder = mkdtempSync(join(tmpdir(), 'normlab-checkpoint-'));
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  lab = await Lab.open();
  const tensor = (key: string, shape: readonly number[], value: number) => ({
    key,
    shape,
    data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value),
  });
  const block = (i: number) => [
    ...['input_layernorm', 'post_attention_layernorm'].map((name) => tensor(`model.layers.${i}.${name}.weight`, [4], 1 + i / 4)),
    ...['self_attn.q_proj', 'mlp.gate_proj'].map((name) => tensor(`model.layers.${i}.${name}.weight`, [64, 4], 0)),
  ];
  writeFileSync(at('model.safetensors'), toSafetensors([...block(0), ...block(1), ...block(2), tensor('model.norm.weight', [4], 1)], {}));
  writeFileSync(at('config.json'), JSON.stringify({ model_type: 'llama', num_hidden_layers: 3, rms_norm_eps: 1e-5 }));
  const nasty = [tensor('layers.0.<img src=x onerror=alert(1)>_norm.weight', [2], 1), tensor('layers.0.attn.q.weight', [2, 2], 1)];
  writeFileSync(at('nasty.safetensors'), toSafetensors(nasty, {}));
  writeFileSync(at('cut.safetensors'), toSafetensors(nasty, {}).subarray(0, -3));
  writeFileSync(at('weights.bin'), 'pickle');
  writeFileSync(at('bloom.json'), JSON.stringify({ model_type: 'bloom', apply_residual_connection_post_layernorm: true }));
  writeFileSync(at('hybrid.json'), JSON.stringify({ model_type: 'olmo_hybrid', layer_types: ['linear_attention', 'full_attention'] }));
  const torch = ['norm1', 'norm2', 'linear1', 'self_attn.out_proj'].map((name) => `encoder.layers.0.${name}.weight`);
  const names = Object.fromEntries([...torch, 'encoder.norm.weight'].map((name) => [name, 'model.safetensors']));
  writeFileSync(at('torch.json'), JSON.stringify({ weight_map: names }));
  writeFileSync(at('flag.json'), JSON.stringify({ norm_first: false }));
});
afterAll(async () => {
  await lab.close();
  rmSync(folder, { recursive: true });
});

const choose = (page: Page, ...names: string[]): Promise<void> => page.locator('input[type=file]').setInputFiles(names.map(at));

const looks = [
  { scheme: 'light', locale: 'en-US', width: 1280 },
  { scheme: 'dark', locale: 'zh-CN', width: 390 },
  { scheme: 'dark', locale: 'en-US', width: 320 },
] as const;

describe.each(looks)('$scheme, $locale, $width pixels wide', ({ scheme, locale, width }) => {
  it.each(['#/checkpoint', '#/checkpoint?example=gemma-2', '#/checkpoint?example=gpt-neox'])('%s', async (hash) => {
    const { page, complaints, close } = await lab.visit(hash, { colorScheme: scheme, locale, viewport: { width, height: 800 } });
    if (hash.includes('=')) await page.waitForSelector('.placement-read');
    const text = await page.locator('body').innerText();
    expect(text).not.toMatch(/\b(lab|inspect)\.[a-z]|undefined|NaN|\[object/);
    expect(/[\u4e00-\u9fff]{4}/.test(text.replaceAll('简体中文', ''))).toBe(locale === 'zh-CN');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 'wider than the window').toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });
});

it('names the placement of chosen files with what says so, and shows the gains of the norms', async () => {
  const { page, complaints, close } = await lab.visit('#/checkpoint');
  await choose(page, 'model.safetensors');
  await page.getByText('only one source says so').waitFor();
  expect(await page.locator('.placement-read').innerText()).toBe('Pre-Norm');
  await choose(page, 'model.safetensors', 'config.json');
  await page.getByText('names and configuration agree').waitFor();
  const text = await page.locator('.stack').innerText();
  for (const part of [
    'x ← x + F(RMS(x))',
    'model.layers',
    'input_layernorm, post_attention_layernorm',
    'model_type is llama',
    'rms_norm_eps is 0.00001',
    'model.norm (final): min 1.000',
  ])
    expect(text).toContain(part);
  await page.getByText('As a table').click();
  await expect.poll(() => page.locator('details[open] tbody tr').allInnerTexts()).toEqual(['1\t1\t1', '2\t1.25\t1.25', '3\t1.5\t1.5']);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Race Pre-Norm' }).click();
  await page.waitForSelector('.card');
  expect(complaints).toEqual([]);
  await close();
});

it('draws a plan without a name, keeps the kinds of a hybrid apart, and says of Post-Norm that a norm ends it', async () => {
  const { page, complaints, close } = await lab.visit('#/checkpoint');
  await choose(page, 'bloom.json');
  await page.getByText('Custom placement', { exact: true }).waitFor();
  expect(await page.locator('.stack .equation').innerText()).toBe('x ← LN(x) + F(LN(x))');
  expect(await page.locator('.stack').getByRole('link').count()).toBe(0);
  await choose(page, 'hybrid.json');
  await page.getByText('Branch-output norm', { exact: true }).waitFor();
  expect(await page.locator('.placement-read').allInnerTexts()).toEqual(['Pre-Norm', 'Branch-output norm']);
  await choose(page, 'torch.json');
  await page.getByText('What would decide it: norm_first').waitFor();
  await choose(page, 'torch.json', 'flag.json');
  await page.getByText('Post-Norm, with a final norm').waitFor();
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await close();
});

it('takes a dropped file', async () => {
  const { page, complaints, close } = await lab.visit('#/checkpoint');
  const transfer = await page.evaluateHandle(
    `(() => { const all = new DataTransfer(); all.items.add(new File([JSON.stringify({ model_type: 'swinv2' })], 'config.json')); return all; })()`,
  );
  await page.locator('.drop').dispatchEvent('drop', { dataTransfer: transfer });
  await page.getByText('From the configuration alone').waitFor();
  expect(await page.locator('.placement-read').innerText()).toBe('Branch-output norm');
  expect(complaints).toEqual([]);
  await close();
});

it('shows hostile names as text, and says of broken files what is wrong', async () => {
  const { page, complaints, close } = await lab.visit('#/checkpoint');
  await choose(page, 'nasty.safetensors');
  await page.locator('.stack').getByText('undecided', { exact: true }).waitFor();
  expect(await page.locator('.stack').innerText()).toContain('<img src=x onerror=alert(1)>_norm');
  expect(await page.locator('img').count()).toBe(0);
  await choose(page, 'cut.safetensors');
  await page.getByText('it was cut off').waitFor();
  await choose(page, 'weights.bin');
  await page.getByText('convert it to safetensors').waitFor();
  expect(await page.locator('.stack').count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

it('an example is in the address; files of one’s own are not', async () => {
  const { page, complaints, close } = await lab.visit('#/checkpoint');
  await page.getByLabel('Or look at an example').selectOption('swin-v2');
  await page.locator('.stack').getByText('Branch-output norm', { exact: true }).waitFor();
  expect(await page.evaluate('location.hash')).toBe('#/checkpoint?example=swin-v2');
  await page.reload();
  await page.locator('.stack').getByText('Branch-output norm', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'Signal' }).click();
  await page.waitForSelector('.chart canvas');
  await page.getByRole('link', { name: 'Checkpoint' }).click();
  await page.locator('.stack').getByText('Branch-output norm', { exact: true }).waitFor();
  await choose(page, 'model.safetensors');
  await page.locator('.stack').getByText('Pre-Norm', { exact: true }).waitFor();
  expect(await page.evaluate('location.hash')).toBe('#/checkpoint');
  await page.goto(`${lab.url}#/checkpoint?example=<img>`);
  await page.waitForSelector('h1');
  expect(await page.locator('img').count()).toBe(0);
  expect(complaints).toEqual([]);
  await close();
});

it('is worked with the keyboard alone', async () => {
  const { page, complaints, close } = await lab.visit('#/checkpoint');
  const input = page.locator('input[type=file]');
  await input.focus();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles(at('config.json'));
  await page.getByText('From the configuration alone').waitFor();
  expect(complaints).toEqual([]);
  await close();
});
