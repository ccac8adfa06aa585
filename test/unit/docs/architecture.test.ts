/** docs/architecture.md draws the bands that dependency-cruiser holds; docs/design.md has the fields a plan has, and the folders there are. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { letters } from '../../../src/model/equation.ts';
import { normFields, type ScaleField, scaleFields } from '../../../src/model/placement/types.ts';
import { sublayerTaps } from '../../../src/model/taps.ts';
import { picture } from './architecture-picture.ts';

const root = new URL('../../../', import.meta.url);
const page = readFileSync(new URL('docs/design.md', root), 'utf8');
const rows = (head: string): string[][] => {
  const [, block = ''] = page.split(`| ${head} |`);
  return (block.split('\n\n')[0] as string)
    .split('\n')
    .slice(2)
    .map((line) => line.slice(2, -2).split(' | '));
};
const codes = (cells: readonly string[][]): string[] =>
  cells.flatMap(([first = '']) => [...first.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string));

it('draws the bands of .dependency-cruiser.cjs, with every folder of src', async () => {
  await expect(picture()).toMatchFileSnapshot('../../../docs/picture/architecture.svg');
  const folders = readdirSync(new URL('src/', root), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const drawn = [...picture().matchAll(/class="name"[^>]*>([^<]+)</g)].map(([, name]) => name);
  expect(drawn.sort()).toEqual(folders.sort());
});

it('has a row for every folder of src that has code of its own', () => {
  const tree = codes(rows('Folder | What is in it')).filter((path) => path.startsWith('src'));
  const found = (folder: string): string[] => {
    const entries = readdirSync(new URL(`${folder}/`, root), { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [`${folder}/${entry.name}`, ...found(`${folder}/${entry.name}`)] : []));
  };
  // What a row says of a folder it says of small folders in it.
  const said = ['src/optim/optimizer', 'src/optim/schedule', 'src/spec/preset'];
  expect(tree.sort()).toEqual(
    found('src')
      .filter((folder) => !said.includes(folder))
      .sort(),
  );
});

it('has every norm and factor of a plan, with its letter and its words', () => {
  expect(codes(rows('Norm | Where it stands'))).toEqual(Object.keys(normFields));
  const scales = rows('Factor or shift | Letter | What it does');
  expect(scales).toEqual(Object.entries(scaleFields).map(([field, { about }]) => [`\`${field}\``, letters[field as ScaleField], about]));
});

it('has every tap', () => expect(codes(rows('Tap | Definition'))).toEqual(Object.keys(sublayerTaps)));
