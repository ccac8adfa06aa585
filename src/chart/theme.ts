/** Colours, fonts and sizes of every figure. An SVG names CSS variables only, so one drawing serves light and dark pages. */

interface Shade {
  readonly light: string;
  readonly dark: string;
}

/** Eight hues told apart under protanopia and deuteranopia (a test measures it) and readable as text on the paper colour. */
export const palette: readonly Shade[] = [
  { light: '#026cbd', dark: '#69b5fd' },
  { light: '#c44d02', dark: '#f39a5b' },
  { light: '#1e6e5a', dark: '#54d0a5' },
  { light: '#9a4095', dark: '#d089c5' },
  { light: '#6e773f', dark: '#e1c344' },
  { light: '#3c3d9d', dark: '#8f8ff5' },
  { light: '#7a1030', dark: '#f27088' },
  { light: '#1f2226', dark: '#f4f5f7' },
];

export const surfaces: Readonly<Record<'paper' | 'panel' | 'ink' | 'muted' | 'rule' | 'alarm' | 'alarm-paper', Shade>> = {
  paper: { light: '#fdfdfb', dark: '#15171b' },
  panel: { light: '#f4f4f0', dark: '#1e2126' },
  ink: { light: '#1c1e21', dark: '#e6e5e0' },
  muted: { light: '#5f646d', dark: '#a2a7b0' },
  rule: { light: '#dcdcd5', dark: '#363a42' },
  alarm: { light: '#9a2a12', dark: '#ffab8a' },
  'alarm-paper': { light: '#fdf1ea', dark: '#33211b' },
};

/** Latin text first, then the Chinese faces of macOS, Windows, Linux and Android. */
export const fontStack =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";

export const fontSize = { label: 12, tick: 11, heading: 13 } as const;

/** Dash patterns: the second channel beside colour, for warm-up choices or moments of training. */
const dashes: readonly string[] = ['none', '6 3', '2 3', '8 3 2 3', '1 2', '12 4'];

/** The colour of the arm at `index`; the fallback keeps an SVG readable that was saved on its own. */
export function armColor(index: number): string {
  const at = index % palette.length;
  return `var(--c${at + 1}, ${palette[at]?.light})`;
}

export function surface(name: keyof typeof surfaces): string {
  return `var(--${name}, ${surfaces[name].light})`;
}

export function dash(index: number): string {
  return dashes[index % dashes.length] ?? 'none';
}

/** The variables as CSS declarations, for a page to set on its root. */
export function themeVariables(mode: keyof Shade): string {
  const arms = palette.map((shade, at) => `--c${at + 1}: ${shade[mode]};`);
  const rest = Object.entries(surfaces).map(([name, shade]) => `--${name}: ${shade[mode]};`);
  return [...arms, ...rest].join(' ');
}
