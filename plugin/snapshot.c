// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"

#include <math.h>
#include <string.h>

static const double trail_seconds = 30.0;

void
snapshot_init(Snapshot* snapshot)
{
  memset(snapshot, 0, sizeof(*snapshot));
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    snapshot->parameters[i] = parameter(i)->initial;
  }
}

static void
forget_mood(Snapshot* snapshot)
{
  snapshot->n_trail = 0;
  memset(snapshot->valence, 0, sizeof(snapshot->valence));
  memset(snapshot->arousal, 0, sizeof(snapshot->arousal));
}

static void
forget_readings(Snapshot* snapshot, Role role)
{
  SnapshotRole* const  r       = &snapshot->roles[role];
  const Sidecar* const sidecar = r->sidecar;

  memset(r, 0, sizeof(*r));
  r->sidecar = sidecar;
  if (role == ROLE_MOOD) {
    forget_mood(snapshot);
  }
}

void
snapshot_set_sidecar(Snapshot* snapshot, Role role, const Sidecar* sidecar)
{
  if (snapshot->roles[role].sidecar != sidecar) {
    snapshot->roles[role].sidecar = sidecar;
    forget_readings(snapshot, role);
    ++snapshot->revision;
  }
}

static float
axis_value(const SnapshotRole* role, const SidecarAxis* axis, Tap tap)
{
  return axis->label < 0 ? 0.0f : sidecar_axis_to_plane(axis, role->values[tap][axis->label]);
}

static void
append_to_trail(Snapshot* snapshot, double time)
{
  uint32_t old = 0;
  while (old < snapshot->n_trail && snapshot->trail[old].time < time - trail_seconds) {
    ++old;
  }
  if (!old && snapshot->n_trail == SNAPSHOT_TRAIL) {
    old = 1;
  }
  snapshot->n_trail -= old;
  memmove(snapshot->trail, snapshot->trail + old, snapshot->n_trail * sizeof(TrailPoint));

  TrailPoint* const point = &snapshot->trail[snapshot->n_trail++];
  point->time             = time;
  memcpy(point->valence, snapshot->valence, sizeof(point->valence));
  memcpy(point->arousal, snapshot->arousal, sizeof(point->arousal));
}

static void
update_mood(Snapshot* snapshot, Tap tap)
{
  const SnapshotRole* const role = &snapshot->roles[ROLE_MOOD];

  snapshot->valence[tap] = axis_value(role, &role->sidecar->valence, tap);
  snapshot->arousal[tap] = axis_value(role, &role->sidecar->arousal, tap);
  if (role->valid[TAP_DRY] && role->valid[TAP_WET] && role->sequence[TAP_DRY] == role->sequence[TAP_WET]) {
    append_to_trail(snapshot, role->time[tap]);
  }
}

/// True for what a window that stayed open knows already
static bool
is_known(const SnapshotRole* role, const ReadingMessage* reading)
{
  return reading->replay && role->valid[reading->tap] && reading->sequence <= role->sequence[reading->tap] &&
         reading->time <= role->time[reading->tap];
}

void
snapshot_apply_reading(Snapshot* snapshot, const ReadingMessage* reading)
{
  if ((unsigned)reading->role >= ROLE_COUNT || (unsigned)reading->tap >= TAP_COUNT) {
    return;
  }

  SnapshotRole* const role = &snapshot->roles[reading->role];
  const Tap           tap  = reading->tap;
  if (!role->sidecar || reading->n_values != role->sidecar->n_labels || is_known(role, reading)) {
    return;
  }
  if (role->valid[tap] && (reading->sequence < role->sequence[tap] || reading->time < role->time[tap])) {
    forget_readings(snapshot, reading->role); // The model was started again
  }

  role->valid[tap]    = true;
  role->sequence[tap] = reading->sequence;
  role->time[tap]     = reading->time;
  role->age[tap]      = reading->age;
  for (uint32_t i = 0; i < reading->n_values; ++i) {
    role->values[tap][i] = sidecar_activate(role->sidecar, i, reading->values[i]);
  }
  if (reading->role == ROLE_MOOD) {
    update_mood(snapshot, tap);
  }
  ++snapshot->revision;
}

void
snapshot_apply_spectrum(Snapshot* snapshot, const SpectrumMessage* spectrum)
{
  if ((unsigned)spectrum->tap < TAP_COUNT) {
    memcpy(snapshot->spectrum[spectrum->tap], spectrum->levels, sizeof(spectrum->levels));
    snapshot->has_spectrum[spectrum->tap] = true;
    ++snapshot->revision;
  }
}

/// True if two numbers read alike when written with steps of `step`
static bool
alike(float a, float b, float step)
{
  return roundf(a / step) == roundf(b / step);
}

/// True if a person sees no difference; time alone is none
static bool
status_looks_alike(const StatusMessage* a, const StatusMessage* b)
{
  for (unsigned i = 0; i < ROLE_COUNT; ++i) {
    if (!alike(a->settling[i], b->settling[i], 0.1f) || a->loading[i] != b->loading[i] ||
        strcmp(a->model[i], b->model[i])) {
      return false;
    }
  }
  return a->host_rate == b->host_rate && a->model_rate == b->model_rate && a->analysing == b->analysing &&
         alike(a->level_match_gain, b->level_match_gain, 0.1f) && alike(a->load, b->load, 0.001f) &&
         alike(a->load_peak, b->load_peak, 0.001f) && !memcmp(a->slots, b->slots, sizeof(a->slots)) &&
         !strcmp(a->trouble, b->trouble);
}

void
snapshot_apply_status(Snapshot* snapshot, const StatusMessage* status)
{
  if (!snapshot->has_status || !status_looks_alike(&snapshot->status, status)) {
    ++snapshot->revision;
  }
  snapshot->status     = *status;
  snapshot->has_status = true;
}

void
snapshot_set_parameter(Snapshot* snapshot, unsigned index, float value)
{
  if (index < PARAM_COUNT) {
    const float limited = parameter_limit(index, value);
    if (snapshot->parameters[index] != limited) {
      snapshot->parameters[index] = limited;
      ++snapshot->revision;
    }
  }
}

int
snapshot_quadrant(float valence, float arousal)
{
  if (arousal >= 0.0f) {
    return valence >= 0.0f ? 1 : 2;
  }
  return valence >= 0.0f ? 4 : 3;
}

const char*
snapshot_quadrant_name(int quadrant)
{
  switch (quadrant) {
  case 1:
    return "excited/happy";
  case 2:
    return "tense/angry";
  case 3:
    return "sad/tired";
  default:
    return "content/calm";
  }
}
