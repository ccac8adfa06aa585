import '../../app/src/style/page.css';
import './style.css';
import { render } from 'preact';
import { installTheme } from '../../app/src/shell/theme.ts';
import { connect } from './data/store.ts';
import { App } from './shell/app.tsx';

installTheme();
connect();
render(<App />, document.getElementById('app') as HTMLElement);
