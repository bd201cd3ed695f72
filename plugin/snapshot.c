// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/snapshot.h"

#include <math.h>
#include <string.h>

static const double trail_seconds  = 30.0;
static const double trail_step     = 0.24; ///< Shortest time between two points that stay
static const double spread_seconds = 10.0;

_Static_assert(SNAPSHOT_TRAIL >= 30 * 100 / 24 + 3, "a trail has room for its half minute");

void
snapshot_init(Snapshot* snapshot)
{
  memset(snapshot, 0, sizeof(*snapshot));
  wish_init(&snapshot->wish);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    snapshot->parameters[i] = parameter(i)->initial;
  }
}

static void
forget_readings(SnapshotPlace* place)
{
  const Sidecar* const sidecar = place->sidecar;
  memset(place, 0, sizeof(*place));
  place->sidecar = sidecar;
}

void
snapshot_set_sidecar(Snapshot* snapshot, Place place, const Sidecar* sidecar)
{
  SnapshotPlace* const p = &snapshot->places[place];
  if (p->sidecar != sidecar) {
    p->sidecar = sidecar;
    forget_readings(p);
    ++snapshot->revision;
  }
}

static float
axis_value(const SnapshotPlace* place, const SidecarAxis* axis, Tap tap)
{
  return axis->label < 0 ? 0.0f : sidecar_axis_to_plane(axis, place->values[tap][axis->label]);
}

/// The newest point always is the present reading; the one before gives way to it if they are too dense
static void
append_to_trail(SnapshotMood* mood, double time)
{
  uint32_t old = 0;
  if (mood->n_trail > 1 && mood->trail[mood->n_trail - 1].time - mood->trail[mood->n_trail - 2].time < trail_step) {
    --mood->n_trail;
  }
  while (old < mood->n_trail && mood->trail[old].time < time - trail_seconds) {
    ++old;
  }
  mood->n_trail -= old;
  memmove(mood->trail, mood->trail + old, mood->n_trail * sizeof(TrailPoint));

  TrailPoint* const point = &mood->trail[mood->n_trail++];
  point->time             = time;
  memcpy(point->valence, mood->valence, sizeof(point->valence));
  memcpy(point->arousal, mood->arousal, sizeof(point->arousal));
}

/// Sums from which a standard deviation comes
typedef struct {
  unsigned n;
  double   sum, squares;
} Spread;

static void
spread_add(Spread* spread, float value)
{
  ++spread->n;
  spread->sum += (double)value;
  spread->squares += (double)value * (double)value;
}

static float
spread_of(const Spread* spread)
{
  if (spread->n < 2) {
    return 0.0f;
  }
  const double mean = spread->sum / spread->n;
  return (float)sqrt(fmax(0.0, (spread->squares - spread->sum * mean) / (spread->n - 1)));
}

static void
update_spread(SnapshotMood* mood, Tap tap)
{
  const double since   = mood->trail[mood->n_trail - 1].time - spread_seconds;
  Spread       valence = { 0, 0.0, 0.0 };
  Spread       arousal = { 0, 0.0, 0.0 };
  for (uint32_t i = 0; i < mood->n_trail; ++i) {
    if (mood->trail[i].time > since) {
      spread_add(&valence, mood->trail[i].valence[tap]);
      spread_add(&arousal, mood->trail[i].arousal[tap]);
    }
  }
  mood->valence_spread[tap] = spread_of(&valence);
  mood->arousal_spread[tap] = spread_of(&arousal);
}

static void
update_moods(SnapshotPlace* place, Tap tap)
{
  const bool both =
    place->valid[TAP_DRY] && place->valid[TAP_WET] && place->sequence[TAP_DRY] == place->sequence[TAP_WET];
  for (unsigned i = 0; i < place->sidecar->n_moods; ++i) {
    SnapshotMood* const mood = &place->moods[i];
    mood->valence[tap]       = axis_value(place, &place->sidecar->moods[i].valence, tap);
    mood->arousal[tap]       = axis_value(place, &place->sidecar->moods[i].arousal, tap);
    if (both) {
      append_to_trail(mood, place->time[tap]);
      update_spread(mood, TAP_DRY);
      update_spread(mood, TAP_WET);
    }
  }
}

/// True for what a window that stayed open knows already, and for the past behind it
static bool
is_known(const SnapshotPlace* place, const ReadingMessage* reading)
{
  return reading->replay && place->valid[reading->tap] && reading->time <= place->time[reading->tap];
}

