/** Bad input of every kind: one sentence that says what was given and how to mend it, exit code 2, nothing left behind. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { inFolder, normlab } from './normlab.ts';

/** Arguments, what the sentence must hold. */
const mistakes: readonly (readonly [string, RegExp])[] = [
  ['compare --depth 0', /--depth takes a whole number of 1 or more, not "0"/],
  ['compare --depth 2.5', /--depth/],
  ['compare --seeds -1', /--seeds/],
  ['compare --heads 5 --width 64', /width of 64 .* 5 heads.*1, 2, 4, 8/s],
  ['compare --lr banana', /--lr takes positive numbers.*not "banana"/],
  ['compare --lr 0.001,,0.01', /--lr/],
  ['compare --lr 0', /--lr/],
  ['compare --warmup 999', /warm-up of 999 steps/],
  ['compare --arms prre,post', /no placement called "prre": did you mean pre\?/],
  ['compare --arms post-norm,pre', /More than one placement goes by the name "post-norm": post, branch-out, glm/],
  ['compare --arms pre,gone.yaml', /gone\.yaml cannot be read: no such file/],
  ['compare --normalizer rms:epsilon=1', /rms has no option "epsilon": did you mean eps\?/],
  ['compare --stepps 3', /There is no flag --stepps: did you mean --steps\?/],
  ['train keys.yaml', /"nLayer"; did you mean "nLayers"\?/],
  ['compare --arms post,foo', /no placement called "foo".*post, pre, sandwich/],
  ['compare --arms pre,pre', /named twice/],
  ['compare --arms ,', /No arm/],
  ['compare --arms pre,custom', /The placement custom is one of your own, and its rules are missing\. Write them in a file/],
  ['signal --arms custom', /The placement custom is one of your own/],
  ['conformance export kit --placement custom', /The placement custom is one of your own/],
  ['train unwritten.yaml', /The placement custom is one of your own/],
  ['conformance check kit --tolerance 0', /--tolerance takes a positive number, such as 0\.001, not "0"/],
  ['compare --normalizer foo', /no normalizer called "foo"/],
  ['compare --engine cuda', /no engine called "cuda"/],
  ['compare --task foo', /no task called "foo"/],
  ['compare --width 1000000', /dModel.*8192/],
  ['compare --context 5 --task modular-addition', /context of 3 tokens, not 5/],
  ['compare --text nope.txt', /nope\.txt cannot be read: no such file/],
  ['compare --text .', /it is a folder/],
  ['compare --text three-lines.txt', /6 characters.*at least/],
  ['compare --text empty.txt', /empty\.txt is empty/],
  ['compare --text picture.png', /picture\.png holds binary data/],
  [
    'compare --text latin1.txt',
    /latin1\.txt is not UTF-8 text: it looks like ISO-8859-1\. Convert it with: iconv -f ISO-8859-1 -t UTF-8 latin1\.txt > latin1\.utf8\.txt/,
  ],
  ['compare --task copy:modulus=3', /--task copy has no option "modulus".*symbols/],
  ['compare --task addition:digits=many', /--task addition:digits takes a whole number from 1 to 100, not "many"/],
  ['compare --task copy --text three-lines.txt', /--text is not for the task copy.*text, masked-text, classification/],
  ['compare --images picture.png', /--images also needs --labels/],
  ['compare --images picture.png --labels three-lines.txt', /picture\.png begins with 0x89504e47/],
  ['compare --text three-lines.txt --source-text three-lines.txt', /--text and --source-text are for different tasks/],
  ['compare --source-text three-lines.txt --target-text two-lines.txt', /three-lines\.txt has 3 lines and .*two-lines\.txt has 2/],
  ['compare --task classification --text three-lines.txt', /classification takes 2 files or more, not 1/],
  ['compare --out three-lines.txt', /Cannot write to .*three-lines\.txt/],
  ['compare --out /proc/normlab', /Cannot write to \/proc\/normlab/],
  ['compare --json /proc/normlab/x.json', /Cannot write to \/proc\/normlab/],
  ['compare --lang fr', /--lang takes one of: en, zh/],
  ['compare --bogus', /There is no flag --bogus/],
  ['schema spec --json', /There is no flag --json\. /],
  ['compare --steps', /flag --steps <n> needs a value/],
  ['compare extra', /1 given, at most 0/],
  [
    'compair',
    /no command "compair": did you mean compare\?.*compare, study, frontier, signal, train, probe, explain, list, schema, claims, note, report, verify, runs, query, export, lab, serve, inspect, conformance, worker/,
  ],
  ['signal --setting vaswani', /no setting called "vaswani".*xiong/],
  ['signal --depths 4,x', /--depths/],
  ['train', /The argument spec is missing/],
  ['train nope.yaml', /nope\.yaml cannot be read: no such file/],
  ['train broken.yaml', /broken\.yaml is not valid YAML or JSON: .* at line 2, column \d+\.$/m],
  ['train wrong.yaml', /placement.*"prx".*nLayers.*steps.*foo/s],
  ['train list.yaml', /is not valid/],
  ['query', /The argument sql is missing/],
  ['query select .', /There are no runs below \./],
  ['query select nowhere', /nowhere cannot be read \(ENOENT\)/],
  ['export --out x', /The flag --to <format> is needed/],
  ['export --to foo --out x', /no export format called "foo".*csv, parquet, tensorboard, mlflow/],
  ['export . --to csv --out x', /There are no runs below \./],
  ['worker', /Which Redis\? Give --redis redis:\/\/host:6379, or set NORMLAB_REDIS/],
  ['worker --redis localhost', /"localhost" is not the address of a Redis.*redis:\/\/host:6379/],
  ['worker --redis redis://h --queue a:b', /--queue takes letters.*not "a:b"/],
  ['worker --redis redis://h --task x', /either --redis or --task/],
  ['worker --task nope.json', /nope\.json is not a job of a Slurm array: no such file/],
  ['worker --task wrong.yaml', /wrong\.yaml is not a job of a Slurm array/],
  ['lab --port x', /--port takes a whole number from 0 to 65535, not "x"/],
  ['lab --port 70000', /--port/],
  ['probe nope', /nope is neither the folder of a run nor a spec file \(ENOENT\)/],
  ['probe .', /no run\.json that can be read/],
  ['probe wrong.yaml', /placement.*"prx"/s],
  ['probe good.yaml --what block-skipp', /no probe called "block-skipp".*block-skip, block-merge/],
  ['probe good.yaml --what ,', /--what names no probe/],
  ['probe good.yaml --what spike-score', /spike-score reads the curves of a run/],
  ['probe good.yaml --batches 0', /--batches takes a whole number/],
  ['serve nowhere', /nowhere cannot be read \(ENOENT\)/],
  ['serve --port 70000 .', /--port takes a whole number from 0 to 65535, not "70000"/],
  ['note', /The argument file is missing/],
  ['note .', /cannot be overwritten \(it is a folder\)/],
  ['note three-lines.txt', /three-lines\.txt already exists and was not written by normlab.*--force/],
  ['note three-lines.txt/note.md', /Cannot write to .*three-lines\.txt\/note\.md.*Name another file/],
  ['note /proc/normlab/note.md', /Cannot write to \/proc\/normlab/],
  ['note /dev/null', /cannot be overwritten \(it is not a regular file\)/],
  ['frontier --equal foo', /--equal takes one of: parameters, compute; not "foo"/],
  ['note x.md --figures foo', /--figures takes one of: embedded, files; not "foo"/],
  ['note - --figures files', /--figures files needs a file/],
  ['note x.md --claims nowhere', /nowhere holds no evidence of claims/],
  ['note x.md --bogus', /There is no flag --bogus/],
  ['note x.md y.md', /2 given, at most 1/],
  ['schema foo', /no schema called "foo"/],
];

