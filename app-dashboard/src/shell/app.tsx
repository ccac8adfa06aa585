/** The frame of the page: name, views, whether it is live, language and theme; the open view below. */

import { languages } from 'normlab/web';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { language, say, speak } from '../../../app/src/shell/say.ts';
import { chooseTheme, theme, themes } from '../../../app/src/shell/theme.ts';
import { live, trouble } from '../data/store.ts';
import { Compare } from '../view/compare.tsx';
import { Overview } from '../view/overview.tsx';
import { Run } from '../view/run.tsx';
import { Start } from '../view/start.tsx';
import { Study } from '../view/study.tsx';
import { linkTo, route, type View } from './route.ts';

const pages: Readonly<Record<View, ComponentType>> = { overview: Overview, run: Run, compare: Compare, study: Study, start: Start };
const listed: readonly View[] = ['overview', 'start'];
const names = { en: 'English', zh: '简体中文' } as const;

export function App() {
  const { view, query } = route.value;
  const Page = pages[view];
  useEffect(() => {
    document.documentElement.lang = language.value === 'zh' ? 'zh-Hans' : 'en';
    document.title = `${say(`dash.view.${view}`)} · Normlab`;
  }, [view, language.value]);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {say('dash.skip')}
      </button>
      <header class="top">
        <a class="wordmark" href={linkTo('overview')}>
          Normlab
        </a>
        <nav aria-label={say('dash.views')}>
          {listed.map((one) => (
            <a key={one} href={linkTo(one)} aria-current={one === view ? 'page' : undefined}>
              {say(`dash.view.${one}`)}
            </a>
          ))}
        </nav>
        <p class={`live ${live.value ? 'on' : 'off'}`} role="status">
          {say(live.value ? 'dash.live.on' : 'dash.live.off')}
        </p>
        <div class="settings">
          {languages.map((one) => (
            <button
              key={one}
              type="button"
              class="quiet"
              lang={one === 'zh' ? 'zh-Hans' : 'en'}
              aria-pressed={one === language.value}
              onClick={() => speak(one)}
            >
              {names[one]}
            </button>
          ))}
          <button
            type="button"
            class="quiet"
            onClick={() => chooseTheme(themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'auto')}
          >
            {say(`dash.theme.${theme.value}`)}
          </button>
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {trouble.value && (
          <p class="problem" role="alert">
            {say(trouble.value)}
          </p>
        )}
        <Page key={`${view}/${query.get('id') ?? ''}`} />
      </main>
    </>
  );
}
