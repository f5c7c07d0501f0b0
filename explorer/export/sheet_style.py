"""How the HTML sheet looks, on a screen and on A4: calm, light, and readable when it is printed grey."""

STYLE = """
@page { size: A4; margin: 12mm 13mm 13mm; }
* { box-sizing: border-box; }
html { background: #F2F4F7; }
body { margin: 24px auto; max-width: 1000px; padding: 36px 44px 28px; background: #FFFFFF; color: #101828;
  font: 13px/1.5 Inter, "Segoe UI", Helvetica, Arial, sans-serif; border: 1px solid #E4E7EC; border-radius: 12px;
  overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, figure { margin: 0; padding: 0; }
h1 { font-size: 24px; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 15px; line-height: 1.4; font-weight: 650; }
h3 { font-size: 11px; font-weight: 600; color: #5D6679; }
a { color: #175CD3; text-decoration: none; }
a:hover { text-decoration: underline; }
ul, ol { list-style: none; }
.facts { margin-top: 4px; color: #5D6679; }
.facts span + span::before { content: "·"; margin: 0 7px; color: #98A2B3; }
.picture { margin: 20px 0 0; padding: 4px; border: 1px solid #E4E7EC; border-radius: 8px; background: #FCFCFD; }
.picture { position: relative; }
.picture svg { display: block; width: 100%; height: auto; }
.picture label { position: absolute; right: 10px; top: 6px; color: #5D6679; font-size: 11px; }
.picture:has(:checked) { overflow: auto; }
.picture:has(:checked) svg { width: auto; max-width: none; }
.verdicts { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin-top: 20px; }
.verdicts > li { padding: 12px 14px; border: 1px solid #E4E7EC; border-radius: 8px; }
.verdicts a { display: flex; justify-content: space-between; align-items: center; color: inherit; font-weight: 650; }
.verdicts p { margin-top: 6px; }
.chip { flex: none; padding: 1px 10px; border-radius: 10px; font-size: 11px; font-weight: 650; line-height: 18px;
  border: 1px solid; }
.yes { background: #ECFDF3; color: #05603A; border-color: #75C69A; }
.partly { background: #FFFAEB; color: #7A2E0E; border-color: #E5B34C; }
.no { background: #FEF3F2; color: #912018; border-color: #EE9A93; }
.cannot-tell { background: #F9FAFB; color: #344054; border-color: #98A2B3; border-style: dashed; }
section { margin-top: 26px; }
.asked { color: #5D6679; }
.said { display: grid; grid-template-columns: minmax(0, 1.7fr) minmax(0, 1fr); gap: 8px 32px; margin-top: 10px; }
.said h3 { margin-bottom: 3px; }
.said li { position: relative; margin-bottom: 5px; padding-left: 17px; }
.said li::before { position: absolute; left: 1px; top: 6px; width: 8px; height: 8px; content: "";
  border: 1.5px solid #5D6679; border-radius: 50%; }
.said li.declared::before { background: #5D6679; }
.said li.observed::before { background: linear-gradient(90deg, #5D6679 50%, #FFFFFF 50%); }
.said li.unknown::before { top: 0; border: 0; content: "?"; color: #B54708; font-weight: 700; }
.said li.none::before { display: none; }
.histories { margin-top: 12px; }
.histories > p.unknown { color: #5D6679; }
.history { display: grid; grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr); gap: 8px 24px; margin-top: 8px;
  align-items: start; }
.history .plot { display: block; width: 100%; height: auto; border: 1px solid #E4E7EC; border-radius: 8px; }
.history figcaption:only-child { grid-column: 1 / -1; }
.history p { margin-top: 4px; }
.history p.source { margin-top: 6px; }
h4 { margin: 0; font-size: 13px; font-weight: 650; }
.course.parted { color: #B42318; }
.tail { white-space: nowrap; }
.known { color: #5D6679; font-size: 11px; }
.unknown .known { color: #B54708; }
.ref { display: inline-block; min-width: 17px; margin-left: 3px; padding: 0 4px; border-radius: 4px;
  background: #EFF4FF; font-size: 10px; line-height: 15px; text-align: center; vertical-align: 1px; }
.more { margin-top: 4px; color: #5D6679; font-size: 11px; }
code { font: inherit; font-weight: 600; }
table { width: 100%; margin-top: 8px; border-collapse: collapse; }
th { padding: 0 16px 4px 0; text-align: left; font-size: 11px; font-weight: 600; color: #5D6679; }
td { padding: 6px 16px 6px 0; border-top: 1px solid #E4E7EC; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.coverage td { vertical-align: middle; }
.coverage td:first-child { white-space: nowrap; }
.bar { display: block; width: 100%; height: 10px; min-width: 120px; }
.weakest td { font-weight: 650; }
.share { width: 30%; }
.score { font-weight: 650; }
.coverage td.basis { color: #5D6679; font-size: 11px; font-weight: 400; }
.findings td:first-child { width: 25%; padding-left: 17px; }
.findings td:nth-child(2) { width: 44%; }
.rule { font-weight: 650; }
.times { color: #5D6679; font-weight: 400; }
.severity { display: inline-block; width: 17px; margin-left: -17px; font-size: 11px; }
.error .severity { color: #B42318; }
.warning .severity { color: #B54708; }
.info .severity { color: #475467; }
.notes li { margin-top: 5px; padding-left: 14px; text-indent: -14px; }
.notes li::before { content: "–"; display: inline-block; width: 14px; text-indent: 0; color: #98A2B3; }
.legend { margin-top: 24px; padding-top: 10px; border-top: 1px solid #E4E7EC; color: #5D6679; font-size: 11px; }
.legend label { float: right; margin-left: 20px; }
.evidence { margin-top: 26px; border-top: 1px solid #D0D5DD; padding-top: 20px; }
.evidence > p { color: #5D6679; }
.evidence ol { margin-top: 12px; columns: 2; column-gap: 36px; font-size: 11px; line-height: 1.45; }
.evidence ol > li { margin-bottom: 14px; }
.evidence ol > li:target { outline: 2px solid #175CD3; outline-offset: 4px; border-radius: 4px; }
.evidence h3 { color: #101828; break-after: avoid; }
.evidence h3 .ref { margin-left: 0; }
.evidence p { margin-top: 4px; }
.evidence .reason { margin-top: 7px; padding-top: 6px; border-top: 1px solid #E4E7EC; }
.evidence h3 + .reason { margin-top: 4px; padding-top: 0; border: 0; }
.grounds li { padding: 1px 0 1px 10px; text-indent: -10px; }
.grounds .how { color: #5D6679; }
.source { color: #5D6679; font-family: "JetBrains Mono", "DejaVu Sans Mono", Consolas, monospace; font-size: 10px; }
@media (max-width: 720px) {
  body { margin: 0; padding: 20px; border: 0; border-radius: 0; }
  .said, .history { grid-template-columns: 1fr; }
  .evidence ol { columns: 1; }
}
@media print {
  html { background: none; }
  body { margin: 0; padding: 0; max-width: none; border: 0; font-size: 8.6pt; line-height: 1.4;
    -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h1 { font-size: 17pt; }
  h2 { font-size: 10.5pt; break-after: avoid; }
  h3, th, .known, .more, .legend, .chip { font-size: 7.4pt; }
  .picture, .verdicts { margin-top: 10pt; }
  .picture svg { max-height: 66mm; }
  .verdicts { grid-template-columns: repeat(auto-fit, minmax(120px, 1fr)); gap: 7pt; }
  .verdicts > li { padding: 6pt 8pt; }
  section { margin-top: 12pt; }
  .said { grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr); gap: 4pt 16pt; margin-top: 5pt; }
  .said li { margin-bottom: 2.5pt; padding-left: 11pt; }
  .said li::before { top: 4px; left: 0; width: 7px; height: 7px; }
  .said li.unknown::before { top: 0; }
  table { margin-top: 4pt; }
  td { padding-top: 2pt; padding-bottom: 2pt; }
  .findings td { font-size: 8pt; line-height: 1.32; }
  .coverage td { padding-top: 1pt; padding-bottom: 1pt; font-size: 8pt; }
  .coverage td.basis { font-size: 7.4pt; }
  .bar { height: 7px; }
  .histories { margin-top: 5pt; }
  .history { gap: 4pt 14pt; font-size: 8pt; line-height: 1.32; }
  h4 { font-size: 8.6pt; }
  tr, .said li, .verdicts > li, .history { break-inside: avoid; }
  thead { display: table-header-group; }
  .ref { font-size: 6.6pt; line-height: 9pt; min-width: 10pt; }
  .legend { margin-top: 10pt; }
  .legend label, .picture label, .evidence { display: none; }
  body:has(#with-evidence:checked) .evidence { display: block; break-before: page; border: 0; padding: 0; }
  .evidence ol { font-size: 7pt; }
  .source { font-size: 6.6pt; }
}
"""
