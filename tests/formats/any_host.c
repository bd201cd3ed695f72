// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/formats/any_host.h"

#include "plugin/vst3/wide_text.h"
#include "tests/clap/clap_host.h"
#include "tests/plugin/lv2_host.h"
#include "tests/vst3/vst3_host.h"

#include <lv2/presets/presets.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert((int)ANY_HOST_BLOCK == (int)VST3_HOST_BLOCK, "copied as a whole");
_Static_assert((int)ANY_HOST_BLOCK == (int)CLAP_HOST_BLOCK, "copied as a whole");

struct AnyHost {
  Format format;
  void (*watch)(bool inside); ///< NULL for none
  union {
    Lv2Host  lv2;
    Vst3Host vst3;
    ClapHost clap;
  };
  float in[2][ANY_HOST_BLOCK], side[2][ANY_HOST_BLOCK], out[2][ANY_HOST_BLOCK];
};

static const char* lv2_bundle;
static void*       modules[FORMATS];

static void
must(bool good, const char* what)
{
  if (!good) {
    fprintf(stderr, "any_host: not %s\n", what);
    abort();
  }
}

const char*
format_name(Format format)
{
  static const char* const names[FORMATS] = { "lv2", "vst3", "clap" };
  return names[format];
}

void
any_host_load(Format format, const char* path)
{
  if (format == FORMAT_LV2) {
    lv2_bundle = path;
  } else {
    modules[format] = format == FORMAT_VST3 ? vst3_host_load(path) : clap_host_load(path);
  }
}

void
any_host_unload(Format format)
{
  if (format == FORMAT_VST3) {
    vst3_host_unload(modules[format]);
  } else if (format == FORMAT_CLAP) {
    clap_host_unload(modules[format]);
  }
}

static void
set_render_mode(ClapHost* clap, bool offline)
{
  const ClapRender* const render = (const ClapRender*)clap->plugin->get_extension(clap->plugin, CLAP_EXT_RENDER_NAME);
  must(render->set(clap->plugin, offline ? RENDER_OFFLINE : RENDER_REALTIME), "a mode that is known");
}

AnyHost*
any_host_new(Format format, double rate, bool offline)
{
  AnyHost* const host = (AnyHost*)calloc(1, sizeof(AnyHost));
  must(host, "enough memory");
  host->format = format;
  switch (format) {
  case FORMAT_LV2:
    must(lv2_host_open(&host->lv2, lv2_bundle, EQUUS_URN_STEREO_SIDE, rate, LV2_HOST_INLINE), "a plug-in");
    host->lv2.values[port_freewheel(2)] = offline ? 1.0f : 0.0f;
    break;
  case FORMAT_VST3:
    vst3_host_open(&host->vst3, modules[format]);
    vst3_host_start(&host->vst3, rate, offline);
    break;
  default:
    clap_host_open(&host->clap, modules[format], "equus.stereo");
    set_render_mode(&host->clap, offline);
    clap_host_start(&host->clap, rate);
    break;
  }
  return host;
}

void
any_host_free(AnyHost* host)
{
  switch (host->format) {
  case FORMAT_LV2:
    lv2_host_close(&host->lv2);
    break;
  case FORMAT_VST3:
    vst3_host_stop(&host->vst3);
    vst3_host_close(&host->vst3);
    break;
  default:
    clap_host_stop(&host->clap);
    clap_host_close(&host->clap);
    break;
  }
  free(host);
}

void
any_host_watch(AnyHost* host, void (*watch)(bool inside))
{
  host->watch = watch;
  if (host->format == FORMAT_VST3) {
    host->vst3.watch = watch;
  } else if (host->format == FORMAT_CLAP) {
    host->clap.watch = watch;
  }
}

float*
any_host_in(AnyHost* host, unsigned channel)
{
  return host->in[channel];
}

float*
any_host_side(AnyHost* host, unsigned channel)
{
  return host->side[channel];
}

float*
any_host_out(AnyHost* host, unsigned channel)
{
  return host->out[channel];
}

static void
run_lv2(AnyHost* host, uint32_t n, bool with_side)
{
  float* const in[]  = { host->in[0], host->in[1] };
  float* const out[] = { host->out[0], host->out[1] };
  for (unsigned c = 0; c < 2; ++c) {
    host->lv2.side[c] = with_side ? host->side[c] : NULL;
  }
  if (host->watch) {
    host->watch(true);
  }
  lv2_host_run(&host->lv2, in, out, n);
  if (host->watch) {
    host->watch(false);
  }
}

static void
copy(float to[2][VST3_HOST_BLOCK], float from[2][VST3_HOST_BLOCK], uint32_t n)
{
  memcpy(to[0], from[0], n * sizeof(float));
  memcpy(to[1], from[1], n * sizeof(float));
}

static void
run_vst3(AnyHost* host, uint32_t n, bool with_side)
{
  Vst3Host* const vst3 = &host->vst3;
  vst3->side[0]        = host->side[0];
  vst3->side[1]        = host->side[1];
  vst3->side_channels  = with_side ? 2 : 0;
  copy(vst3->in, host->in, n);
  vst3_host_run(vst3, (int32_t)n, 2);
  copy(host->out, vst3->out, n);
}

static void
run_clap(AnyHost* host, uint32_t n, bool with_side)
{
  ClapHost* const clap = &host->clap;
  clap->side[0]        = host->side[0];
  clap->side[1]        = host->side[1];
  clap->side_channels  = with_side ? 2 : 0;
  copy(clap->in, host->in, n);
  clap_host_run(clap, n, 2);
  copy(host->out, clap->out, n);
}

