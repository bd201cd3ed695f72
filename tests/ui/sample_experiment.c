// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/sample_experiment.h"

#include "plugin/flip.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// An answer of the meter, or toward a target
static FlipMessage
make_answer(FlipPhase phase, FlipOutcome outcome, bool target)
{
  static const float gains[] = { -2.1f, -4.4f, 1.2f, 3.3f, 0.4f, -1.9f, -3.8f, 2.6f, 4.9f, -0.7f };

  FlipMessage answer = { .request   = target ? 4 : 3,
                         .phase     = phase,
                         .progress  = 0.4f,
                         .target    = target,
                         .time      = 39.0,
                         .seconds   = 2.2,
                         .outcome   = outcome,
                         .rule      = "quadrant",
                         .from      = "excited/happy",
                         .to        = "tense/angry",
                         .bands     = 10,
                         .limit     = 6.0f,
                         .strength  = target ? 2.1f : 1.8f,
                         .match     = -0.4f,
                         .predicted = target ? -0.09f : 0.08f,
                         .verified  = target ? -0.12f : 0.07f,
                         .valence   = { 0.41f, -0.02f },
                         .arousal   = { 0.37f, 0.05f },
                         .value     = { 0.02f, 0.12f } };
  memcpy(answer.gains, gains, sizeof(gains));
  return answer;
}

static void
set_map(Sample* sample, bool tag)
{
  MapsMessage maps = { .request = 3, .time = tag ? 40.0 : 12.0, .bands = 31, .published_is_probability = tag };
  snprintf(maps.of, sizeof(maps.of), tag ? "sad" : "valence");
  maps.occlusion_time = maps.time;
  for (uint32_t i = 0; i < maps.bands; ++i) {
    const double x    = i / 3.0;
    maps.centre[i]    = (float)(19.7 * pow(2.0, x));
    maps.slope[i]     = (float)((tag ? 0.008 : 0.034) * sin(0.9 * x) * exp(-0.04 * (x - 6.0) * (x - 6.0)));
    maps.occlusion[i] = (float)(0.03 * cos(1.3 * x) * exp(-0.1 * (x - 5.0) * (x - 5.0)));
    maps.energy[i]    = -20.0f;
  }
  snapshot_apply_maps(&sample->snapshot, &maps);
  sample->snapshot.wish.maps = true;
  memcpy(sample->snapshot.wish.of, maps.of, sizeof(maps.of));
}

static void
answer(Sample* sample, FlipPhase phase, FlipOutcome outcome, bool target)
{
  const FlipMessage message = make_answer(phase, outcome, target);
  snapshot_apply_flip(&sample->snapshot, &message);
}

/// The target of a wish, and how far its search is
static void
set_target(Sample* sample, const char* target, FlipPhase phase)
{
  snprintf(sample->snapshot.wish.target, sizeof(sample->snapshot.wish.target), "%s", target);
  sample->snapshot.wish.request = 4;
  answer(sample, phase, FLIP_FOUND, true);
}

static void
set_no_search(Sample* sample)
{
  FlipMessage message = make_answer(FLIP_DONE, FLIP_STOPPED, false);
  message.bands       = 0;
  snprintf(message.trouble,
           sizeof(message.trouble),
           "No mood is heard, so there is no quadrant to turn. Choose a mood model, or another verdict.");
  snapshot_apply_flip(&sample->snapshot, &message);
}

void
sample_experiment(Sample* sample, SampleKind kind)
{
  Wish wish;
  wish_init(&wish);
  wish.request = 3;
  wish.meter   = kind >= SAMPLE_FLIP && kind <= SAMPLE_APART;
  snprintf(wish.verdict, sizeof(wish.verdict), "quadrant");
  snapshot_set_wish(&sample->snapshot, &wish);
  switch (kind) {
  case SAMPLE_FLIP:
    set_map(sample, true);
    answer(sample, FLIP_DONE, FLIP_FOUND, false);
    break;
  case SAMPLE_SEARCHING:
    set_map(sample, false);
    answer(sample, FLIP_DONE, FLIP_FOUND, false);
    answer(sample, FLIP_SEARCHING, FLIP_FOUND, false);
    break;
  case SAMPLE_WAITING:
    sample->snapshot.wish.maps = true;
    break;
  case SAMPLE_NOT_FOUND:
    answer(sample, FLIP_DONE, FLIP_NOT_FOUND, false);
    break;
  case SAMPLE_TIE:
    answer(sample, FLIP_DONE, FLIP_UNDECIDED, false);
    break;
  case SAMPLE_NO_SEARCH:
    set_no_search(sample);
    break;
  case SAMPLE_APART:
    snapshot_set_parameter(&sample->snapshot, PARAM_DRY_SOURCE, 1.0f);
    sample->snapshot.status.delay_known   = true;
    sample->snapshot.status.delay_ms      = 3.2f;
    sample->snapshot.status.delay_samples = 154.0f;
    break;
  case SAMPLE_PROPOSAL:
    set_target(sample, "-0.10,0.00", FLIP_DONE);
    break;
  case SAMPLE_RAISE:
    set_target(sample, "+sad", FLIP_SEARCHING);
    break;
  default:
    break;
  }
}
