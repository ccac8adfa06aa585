/** The bands of docs/architecture.md: imports only go down. A wrong import fails with a sentence that says where the thing belongs. */
const bands = [
  ['core'],
  ['graph'],
  ['model', 'optim', 'task', 'engine', 'chart'],
  ['diagnostic'],
  ['spec'],
  ['train', 'store'],
  ['probe'],
  ['study', 'report', 'conformance', 'explain', 'export'],
  ['serve', 'claim', 'inspect'],
  ['note'],
  ['cli'],
];

const path = (folders) => `^src/(${folders.join('|')})/`;

const upward = bands.slice(0, -1).map((band, i) => ({
  name: `only-down-from-${band.join('-')}`,
  comment: `src/${band.join(', src/')} may import lower bands only: move what it needs down, or the importing code up.`,
  severity: 'error',
  from: { path: path(band) },
  to: { path: path(bands.slice(i + 1).flat()) },
}));

const strangers = ['model', 'optim', 'task', 'engine', 'chart'].map((folder, _, all) => ({
  name: `${folder}-knows-no-neighbour`,
  comment: `src/${folder} and its neighbours are strangers: what both need belongs to src/graph or src/core.`,
  severity: 'error',
  from: { path: path([folder]) },
  to: { path: path(all.filter((other) => other !== folder)) },
}));

module.exports = {
  forbidden: [
    ...upward,
    ...strangers,
    {
      name: 'store-is-told-what-happened',
      comment: 'src/train yields events and writes nothing; src/store folds them.',
      severity: 'error',
      from: { path: '^src/train/' },
      to: { path: '^src/store/' },
    },
    {
      name: 'study-does-not-draw-reports',
      comment: 'A report reads the results of a study, never the other way round.',
      severity: 'error',
      from: { path: '^src/study/' },
      to: { path: '^src/report/' },
    },
    {
      name: 'export-hands-runs-on',
      comment: 'src/export reads runs and studies; no neighbour reads it, and it reads no other.',
      severity: 'error',
      from: { path: '^src/export/' },
      to: { path: '^src/(report|conformance|explain)/' },
    },
    {
      name: 'nobody-needs-an-export',
      comment: 'What src/export and its neighbours both need belongs to src/store or lower.',
      severity: 'error',
      from: { path: '^src/(study|report|conformance|explain)/' },
      to: { path: '^src/export/' },
    },
    {
      name: 'node-modules-stay-in-node-files',
      comment: 'node: modules belong to src/cli and to files named *.node.ts, so that everything else runs in browsers.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/|\\.node\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'node-files-stay-apart',
      comment: 'Only src/cli, src/index.ts and other *.node.ts files may import a *.node.ts file.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/|^src/index\\.ts$|\\.node\\.ts$' },
      to: { path: '\\.node\\.ts$' },
    },
    {
      name: 'only-engine-loads-a-runtime',
      comment: 'src/engine alone knows ONNX Runtime and calls compiled code.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/engine/' },
      to: { path: 'node_modules/(onnxruntime|koffi)' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other, if only for types, are one file, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    { name: 'no-lost-imports', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