function makeFiles(folder: string): void {
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'three-lines.txt': 'a\nb\nc\n',
    'two-lines.txt': 'a\nb\n',
    'empty.txt': '',
    'picture.png': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13),
    'latin1.txt': Uint8Array.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x6e, 0x61, 0xef]),
    'broken.yaml': 'model: {placement: pre\nx: [',
    'wrong.yaml': 'model: { placement: prx, nLayers: 0 }\nfoo: 1\nsteps: many\n',
    'keys.yaml': 'model: { placement: pre, nLayer: 2 }\n',
    'list.yaml': '- 1\n- 2\n',
    'unwritten.yaml': 'model: { placement: custom }\ntask: copy\n',
    'good.yaml': 'model: { placement: pre, nLayers: 1, dModel: 8, nHeads: 2, seqLen: 8 }\ntask: copy\n',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}

describe('mistakes', () => {
  it.each(mistakes)('normlab %s', async (line, sentence) => {
    await inFolder(async (folder) => {
      makeFiles(folder);
      const before = readdirSync(folder).sort();
      const { code, stdout, stderr } = await normlab(line.split(' '), { cwd: folder });
      expect(stderr).toMatch(sentence);
      expect(code).toBe(2);
      expect(stdout).toBe('');
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(readdirSync(folder).sort()).toEqual(before);
    });
  });

  it('speaks Chinese when asked, or when the environment does', async () => {
    await inFolder(async (folder) => {
      makeFiles(folder);
      const asked = await normlab(['compare', '--lr', 'banana', '--lang', 'zh'], { cwd: folder });
      expect(asked.stderr).toMatch(/--lr 需要.*而不是“banana”/);
      const environment = await normlab(['compare', '--depth', '0'], { cwd: folder, env: { LANG: 'zh_CN.UTF-8' } });
      expect(environment.stderr).toMatch(/--depth 需要/);
      const help = (await normlab(['--help', '--lang', 'zh'], { cwd: folder })).stdout;
      expect(help).toMatch(/用法.*归一化.*选项.*命令/s);
      // 80 columns, a Chinese character being two.
      for (const line of help.split('\n')) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
      for (const line of ['train nope.yaml', 'compare --text nope.txt', 'worker --task nope.json'])
        expect((await normlab([...line.split(' '), '--lang', 'zh'], { cwd: folder })).stderr, line).toMatch(/没有这个文件/);
      expect((await normlab(['compare', '--out', '/proc/normlab', '--lang', 'zh'], { cwd: folder })).stderr).toMatch(
        /无法建立这样的文件夹/,
      );
      const fields = (await normlab(['train', 'wrong.yaml', '--lang', 'zh'], { cwd: folder })).stderr;
      expect(fields).toMatch(/nLayers：应不小于 1/);
      expect(fields).not.toMatch(/Too small|Unrecognized|Invalid/);
    });
  });
});
