/** What computes, away from the page: engines are opened here, and one worker trains one arm. */
import * as Comlink from 'comlink';
import './quiet.ts';
import { Lab } from './lab.ts';

Comlink.expose(new Lab());
