/** Light, dark, or as the system has it; colours are those of the reports. */
import { signal } from '@preact/signals';
import { armColor, fontStack, themeVariables } from 'normlab/web';
import { remember, remembered } from './memory.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const theme = signal<Theme>(themes.find((one) => one === remembered('theme')) ?? 'auto');

const darkSystem = matchMedia('(prefers-color-scheme: dark)');

/** Counts up whenever colours change: what is drawn on a canvas is drawn again. */
export const colours = signal(0);

const isDark = (): boolean => (theme.value === 'auto' ? darkSystem.matches : theme.value === 'dark');

export function chooseTheme(next: Theme): void {
  theme.value = next;
  remember('theme', next);
  apply();
}

function apply(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
  colours.value++;
}

/** Puts the palette into the page as variables. */
export function installTheme(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:root { ${themeVariables('light')} --font: ${fontStack}; } :root[data-theme='dark'] { ${themeVariables('dark')} }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  darkSystem.addEventListener('change', apply);
  apply();
}

/** The value behind a variable now, for canvases. */
export const colourOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The colour of the arm at an index. */
export const armCss = armColor;