void
snapshot_apply_reading(Snapshot* snapshot, const ReadingMessage* reading)
{
  if ((unsigned)reading->place >= PLACE_COUNT || (unsigned)reading->tap >= TAP_COUNT) {
    return;
  }

  SnapshotPlace* const place = &snapshot->places[reading->place];
  const Tap            tap   = reading->tap;
  if (!place->sidecar || reading->n_values != place->sidecar->n_labels || is_known(place, reading)) {
    return;
  }
  if (place->valid[tap] && (reading->sequence < place->sequence[tap] || reading->time < place->time[tap])) {
    forget_readings(place); // The model was started again
  }

  place->valid[tap]    = true;
  place->sequence[tap] = reading->sequence;
  place->time[tap]     = reading->time;
  place->age[tap]      = reading->age;
  for (uint32_t i = 0; i < reading->n_values; ++i) {
    place->values[tap][i] = sidecar_activate(place->sidecar, i, reading->values[i]);
  }
  update_moods(place, tap);
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
  for (unsigned i = 0; i < PLACE_COUNT; ++i) {
    if (!alike(a->settling[i], b->settling[i], 0.1f) || a->loading[i] != b->loading[i] ||
        strcmp(a->model[i], b->model[i])) {
      return false;
    }
  }
  return a->host_rate == b->host_rate && a->analysing == b->analysing && a->shown.tags == b->shown.tags &&
         a->shown.mood == b->shown.mood && a->shown.head == b->shown.head &&
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
snapshot_apply_maps(Snapshot* snapshot, const MapsMessage* maps)
{
  snapshot->maps     = *maps;
  snapshot->has_maps = maps->bands || maps->trouble[0];
  ++snapshot->revision;
}

void
snapshot_apply_flip(Snapshot* snapshot, const FlipMessage* flip)
{
  *(flip->target ? &snapshot->target : &snapshot->meter)         = *flip;
  *(flip->target ? &snapshot->has_target : &snapshot->has_meter) = flip->phase != FLIP_IDLE;
  if (!flip->target && flip->phase == FLIP_DONE) {
    snapshot->found     = *flip;
    snapshot->has_found = !flip->trouble[0];
  }
  ++snapshot->revision;
}

void
snapshot_set_wish(Snapshot* snapshot, const Wish* wish)
{
  if (strcmp(snapshot->wish.verdict, wish->verdict) != 0) {
    snapshot->has_found = false;
  }
  snapshot->wish = *wish;
  ++snapshot->revision;
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

static Shown
shown_by_parameters(const Snapshot* snapshot)
{
  const MoodChoice     mood    = places_mood(snapshot->parameters);
  const Sidecar* const sidecar = mood.place == PLACE_NONE ? NULL : snapshot->places[mood.place].sidecar;
  const int            head    = !sidecar ? -1 : mood.name ? sidecar_mood(sidecar, mood.name) : 0;
  return (Shown){ places_tags(snapshot->parameters), mood.place, head };
}

Shown
snapshot_shown(const Snapshot* snapshot)
{
  return snapshot->has_status ? snapshot->status.shown : shown_by_parameters(snapshot);
}

const SnapshotPlace*
snapshot_place(const Snapshot* snapshot, ModelKind kind)
{
  const Shown shown = snapshot_shown(snapshot);
  const Place place = kind == MODEL_TAGS ? shown.tags : shown.mood;
  return place == PLACE_NONE ? NULL : &snapshot->places[place];
}

/// Index of the mood that is shown first into those of its place, -1 for none
static int
shown_head(const Snapshot* snapshot, const SnapshotPlace* place)
{
  const int head = snapshot_shown(snapshot).head;
  return place && place->sidecar && head < (int)place->sidecar->n_moods ? head : -1;
}

const SidecarMood*
snapshot_mood_sidecar(const Snapshot* snapshot)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_MOOD);
  const int                  head  = shown_head(snapshot, place);
  return head < 0 ? NULL : &place->sidecar->moods[head];
}

const SnapshotMood*
snapshot_mood(const Snapshot* snapshot)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_MOOD);
  const int                  head  = shown_head(snapshot, place);
  return head < 0 ? NULL : &place->moods[head];
}

double
snapshot_model_rate(const Snapshot* snapshot)
{
  double rate = 0.0;
  for (unsigned place = 0; place < PLACE_COUNT; ++place) {
    const Sidecar* const sidecar = snapshot->places[place].sidecar;
    rate                         = sidecar ? fmax(rate, sidecar->frontend.rate) : rate;
  }
  return rate;
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
