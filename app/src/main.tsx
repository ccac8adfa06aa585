import './worker/quiet.ts';
import './style/page.css';
import { render } from 'preact';
import { App } from './shell/app.tsx';
import { installTheme } from './shell/theme.ts';

installTheme();
render(<App />, document.getElementById('app') as HTMLElement);
