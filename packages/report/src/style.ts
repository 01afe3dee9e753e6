// How a report looks. Colours are those of the studio; text keeps 4.5:1 on every ground, graphics 3:1, in light and dark.

import { markup, type Markup } from './markup.ts';

const light = `--ground:#f5f6f8;--surface:#fff;--sunken:#eceff2;--line:#dde2e7;--line-strong:#8a96a3;--ink:#10161c;--ink-2:#414c57;--ink-3:#5d6873;
--accent:#0b5fc4;--warn:#85540a;--warn-wash:#fcf0d9;--bad:#b3271e;--bad-wash:#fce8e6;--ok:#14734a;--band:#0b5fc42e;--fill:#4a86d4;--grid:#e7ebef;
--negative:196 80 11;--positive:11 95 196;
--series-0:#0b65c2;--series-1:#c4500b;--series-2:#00815e;--series-3:#9a3d8f;--series-4:#806300;--series-5:#1f7f9f;--series-6:#5b5bd6;--series-7:#7a4b2a;--series-8:#b02a5b;--series-9:#4a5560;`;

const dark = `--ground:#0d1115;--surface:#14191f;--sunken:#0a0d10;--line:#262e37;--line-strong:#6d7986;--ink:#e9eef3;--ink-2:#b3bdc8;--ink-3:#8f9ba7;
--accent:#6fb0ff;--warn:#e6b85c;--warn-wash:#2e2412;--bad:#ff8d83;--bad-wash:#371a19;--ok:#56c793;--band:#6fb0ff33;--fill:#4f8bd6;--grid:#1f262e;
--negative:255 157 92;--positive:111 176 255;
--series-0:#6cb0ff;--series-1:#ff9d5c;--series-2:#45c9a0;--series-3:#e08ad6;--series-4:#e3c14f;--series-5:#7fd3f0;--series-6:#a7a6ff;--series-7:#d6a27c;--series-8:#ff8fb3;--series-9:#b3bec9;`;

const shades = [1, 2, 3, 4, 5]
  .flatMap((step) => [
    `.cp${step}{background:rgb(var(--positive) / ${step * 0.07})}`,
    `.cm${step}{background:rgb(var(--negative) / ${step * 0.07})}`,
  ])
  .join('');

