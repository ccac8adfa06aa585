/** `list` and `explain` as a person or a program calls them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inFolder, normlab, readJson } from './normlab.ts';

const escapeCode = String.fromCharCode(27);
const run = (line: string, env: NodeJS.ProcessEnv = {}) => inFolder((cwd) => normlab(line.split(' '), { cwd, env }));

interface Explained {
  readonly id: string;
  readonly family: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly claim: string;
}

describe('explain', () => {
  it('says what a placement is, without colours', async () => {
    const { code, stdout, stderr } = await run('explain deepnorm --depth 12');
    expect(code).toBe(0);
    expect(stderr).toBe('');
    for (const part of ['DeepNorm (deepnorm)', 'alpha = 2.213364', 'beta = 0.319472', '(+)', 'arxiv.org/abs/2203.00555'])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain(escapeCode);
  });

  it('speaks Chinese', async () => {
    const { stdout } = await run('explain deepnorm --lang zh');
    expect(stdout).toMatch(/主张/);
    expect((await run('explain rms', { LANG: 'zh_CN.UTF-8' })).stdout).toMatch(/陷阱/);
  });

  it('fits the terminal', async () => {
    const { stdout } = await run('explain sandwich', { COLUMNS: '60' });
    expect(Math.max(...stdout.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(60);
  });

  it.each(['explain deepnorm --depth 12 --json', 'explain --json deepnorm', 'explain deepnorm --json -'])(
    '%s prints JSON alone',
    async (line) => {
      const { code, stdout } = await run(line);
      expect(code).toBe(0);
      const explained = JSON.parse(stdout) as Explained;
      expect(explained).toMatchObject({ id: 'deepnorm', family: 'placement' });
      expect(explained.constants.alpha).toBeCloseTo(2.213364, 6);
    },
  );

  it('writes JSON and SVG into files besides', async () => {
    await inFolder(async (cwd) => {
      const { code, stdout } = await normlab(['explain', 'b2t', '--json', 'b2t.json', '--svg', 'pictures/b2t.svg'], { cwd });
      expect(code).toBe(0);
      expect(stdout).toContain('B2T connection');
      expect(stdout).toContain(join('pictures', 'b2t.svg'));
      expect(readJson<Explained>(cwd, 'b2t.json').id).toBe('b2t');
      expect(readFileSync(join(cwd, 'pictures/b2t.svg'), 'utf8')).toMatch(/^<svg .*x₀.*<\/svg>\n$/s);
    });
  });

  it('tells a spec before it is trained, with its sizes or those of flags', async () => {
    await inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'mine.yaml'), 'model: { placement: pre, nLayers: 3, dModel: 16, nHeads: 2, finalNorm: false }\ntask: copy\n');
      const { code, stdout, stderr } = await normlab(['explain', 'mine.yaml'], { cwd });
      expect(code, stderr).toBe(0);
      for (const part of ['Pre-Norm (mine.yaml) · model', 'out = x', '(+)', 'layers.{0–2}.attn.qkv.weight [48, 16] × 3'])
        expect(stdout).toContain(part);
      const asked = ['explain', 'mine.yaml', '--depth', '5', '--json', '--svg', 'mine.svg'];
      const { stdout: json } = await normlab(asked, { cwd });
      expect(JSON.parse(json)).toMatchObject({ family: 'model', id: 'mine.yaml', finalNorm: false, model: { nLayers: '5', dModel: '16' } });
      expect(readFileSync(join(cwd, 'mine.svg'), 'utf8')).toContain('out = x');
    });
  });

  it('tells an arm, and a placement from a file', async () => {
    const { stdout } = await run('explain pre/layer-plain+xavier --depth 2');
    for (const part of ['Pre-Norm (pre/layer-plain+xavier) · model', 'LN = layer-plain', 'layers.{0–1}.ffn.fc1.weight'])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('input_norm');
    await inFolder(async (cwd) => {
      writeFileSync(join(cwd, 'half.yaml'), 'name: half\nrules: [{ input: true, branchScale: 0.5 }]\n');
      expect((await normlab(['explain', 'half.yaml'], { cwd })).stdout).toContain('x ← x + 0.5·F(LN(x))');
      const { code, stderr } = await normlab(['explain', 'prre/rms'], { cwd });
      expect(code).toBe(2);
      expect(stderr).toContain('did you mean pre?');
    });
  });

  it('an id of several families is the placement first', async () => {
    expect((await run('explain sub-ln')).stdout).toContain('npx normlab explain init/sub-ln');
    expect(JSON.parse((await run('explain init/sub-ln --json')).stdout)).toMatchObject({ family: 'init' });
  });

  it.each([
    ['explain', /Say what to explain/],
    ['explain nope', /nothing called "nope".*placement: none, post/s],
    ['explain lns:scale=1', /no option "scale".*scaleAt/],
    ['explain lns:scaleAt=x', /scaleAt.*after-norm/],
    ['explain rms:eps=1', /Options after an id/],
    ['explain pre --heads 5', /5 heads.*1, 2, 4/],
    ['explain pre --depth 0', /--depth/],
    ['explain pre --normalizer foo', /no normalizer called "foo"/],
    ['explain pre --architecture foo', /no architecture called "foo"/],
    ['explain hybrid --architecture encoder-decoder', /not defined for cross-attention/],
    ['explain rms --svg x.svg', /no diagram/],
    ['explain pre --svg /proc/x.svg', /Cannot write to/],
    ['list colours', /no family called "colours"/],
    ['list placements extra', /2 given, at most 1/],
  ] as const)('%s is a mistake', async (line, sentence) => {
    const { code, stdout, stderr } = await run(line);
    expect(stderr).toMatch(sentence);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });
});

describe('list', () => {
  it('names the families, and the members of one', async () => {
    expect((await run('list')).stdout).toMatch(/placements.*normalizers.*presets/s);
    const { code, stdout } = await run('list placement');
    expect(code).toBe(0);
    for (const part of ['deepnorm', 'x ← x + F(LN(x))', 'scaleAt=after-norm']) expect(stdout).toContain(part);
    expect(stdout).not.toContain(escapeCode);
  });

  it.each(['list placements --json', 'list --json placements'])('%s prints JSON alone', async (line) => {
    const members = JSON.parse((await run(line)).stdout) as { id: string; title: string; equation: string }[];
    expect(members.find(({ id }) => id === 'pre')).toMatchObject({ title: 'Pre-Norm', equation: 'x ← x + F(LN(x))' });
  });

  it('titles are in the language asked for', async () => {
    const members = JSON.parse((await run('list placements --json --lang zh')).stdout) as { id: string; title: string }[];
    expect(members.find(({ id }) => id === 'pre')?.title).toBe('前归一化');
  });

  it('the schema of what explain writes can be printed', async () => {
    expect(JSON.parse((await run('schema explain')).stdout)).toHaveProperty('oneOf');
  });
});

it('explains arms, and specs and placements from files', async () => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, 'mine.yaml'), 'rules: [{ input: true, branchScale: 1/sqrt(layer) }]\n');
    writeFileSync(
      join(folder, 'spec.yaml'),
      'model: { placement: post, normalizer: rms, nLayers: 3, dModel: 16, nHeads: 2, seqLen: 8 }\ntask: copy\n',
    );
    const explained = async (...words: string[]) => {
      const { code, stdout, stderr } = await normlab(['explain', ...words, '--json'], { cwd: folder });
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    // β = (8N)^(-1/4)
    const arm = await explained('pre/rms+deepnet', '--depth', '4');
    expect(arm).toMatchObject({ equation: 'x ← x + F(RMS(x))', id: 'pre/rms+deepnet', init: { choice: 'deepnet' } });
    expect((arm.constants as { beta: number }).beta).toBeCloseTo(32 ** -0.25, 10);
    expect(await explained('mine.yaml', '--depth', '4')).toMatchObject({
      equation: 'x ← x + b·F(LN(x))',
      id: 'mine.yaml',
      model: { nLayers: '4' },
    });
    expect(await explained('spec.yaml')).toMatchObject({
      equation: 'x ← RMS(x + F(x))',
      id: 'spec.yaml',
      model: { nLayers: '3', dModel: '16' },
    });
    expect(await explained('spec.yaml', '--depth', '5')).toMatchObject({ model: { nLayers: '5', dModel: '16' } });
    const custom = await normlab(['explain', 'custom'], { cwd: folder });
    expect(custom.stdout).toContain('compare --arms pre,./mine.yaml');
    const wrong = await normlab(['explain', 'pre/rmss'], { cwd: folder });
    expect(wrong.stderr).toContain('There is no normalizer called "rmss": did you mean rms?');
  });
});
