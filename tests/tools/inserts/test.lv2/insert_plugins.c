// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Plug-ins that each do one thing that a host of inserts has to cope with

#include <lv2/core/lv2.h>
#include <lv2/worker/worker.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PORTS = 8, LATENCY = 100 };

typedef struct {
  float*              ports[PORTS];
  double              rate;
  unsigned long       frames;
  float               line[2][LATENCY];
  float               worked; ///< What the worker has answered
  LV2_Worker_Schedule schedule;
} Plugin;

static LV2_Handle
instantiate(const LV2_Descriptor* const     descriptor,
            const double                    rate,
            const char* const               bundle,
            const LV2_Feature* const* const features)
{
  (void)descriptor;
  (void)bundle;
  Plugin* const plugin = (Plugin*)calloc(1, sizeof(Plugin));
  if (plugin) {
    plugin->rate = rate;
    for (unsigned i = 0; features[i]; ++i) {
      if (!strcmp(features[i]->URI, LV2_WORKER__schedule)) {
        plugin->schedule = *(const LV2_Worker_Schedule*)features[i]->data;
      }
    }
  }
  return plugin;
}

static void
connect_port(const LV2_Handle instance, const uint32_t port, void* const data)
{
  ((Plugin*)instance)->ports[port] = (float*)data;
}

/// Mono: in, out, gain in dB, kind (0 as it is, 1 turned)
static void
run_gain(const LV2_Handle instance, const uint32_t n)
{
  float** const ports = ((Plugin*)instance)->ports;
  const float   gain  = powf(10.0f, 0.05f * *ports[2]) * (*ports[3] > 0.0f ? -1.0f : 1.0f);
  for (uint32_t i = 0; i < n; ++i) {
    ports[1][i] = gain * ports[0][i];
  }
}

/// Stereo: two in, two out, latency: LATENCY samples later, left and right exchanged
static void
run_late(const LV2_Handle instance, const uint32_t n)
{
  Plugin* const plugin = (Plugin*)instance;
  for (uint32_t i = 0; i < n; ++i) {
    const unsigned long at = (plugin->frames + i) % LATENCY;
    for (unsigned c = 0; c < 2; ++c) {
      const float in           = plugin->ports[c][i];
      plugin->ports[3U - c][i] = plugin->line[c][at];
      plugin->line[c][at]      = in;
    }
  }
  plugin->frames += n;
  *plugin->ports[4] = LATENCY;
}

/// Mono with a side-chain: in, side, out: clips at 0.1 and adds the side-chain
static void
run_clip(const LV2_Handle instance, const uint32_t n)
{
  float** const ports = ((Plugin*)instance)->ports;
  for (uint32_t i = 0; i < n; ++i) {
    ports[2][i] = fminf(fmaxf(ports[0][i], -0.1f), 0.1f) + ports[1][i];
  }
}

/// Mono: in, out: no number two seconds after the start
static void
run_broken(const LV2_Handle instance, const uint32_t n)
{
  Plugin* const plugin = (Plugin*)instance;
  memcpy(plugin->ports[1], plugin->ports[0], n * sizeof(float));
  if ((double)(plugin->frames + n) >= 2.0 * plugin->rate) {
    plugin->ports[1][0] = NAN;
  }
  plugin->frames += n;
}

static LV2_Worker_Status
work(const LV2_Handle                  instance,
     const LV2_Worker_Respond_Function respond,
     const LV2_Worker_Respond_Handle   handle,
     const uint32_t                    size,
     const void* const                 data)
{
  (void)instance;
  return respond(handle, size, data);
}

static LV2_Worker_Status
work_response(const LV2_Handle instance, const uint32_t size, const void* const body)
{
  memcpy(&((Plugin*)instance)->worked, body, size);
  return LV2_WORKER_SUCCESS;
}

static const void*
extension_data(const char* const uri)
{
  static const LV2_Worker_Interface interface = { work, work_response, NULL };
  return strcmp(uri, LV2_WORKER__interface) ? NULL : &interface;
}

/// Mono: in, out: silent until the worker answers with a gain of 0.5
static void
run_worker(const LV2_Handle instance, const uint32_t n)
{
  Plugin* const plugin = (Plugin*)instance;
  const float   gain   = 0.5f;
  for (uint32_t i = 0; i < n; ++i) {
    plugin->ports[1][i] = plugin->worked * plugin->ports[0][i];
  }
  if (plugin->worked == 0.0f) {
    plugin->schedule.schedule_work(plugin->schedule.handle, sizeof(gain), &gain);
  }
}

LV2_SYMBOL_EXPORT const LV2_Descriptor*
lv2_descriptor(const uint32_t index)
{
  static const LV2_Descriptor descriptors[] = {
    { "urn:equus:test:gain", instantiate, connect_port, NULL, run_gain, NULL, free, NULL },
    { "urn:equus:test:late", instantiate, connect_port, NULL, run_late, NULL, free, NULL },
    { "urn:equus:test:clip", instantiate, connect_port, NULL, run_clip, NULL, free, NULL },
    { "urn:equus:test:broken", instantiate, connect_port, NULL, run_broken, NULL, free, NULL },
    { "urn:equus:test:worker", instantiate, connect_port, NULL, run_worker, NULL, free, extension_data },
  };
  return index < sizeof(descriptors) / sizeof(descriptors[0]) ? &descriptors[index] : NULL;
}