/** The whole style sheet of a report. */
export const style: Markup = markup`
:root{color-scheme:light dark;${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:15px/1.5 "Inter Variable",Inter,system-ui,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:62rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
h1,h2,h3,td,th,li,dd,b,code,figcaption,text,.lead{unicode-bidi:isolate}
h1{font-size:2rem;line-height:1.2;letter-spacing:-.02em;margin:.2rem 0 .5rem;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;letter-spacing:-.01em;margin:2.75rem 0 .75rem}
h3{font-size:1rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0}
a{color:var(--accent)}
b{font-weight:600}
i{font-style:normal;color:var(--ink-2)}
code{font:.875em ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"Liberation Mono",monospace}
h2 code,th code{font-weight:400;color:var(--ink-3)}
.eyebrow{color:var(--ink-3);font-size:.8125rem;margin:0}
.lead{font-size:1.0625rem;color:var(--ink-2);max-width:46rem}
.note{color:var(--ink-3);font-size:.8125rem;max-width:46rem}
.banner{padding:.75rem 1rem;border-radius:.5rem;margin:0 0 1.5rem;border-left:4px solid}
.banner.warn{background:var(--warn-wash);border-color:var(--warn)}
.banner.bad{background:var(--bad-wash);border-color:var(--bad)}
.banner strong{text-transform:uppercase;letter-spacing:.02em}
.banner.warn strong{color:var(--warn)}
.banner.bad strong{color:var(--bad)}
dl{margin:0}
dt{color:var(--ink-3);font-size:.8125rem}
dd{margin:0}
.facts{display:flex;flex-wrap:wrap;gap:.75rem 2.25rem;margin:1.25rem 0 0;padding:1rem 0;border-block:1px solid var(--line)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(19rem,100%),1fr));gap:.875rem}
.card,figure{background:var(--surface);border:1px solid var(--line);border-radius:.625rem;padding:1rem 1.125rem}
.card:only-child{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(20rem,100%),1fr));gap:.25rem 2.5rem;align-items:center}
.card h3{margin:0;font-weight:600;color:var(--ink-2)}
.card .figure{font-size:1.75rem;line-height:1.25;letter-spacing:-.02em;margin:.125rem 0 0}
.card .note{margin:0 0 .5rem}
.card .figure i{font-size:1.125rem}
.card .figure span{font-size:.9375rem;letter-spacing:0;color:var(--ink-2)}
.card svg{max-width:22rem}
.card ul{margin:.25rem 0 0;padding:0;list-style:none;color:var(--ink-2)}
.card li{padding:.1875rem 0}
.card li b{color:var(--ink)}
.card b,.card i{white-space:nowrap}
.wide svg[role]{min-width:38rem}
svg{display:block;width:100%;height:auto;font:11px "Inter Variable",Inter,system-ui,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:.875rem}
figure{margin:0;min-width:0;padding:.75rem .875rem}
.wide{grid-column:1/-1}
figcaption{font-size:.8125rem;color:var(--ink-2);min-height:2.4em;margin-bottom:.375rem}
figcaption strong{color:var(--ink);font-size:.9375rem;display:block}
.key{display:flex;flex-wrap:wrap;gap:.125rem 1rem;margin:.375rem 0 0;padding:0;list-style:none;font-size:.8125rem;color:var(--ink-2)}
.key li{display:flex;align-items:center;gap:.375rem}
.sample{width:22px;height:8px;flex:none}
svg.plot text{fill:var(--ink-3)}
svg.plot .name{fill:var(--ink);paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}
.ramp{width:7rem;height:.5rem;border-radius:2px;background:linear-gradient(to right,color-mix(in srgb,var(--accent) 6%,var(--surface)),color-mix(in srgb,var(--accent) 90%,var(--surface)))}
details{margin-top:.5rem}
summary{cursor:pointer;font-size:.8125rem;color:var(--ink-3);width:fit-content}
summary:hover{color:var(--ink)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
.scroll{overflow:auto;margin-top:.5rem}
details .scroll{max-height:34rem}
table{border-collapse:collapse;font-size:.875rem;width:100%}
.numbers{width:auto;min-width:60%;font-size:.8125rem}
.bar{width:200px}
.matrix,.drivers,.assumptions,.parameters,.files,.events{width:auto;min-width:60%}
th,td{padding:.3125rem 1.25rem .3125rem 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--ink-3);font-weight:500;font-size:.8125rem;white-space:nowrap;position:sticky;top:0;background:var(--ground)}
figure thead th{background:var(--surface)}
tbody th{font-weight:500}
.result tbody th{padding-top:1rem;font-weight:600}
.n,.result thead th:nth-child(2),.result thead th:nth-child(3),.parameters thead th:nth-child(2),.parameters thead th:nth-child(5),.files thead th:nth-child(2),.drivers thead th:nth-child(3),.events thead th:first-child,.numbers td,.numbers thead th:not(:first-child){text-align:right}
.n,.numbers td{white-space:nowrap}
.numbers td,.numbers th{padding-right:1.25rem}
.matrix td{text-align:right;min-width:5.5rem;padding:.375rem .625rem;border:1px solid var(--ground)}
.matrix td i{font-size:.75rem}
.matrix th{padding-right:1rem}
${shades}
.goals,.notices{padding-left:1.1rem}
.met::marker{content:"✓ ";color:var(--ok)}
.unmet::marker{content:"✗ ";color:var(--warn)}
tr.limit td,tr.warning td,tr.recovery td{background:var(--warn-wash)}
.events time{white-space:nowrap;color:var(--ink-3)}
.identity{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25rem 1.5rem;margin:.75rem 0}
.identity>div{display:contents}
.digest{overflow-wrap:anywhere}
.identity dd{font-size:.875rem}
pre{background:var(--sunken);border:1px solid var(--line);border-radius:.5rem;padding:.75rem 1rem;overflow:auto;max-height:40rem;margin:.5rem 0;font-size:.875rem}
@media print{ @page{margin:15mm}
body{background:#fff;font-size:10.5pt}
main{max-width:none;padding:0}
.figures{grid-template-columns:1fr 1fr}
.wide svg[role]{min-width:0}
.card,figure,tr,.facts{break-inside:avoid}
h2,h3{break-after:avoid}
.scroll,pre{max-height:none;overflow:visible}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
details:not([open]){display:none}
thead th{position:static}
}
`;
