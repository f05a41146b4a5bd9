/** How class.html looks: the colours of the page that learners have, light, dark and on paper. */
export const classStyle = `:root {
  color-scheme: light dark;
  --ground: #f6f6f4; --panel: #fff; --ink: #1c2024; --soft: #565d66; --hair: #dddeda; --edge: #80868e;
  --right: #08694a; --nearly: #76b79c; --wrong: #b3241b; --shape: #d09a1c; --rest: #80868e; --open: #0b57a8;
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #121518; --panel: #191d21; --ink: #e4e7ea; --soft: #a0a8b1; --hair: #2e343a; --edge: #7a838d;
    --right: #52c99a; --nearly: #2b6e55; --wrong: #ff8b80; --shape: #e8bd57; --rest: #7a838d; --open: #7ab8f5;
  }
}
* { box-sizing: border-box; }
html { font: 15px/1.55 var(--sans); background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
h1, h2, h3, p, li { overflow-wrap: anywhere; }
main { max-width: 940px; margin: 0 auto; padding: 32px 24px 80px; }
h1, h2, h3, p, ul, ol, table { margin: 0; padding: 0; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 19px; line-height: 1.35; font-weight: 650; letter-spacing: -0.01em; margin-top: 44px; }
h3 { font-size: 15px; font-weight: 650; margin-top: 24px; }
p { max-width: 70ch; margin-top: 8px; }
.soft { color: var(--soft); }
code { font-family: var(--mono); font-size: 0.867em; font-variant-ligatures: none; overflow-wrap: anywhere; }
table { border-collapse: collapse; margin-top: 14px; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; font-weight: 400; padding: 4px 16px 4px 0; border-bottom: 1px solid var(--hair); vertical-align: baseline; }
thead th { font-size: 12px; line-height: 16px; font-weight: 500; color: var(--soft); vertical-align: bottom; }
.number { text-align: right; }
thead .number { max-width: 7.5em; }
.blanks th[scope=row] { white-space: nowrap; }
.spread th, .spread td { padding-top: 1px; padding-bottom: 1px; border: 0; }
caption { text-align: left; font-size: 12px; color: var(--soft); padding-bottom: 4px; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--open); outline-offset: 2px; }
svg { display: block; }
.swatch { margin: 0 0 3px auto; }
.right { fill: var(--right); } .inherited { fill: var(--nearly); } .shape { fill: var(--shape); }
.wrong { fill: var(--wrong); } .taken { fill: var(--rest); } .held { fill: var(--open); }
.blank { fill: var(--panel); stroke: var(--edge); stroke-width: 1; vector-effect: non-scaling-stroke; }
.score { fill: var(--rest); }
.talk { list-style: none; margin-top: 12px; }
.talk li { background: var(--panel); border: 1px solid var(--hair); border-radius: 8px; padding: 10px 16px; margin-top: 8px; }
.talk b { font-weight: 650; }
.examples { list-style: none; }
.examples li { margin-top: 12px; padding-left: 14px; border-left: 2px solid var(--hair); }
.examples .line { display: block; margin-top: 2px; }
.names { columns: 3 220px; column-gap: 32px; margin-top: 12px; padding-left: 18px; font-size: 13.5px; }
.names li { break-inside: avoid; overflow-wrap: anywhere; }
@media (max-width: 600px) {
  main { padding: 20px 12px 48px; }
  th, td { padding-right: 10px; }
  td svg { width: 120px; }
}
@media print {
  @page { margin: 16mm; }
  :root { color-scheme: light; --ground: #fff; }
  html { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 16pt; } h2 { font-size: 13pt; margin-top: 20pt; } h3 { font-size: 10pt; }
  table, .names { font-size: 9pt; }
  h2, h3, thead, caption { break-after: avoid; }
  tr, li, .talk li { break-inside: avoid; }
  .wide { overflow: visible; }
}
@media (forced-colors: active) { svg { forced-color-adjust: none; } }
`

/** What the page's own policy knows the style by: base64 of its SHA-256. A test holds the two together. */
export const styleHash = 'AzAQLp/3M1sQt3QaQsObIfgReXDv8kB3f2IwkcZEfY0='
