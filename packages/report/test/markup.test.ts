import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeText, markup } from '../src/markup.ts';
import { anyText } from './fixtures/any-text.ts';

describe('markup', () => {
  it('writes its own text as it stands and escapes every value', () => {
    const name = `<b onclick="x('&')">`;
    expect(markup`<p title="${name}">${name}</p>`.text).toBe(
      '<p title="&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;">&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;</p>',
    );
  });

  it('takes markup, lists and nothing', () => {
    const items = ['a', '<'].map((text) => markup`<li>${text}</li>`);
    expect(markup`<ul>${items}${undefined}</ul>${3}`.text).toBe('<ul><li>a</li><li>&lt;</li></ul>3');
  });

  it('leaves no character that ends a text or an attribute, and none that HTML forbids', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeText(text);
        expect(escaped).not.toMatch(/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(escaped).not.toMatch(/(?![\t\n\r])\p{Cc}|\p{Surrogate}/u);
      }),
      { numRuns: 100 },
    );
    expect(escapeText('a\0b\ud800c')).toBe('a\ufffdb\ufffdc');
  });
});