void
any_host_run(AnyHost* host, uint32_t n, bool with_side)
{
  static void (*const runs[FORMATS])(AnyHost*, uint32_t, bool) = { run_lv2, run_vst3, run_clap };
  must(n <= ANY_HOST_BLOCK, "a block that fits");
  runs[host->format](host, n, with_side);
}

void
any_host_set(AnyHost* host, unsigned parameter, uint32_t at, float value)
{
  switch (host->format) {
  case FORMAT_LV2:
    lv2_host_set(&host->lv2, parameter, value);
    break;
  case FORMAT_VST3:
    vst3_host_change(&host->vst3, parameter, (int32_t)at, vst3_position(parameter, value));
    break;
  default:
    clap_host_change(&host->clap, parameter, at, (double)value);
    break;
  }
}

void
any_host_slide(AnyHost* host, unsigned parameter, uint32_t n, float from, float to)
{
  enum { STEPS = 8 };
  if (host->format == FORMAT_CLAP) {
    for (unsigned i = 0; i < STEPS; ++i) {
      any_host_set(host, parameter, i * n / STEPS, from + (to - from) * (float)i / STEPS);
    }
  } else {
    any_host_set(host, parameter, 0, from);
    if (host->format == FORMAT_VST3) {
      any_host_set(host, parameter, n - 1, to);
    }
  }
}

double
any_host_output(AnyHost* host, unsigned output)
{
  switch (host->format) {
  case FORMAT_LV2:
    return (double)lv2_host_output(&host->lv2, output);
  case FORMAT_VST3:
    return vst3_host_shown(&host->vst3, VST3_OUTPUTS + output);
  default:
    return clap_host_shown(&host->clap, CLAP_HOST_OUTPUTS + output);
  }
}

double
any_host_shown(AnyHost* host, unsigned p)
{
  switch (host->format) {
  case FORMAT_LV2:
    return (double)host->lv2.values[port_parameter(2, p)];
  case FORMAT_VST3:
    return (double)vst3_value(p, vst3_host_shown(&host->vst3, p));
  default:
    return clap_host_shown(&host->clap, p);
  }
}

static void
set_port(const char* symbol, void* data, const void* value, uint32_t size, uint32_t type)
{
  Lv2Host* const lv2    = (Lv2Host*)data;
  const bool     whole  = type == lv2_host_map(lv2, LV2_ATOM__Int);
  float          number = 0.0f;
  must(size == sizeof(float), "a number of four bytes");
  memcpy(&number, value, size);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    if (!strcmp(parameter(i)->symbol, symbol)) {
      lv2_host_set(lv2, i, whole ? (float)*(const int32_t*)value : number);
    }
  }
}

/// Take a preset's values if it has this title
static bool
load_lv2_preset(Lv2Host* lv2, const LilvNode* preset, const char* title)
{
  lilv_world_load_resource(lv2->world, preset);
  LilvState* const  state = lilv_state_new_from_world(lv2->world, &lv2->map, preset);
  const char* const label = state ? lilv_state_get_label(state) : NULL;
  const bool        found = label && !strcmp(label, title);
  if (found) {
    lilv_state_emit_port_values(state, set_port, lv2);
  }
  lilv_state_free(state);
  return found;
}

static bool
choose_lv2_preset(Lv2Host* lv2, const char* title)
{
  LilvNode* const  kind    = lilv_new_uri(lv2->world, LV2_PRESETS__Preset);
  LilvNodes* const presets = lilv_plugin_get_related(lv2->plugin, kind);
  bool             found   = false;
  LILV_FOREACH(nodes, i, presets)
  {
    found = found || load_lv2_preset(lv2, lilv_nodes_get(presets, i), title);
  }
  lilv_nodes_free(presets);
  lilv_node_free(kind);
  return found;
}

static bool
choose_vst3_program(Vst3Host* vst3, const char* title)
{
  v3_str_128 wide;
  double     position = 0.0;
  wide_text_from(wide, 128, title);
  if ((*vst3->controller)->get_parameter_value_for_string(vst3->controller, VST3_PROGRAM, wide, &position) != V3_OK) {
    return false;
  }
  vst3_host_change(vst3, VST3_PROGRAM, 0, position);
  return true;
}

bool
any_host_preset(AnyHost* host, const char* title)
{
  if (host->format == FORMAT_CLAP) {
    return false;
  }
  must(host->format == FORMAT_LV2 ? choose_lv2_preset(&host->lv2, title) : choose_vst3_program(&host->vst3, title),
       title);
  return true;
}

void
any_host_keep(AnyHost* host)
{
  static Vst3Stream vst3;
  static ClapStream clap;
  if (host->format == FORMAT_VST3) {
    vst3_host_save(&host->vst3, &vst3);
    must(vst3_host_restore(&host->vst3, &vst3), "a state that is its own");
  } else {
    must(host->format == FORMAT_CLAP, "LV2, whose hosts do this through lilv");
    clap_host_save(&host->clap, &clap);
    must(clap_host_restore(&host->clap, &clap), "a state that is its own");
  }
}

void
any_host_fill_noise(AnyHost* host, uint32_t seed)
{
  for (unsigned i = 0; i < ANY_HOST_BLOCK; ++i) {
    for (unsigned c = 0; c < 2; ++c) {
      seed              = seed * 1664525u + 1013904223u;
      host->in[c][i]    = (float)(seed >> 8u) / 16777216.0f - 0.5f;
      host->side[!c][i] = i % 7 ? 0.5f * host->in[c][i] : 0.0f;
    }
  }
}
