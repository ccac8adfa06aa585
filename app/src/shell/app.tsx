/** The frame of the page: name, views, language and theme; the view that is open below. */
import { signal } from '@preact/signals';
import { languages } from 'normlab/web';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { linkTo, route, type View, views } from './route.ts';
import { language, say, speak } from './say.ts';
import { chooseTheme, theme, themes } from './theme.ts';

const pages: Readonly<Record<View, () => Promise<{ readonly default: ComponentType }>>> = {
  race: () => import('../race/race.tsx'),
  signal: () => import('../signal/signal.tsx'),
  anatomy: () => import('../anatomy/anatomy.tsx'),
  compose: () => import('../compose/compose.tsx'),
  claims: () => import('../claims/claims.tsx'),
  checkpoint: () => import('../checkpoint/checkpoint.tsx'),
};

const loaded = signal<Readonly<Partial<Record<View, ComponentType>>>>({});
const lost = signal<View | undefined>(undefined);

async function load(view: View): Promise<void> {
  if (loaded.peek()[view]) return;
  try {
    const page = await pages[view]();
    loaded.value = { ...loaded.peek(), [view]: page.default };
    if (lost.peek() === view) lost.value = undefined;
  } catch {
    lost.value = view;
  }
}

const names = { en: 'English', zh: '简体中文' } as const;

export function App() {
  const { view } = route.value;
  const Page = loaded.value[view];
  useEffect(() => void load(view), [view]);
  useEffect(() => {
    document.documentElement.lang = language.value === 'zh' ? 'zh-Hans' : 'en';
    document.title = `${say(`lab.view.${view}`)} · Normlab`;
  }, [view, language.value]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {say('lab.skip')}
      </button>
      <header class="top">
        <a class="wordmark" href={linkTo('race')}>
          Normlab
        </a>
        <nav aria-label={say('lab.views')}>
          {views.map((one) => (
            <a key={one} href={linkTo(one)} aria-current={one === view ? 'page' : undefined}>
              {say(`lab.view.${one}`)}
            </a>
          ))}
        </nav>
        <div class="settings">
          {languages.map((one) => (
            <button key={one} type="button" class="quiet" lang={one} aria-pressed={one === language.value} onClick={() => speak(one)}>
              {names[one]}
            </button>
          ))}
          <button
            type="button"
            class="quiet theme"
            onClick={() => chooseTheme(themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'auto')}
          >
            {say(`lab.theme.${theme.value}`)}
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {Page ? <Page /> : lost.value === view ? <p class="problem">{say('lab.lost')}</p> : <p class="note">{say('lab.loading')}</p>}
      </main>
      <footer>{say('lab.footer')}</footer>
    </>
  );
}
