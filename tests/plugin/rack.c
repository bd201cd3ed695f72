// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/plugin/rack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static float
noise(uint32_t* seed)
{
  *seed = *seed * 1664525u + 1013904223u;
  return (float)(int32_t)*seed / 2147483648.0f;
}

static void
fill(Rack* rack)
{
  uint32_t seed = 7;
  for (uint32_t i = 0; i < rack->length; ++i) {
    const double t    = i / rack->rate;
    const double beat = exp(-8.0 * fmod(t, 0.5));
    const double tone = 0.3 * sin(2765.0 * t) + 0.2 * sin(691.0 * t + 3.0 * sin(4.0 * t));
    for (unsigned c = 0; c < rack->channels; ++c) {
      rack->in[c][i] = (float)(tone * (c ? 0.6 : 0.8) + 0.3 * beat * (double)noise(&seed));
    }
  }
}

/// A tag network and a mood network that doesn't read beside it
static void
choose_two_networks(Equus* equus)
{
  equus_set_parameter(equus, PARAM_MOOD_MODEL, 1.0f);
  equus_work(equus);
  equus_needs_work(equus); // Takes it
  equus_work(equus);
}

bool
rack_open(Rack* rack, const char* models, double rate, unsigned channels, double seconds)
{
  const EquusConfig config = { rate, channels, models };
  memset(rack, 0, sizeof(*rack));
  rack->rate     = rate;
  rack->channels = channels;
  rack->length   = (uint32_t)(seconds * rate);
  rack->equus    = equus_new(&config, NULL);
  bool good      = rack->equus;
  for (unsigned c = 0; c < channels; ++c) {
    rack->in[c]  = (float*)calloc(rack->length, sizeof(float));
    rack->out[c] = (float*)calloc(rack->length, sizeof(float));
    good         = good && rack->in[c] && rack->out[c];
  }
  if (!good) {
    rack_close(rack);
    return false;
  }
  fill(rack);
  choose_two_networks(rack->equus);
  equus_activate(rack->equus);
  return true;
}

void
rack_close(Rack* rack)
{
  equus_free(rack->equus);
  for (unsigned c = 0; c < 2; ++c) {
    free(rack->in[c]);
    free(rack->out[c]);
  }
}

void
rack_rewind(Rack* rack)
{
  equus_deactivate(rack->equus);
  equus_activate(rack->equus);
  rack->position   = 0;
  rack->n_readings = 0;
  memset(rack->readings, 0, sizeof(rack->readings));
}

void
rack_run(Rack* rack, uint32_t n, bool freewheel)
{
  const float* in[2]  = { NULL, NULL };
  float*       out[2] = { NULL, NULL };
  for (unsigned c = 0; c < rack->channels; ++c) {
    in[c]  = rack->in[c] + rack->position;
    out[c] = rack->out[c] + rack->position;
  }
  equus_process(rack->equus, in, NULL, out, n, freewheel);
  rack->position += n;
  while (rack->n_readings < RACK_READINGS && equus_next_reading(rack->equus, &rack->readings[rack->n_readings])) {
    ++rack->n_readings;
  }
}

void
rack_run_to(Rack* rack, uint32_t end, uint32_t block, bool freewheel)
{
  static uint32_t seed = 99;
  while (rack->position < end) {
    const uint32_t left = end - rack->position;
    const uint32_t any  = (uint32_t)((noise(&seed) + 1.0f) * 1500.0f);
    const uint32_t n    = block ? block : any % 5 ? any : 0;
    rack_run(rack, n < left ? n : left, freewheel);
  }
}
