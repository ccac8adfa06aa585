import { describe, expect, it } from 'vitest';
import { parse } from './document.ts';
import { samples } from './samples.ts';

const words = { title: '训练损失', description: 'What it shows.', label: 'Pre-Norm' };
const hostile = '<script>alert(1)</script>"\'&\u202eevil\u0000';

describe.each(Object.entries(samples))('%s', (_name, sample) => {
  it('says the same twice, whatever was drawn in between', () => {
    const first = sample(words);
    sample({ ...words, label: 'other' });
    expect(sample(words)).toBe(first);
  });

  it('speaks to screen readers', () => {
    const svg = parse(sample(words));
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')).toContain(words.title);
    expect(svg.getAttribute('aria-description')).toBe(words.description);
    expect(svg.querySelector('title')?.textContent).toContain(words.title);
  });

  it('takes its colours from variables, so that it serves light and dark pages', () => {
    const svg = sample(words);
    const literal = [...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, value]) => value ?? '');
    expect(literal.length).toBeGreaterThan(5);
    expect(literal.filter((value) => !/^(none|currentColor|var\(--[\w-]+, #[0-9a-f]{6}\))$/.test(value))).toEqual([]);
    expect(svg).not.toContain('<style');
  });

  it('carries no ids, scripts, links or addresses beyond the namespace', () => {
    const svg = sample(words).replaceAll('xmlns="http://www.w3.org/2000/svg"', '');
    expect(svg).not.toMatch(/\sid=|<script|href|https?:|url\(/);
  });

  it('escapes hostile names and shows characters that would reorder text', () => {
    const svg = sample({ title: hostile, description: hostile, label: hostile }, 2000);
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
    expect(svg).toContain('⟨U+202E⟩');
    expect(svg).not.toContain('\u202e');
    expect(svg).not.toContain('\u0000');
  });

  it('draws at the width of a phone', () => {
    expect(parse(sample(words, 320)).getAttribute('viewBox')).toMatch(/^0 0 320 /);
  });
});
