// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes one of the bundle's Turtle files to standard output:
//   turtle manifest PRESET.json...
//   turtle plugin VERSION
//   turtle presets PRESET.json...

#include "plugin/lv2/turtle.h"

#include "plugin/lv2/uris.h"

#include <string.h>

static const TurtlePlugin plugins[TURTLE_PLUGINS] = {
  { EQUUS_URN_STEREO, "stereo", "Equus", 2, false },
  { EQUUS_URN_MONO, "mono", "Equus mono", 1, false },
  { EQUUS_URN_STEREO_SIDE, "stereo-sidechain", "Equus side-chain", 2, true },
  { EQUUS_URN_MONO_SIDE, "mono-sidechain", "Equus mono side-chain", 1, true },
};

const TurtlePlugin*
turtle_plugins(void)
{
  return plugins;
}

void
turtle_string(FILE* out, const char* text)
{
  fputc('"', out);
  for (; *text; ++text) {
    if (*text == '"' || *text == '\\') {
      fputc('\\', out);
    }
    fputc(*text, out);
  }
  fputc('"', out);
}

void
turtle_preset_uri(FILE* out, const char* path, const TurtlePlugin* plugin)
{
  const char* const slash = strrchr(path, '/');
  const char* const name  = slash ? slash + 1 : path;
  const char* const dot   = strrchr(name, '.');
  fprintf(out, "<urn:equus:preset:%.*s:%s>", (int)(dot ? dot - name : (long)strlen(name)), name, plugin->suffix);
}

bool
turtle_manifest(FILE* out, char** presets, int n_presets)
{
  fputs("@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
        "@prefix pset: <http://lv2plug.in/ns/ext/presets#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix ui: <http://lv2plug.in/ns/extensions/ui#> .\n",
        out);
  for (int i = 0; i < TURTLE_PLUGINS; ++i) {
    fprintf(out, "\n<%s>\n\ta lv2:Plugin ;\n\tlv2:binary <equus.so> ;\n\trdfs:seeAlso <equus.ttl> .\n", plugins[i].uri);
  }
  fprintf(out, "\n<%s>\n\ta ui:X11UI ;\n\tlv2:binary <equus_ui.so> ;\n\trdfs:seeAlso <equus.ttl> .\n", EQUUS_URN_UI);
  for (int p = 0; p < n_presets; ++p) {
    for (int i = 0; i < TURTLE_PLUGINS; ++i) {
      fputc('\n', out);
      turtle_preset_uri(out, presets[p], &plugins[i]);
      fprintf(out, "\n\ta pset:Preset ;\n\tlv2:appliesTo <%s> ;\n\trdfs:seeAlso <presets.ttl> .\n", plugins[i].uri);
    }
  }
  return true;
}

static bool
write_file(FILE* out, int argc, char** argv)
{
  if (argc >= 2 && !strcmp(argv[1], "manifest")) {
    return turtle_manifest(out, argv + 2, argc - 2);
  }
  if (argc == 3 && !strcmp(argv[1], "plugin")) {
    return turtle_plugin(out, argv[2]);
  }
  if (argc >= 2 && !strcmp(argv[1], "presets")) {
    return turtle_presets(out, argv + 2, argc - 2);
  }
  fputs("usage: turtle manifest PRESET.json... | plugin VERSION | presets PRESET.json...\n", stderr);
  return false;
}

int
main(int argc, char** argv)
{
  const bool written = write_file(stdout, argc, argv);
  return written && !fflush(stdout) && !ferror(stdout) ? 0 : 1;
}
