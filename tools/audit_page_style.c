// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/audit_page.h"

/// What an audit's page has beyond the style of the report of `equus hans`
static const char* const rules =
  ":root{--series-1:var(--text);--series-2:#7a3ea8;--series-3:#0b7a56;--series-4:#5a6573}\n"
  "@media screen and (prefers-color-scheme:dark){"
  ":root{--series-2:#cba6f7;--series-3:#4fd1a5;--series-4:#98a3b3}}\n"
  "nav{display:flex;flex-wrap:wrap;gap:6px 18px;margin:20px 0 0;font-size:14px}\n"
  ".answer{font-size:17px;padding-left:22px;margin:18px 0}.answer li{margin:8px 0;max-width:72ch}\n"
  ".warning{border-left:4px solid var(--wet);padding:6px 0 6px 14px;margin:14px 0}\n"
  "th.part{color:var(--muted);font-weight:500;padding-top:16px;white-space:normal}\n"
  ".robust tbody th[scope=row]{white-space:normal;min-width:15em}\n"
  ".charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,420px),1fr));gap:16px;margin:12px 0}\n"
  ".charts figure,.flip-card{background:var(--panel);border-radius:8px;padding:14px 16px}\n"
  ".charts figcaption{color:var(--text);font-weight:600;margin:0 0 6px}\n"
  "summary{cursor:pointer;color:var(--muted);font-size:13.5px}details table{margin-top:8px}\n"
  ".flips{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,360px),1fr));gap:16px;margin:16px 0}\n"
  ".flip-card h3{margin:0 0 2px}.flip-card p{margin:4px 0 8px;font-size:14px;overflow-wrap:anywhere}\n"
  ".flip-card svg{display:block;width:100%;height:auto;margin:8px 0}\n"
  ".clips{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:6px 12px;align-items:center}\n"
  ".clips b{font-weight:600}audio{width:100%;height:36px}\n"
  ".response text{font-size:11px;fill:var(--muted)}.response .grid{stroke:var(--grid)}"
  ".response .zero{stroke:var(--line)}.response .line{stroke:var(--wet);stroke-width:2;fill:none}\n"
  ".cells td,.cells th{text-align:right;padding-left:10px}\n"
  "@media(max-width:600px){header,main{padding:0 14px}header{padding-top:28px}h1{font-size:27px}.scroll{padding:8px "
  "12px}"
  ".robust tbody th[scope=row]{position:sticky;left:0;min-width:9em;background:var(--panel)}"
  "dl{grid-template-columns:minmax(0,1fr);gap:0}dd{margin:0 0 8px}}\n"
  "@page{size:A4;margin:16mm 14mm}\n"
  "@media print{nav,audio,.clips,.charts details{display:none}.charts{grid-template-columns:1fr 1fr;gap:8px 16px}"
  ".charts figure,.flip-card{padding:0;break-inside:avoid;background:none}svg.chart{max-width:none}"
  ".flips{grid-template-columns:1fr 1fr 1fr}.robust{font-size:7.5pt}.robust th,.robust td{padding:3px 6px 3px 0}"
  ".robust tbody th[scope=row]{min-width:0}thead{display:table-header-group}"
  "th.part{break-after:avoid}dt{break-after:avoid}}\n";

void
audit_page_write_style(FILE* const stream)
{
  fputs("<style>\n", stream);
  fputs(rules, stream);
  chart_write_style(stream);
  fputs("</style>\n", stream);
}
