// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/report_parts.h"
#include "ui/theme.h"

/// Names of the theme's colours in the style sheet
static const struct {
  ColourRole  role;
  const char* name;
} names[] = {
  { COLOUR_BACKGROUND, "ground" }, { COLOUR_PANEL, "panel" }, { COLOUR_LINE, "line" },
  { COLOUR_GRID, "grid" },         { COLOUR_TEXT, "text" },   { COLOUR_MUTED, "muted" },
  { COLOUR_DRY, "dry" },           { COLOUR_WET, "wet" },     { COLOUR_ON_WET, "on-wet" },
};

static const char* const rules =
  "*{box-sizing:border-box}\n"
  "body{margin:0;background:var(--ground);color:var(--text);"
  "font:15px/1.5 Inter,system-ui,-apple-system,\"Segoe UI\",\"DejaVu Sans\",sans-serif}\n"
  "header,main{max-width:1240px;margin:0 auto;padding:0 24px}\n"
  "header{padding-top:48px}\n"
  "h1{font-size:34px;line-height:1.15;margin:0 0 6px;letter-spacing:-.02em}\n"
  "h2{font-size:21px;margin:52px 0 4px;letter-spacing:-.01em}\n"
  "h3{font-size:15px;margin:24px 0 8px}\n"
  "p{max-width:74ch;margin:8px 0}\n"
  "a{color:inherit}\n"
  ".lead{font-size:17px}.muted,caption,figcaption,.held,.tie{color:var(--muted)}\n"
  ".figures{display:flex;flex-wrap:wrap;gap:16px;margin:28px 0 8px;padding:0;list-style:none}\n"
  ".figures li{background:var(--panel);border-radius:8px;padding:16px 20px;flex:1 1 200px}\n"
  ".figures b{display:block;font-size:32px;line-height:1.2;letter-spacing:-.02em}\n"
  ".scroll{overflow-x:auto;background:var(--panel);border-radius:8px;padding:8px 16px 12px;margin:12px 0}.song "
  ".scroll{margin:0}\n"
  "table{border-collapse:collapse;width:100%;font-size:13.5px;font-variant-numeric:tabular-nums}\n"
  "caption{text-align:left;padding:6px 0 10px}\n"
  "th,td{text-align:left;padding:7px 14px 7px 0;border-bottom:1px solid var(--grid);vertical-align:top}\n"
  "tr:last-child>*{border-bottom:0}\n"
  "thead th{color:var(--muted);font-weight:500;vertical-align:bottom;border-bottom-color:var(--line)}\n"
  "tbody th{font-weight:600;white-space:nowrap}\n"
  "td.n,th.n{text-align:right;white-space:nowrap}\n"
  "td.n small{display:inline-block;min-width:4.2em}.song table,.song caption{font-size:13px}.song td,.song "
  "th{padding-right:12px}\n"
  "td small{color:var(--muted);font-size:inherit}.windows{white-space:nowrap}\n"
  ".flip{color:var(--wet);font-weight:700}\n"
  ".badge{display:inline-block;min-width:20px;height:20px;line-height:20px;border-radius:10px;text-align:center;"
  "font-size:11.5px;font-weight:700;box-shadow:inset 0 0 0 1.5px var(--wet);margin-right:8px}\n"
  ".badge.full{background:var(--wet);color:var(--on-wet)}\n"
  ".song{display:grid;grid-template-columns:380px minmax(0,1fr);gap:20px;align-items:start}\n"
  ".pictures{display:flex;flex-wrap:wrap;gap:20px;margin-top:12px}\n"
  "figure{margin:0}figcaption{font-size:13.5px;margin:0 0 8px}\n"
  "img{display:block;max-width:100%;height:auto}\n"
  "svg.curve{display:block;width:132px;height:36px;overflow:visible}\n"
  ".curve .zero{stroke:var(--line);fill:none}.curve .line{stroke:var(--wet);stroke-width:1.6;fill:none}\n"
  "dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:4px 20px;margin:12px 0;font-size:14px}\n"
  "dt{color:var(--muted)}dd{margin:0;overflow-wrap:anywhere}\n"
  "code{font:13px ui-monospace,\"DejaVu Sans Mono\",monospace;overflow-wrap:anywhere}\n"
  "li{margin:4px 0;max-width:74ch}\n"
  "footer{color:var(--muted);margin:56px 0 40px;font-size:13.5px}\n"
  "@media(max-width:900px){.song{grid-template-columns:minmax(0,1fr)}}\n"
  "@media print{body{font-size:10.5pt;background:#fff}header,main{max-width:none;padding:0}"
  ".scroll{overflow:visible;padding:0;background:none}.figures li{border:1px solid var(--line)}"
  "h2,h3,.song-section>p{break-after:avoid}tr,figure,.figures "
  "li{break-inside:avoid}.song-section{break-before:page}footer{margin:16px 0 0}.song{display:block}.song "
  "figure{width:320px}"
  "table{font-size:9pt}th,td{padding-right:8px}}\n";

static void
write_colours(FILE* const stream, const ThemeName name)
{
  const Theme* const theme = theme_get(name);
  for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    fprintf(stream, "--%s:#%06x;", names[i].name, theme->rgb[names[i].role]);
  }
}

void
report_write_style(FILE* const stream)
{
  fputs("<style>\n:root{color-scheme:light dark;", stream);
  write_colours(stream, THEME_LIGHT);
  fputs("}\n@media screen and (prefers-color-scheme:dark){:root{", stream);
  write_colours(stream, THEME_DARK);
  fputs("}}\n", stream);
  fputs(rules, stream);
  fputs("</style>\n", stream);
}
