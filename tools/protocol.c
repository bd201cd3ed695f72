// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/protocol.h"

#include "tools/nearest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double exact           = 1e-6; ///< Of what is the same arithmetic but for signs and order
static const double shift_tolerance = 0.02; ///< Of one sample of delay and of resampling
static const double highest         = 0.49; ///< Of the rate, of a low-pass

static const char* const names[] = { "null", "high-pass", "low-pass", "cloud", "flip", "gain", "noise" };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

/// A protocol in the making
typedef struct {
  const ProtocolPlan* plan;
  Protocol*           protocol;
  uint32_t            room;
  EquusStatus         status;
} Maker;

static bool
is_wanted(const ProtocolPlan* const plan, const char* const part)
{
  bool wanted = !plan->only->n;
  for (unsigned i = 0; i < plan->only->n; ++i) {
    wanted = wanted || !strcmp(plan->only->items[i], part);
  }
  return wanted;
}

/// Begin a part; false if it isn't asked for
static bool
begin(Maker* const maker, const char* const name, const char* const text, const double tolerance)
{
  Protocol* const protocol = maker->protocol;
  if (!is_wanted(maker->plan, name) || maker->status || protocol->n_parts == AUDIT_MAX_PARTS) {
    return false;
  }
  AuditPart* const part = &protocol->parts[protocol->n_parts++];
  *part                 = (AuditPart){ .first = protocol->n, .tag_tolerance = tolerance, .plane_tolerance = tolerance };
  snprintf(part->part, sizeof(part->part), "%s", name);
  snprintf(part->text, sizeof(part->text), "%s", text);
  return true;
}

/// Add a treatment to the last part
static void
add(Maker* const maker, const Treatment* const treatment)
{
  Protocol* const protocol = maker->protocol;
  if (protocol->n == maker->room) {
    const uint32_t   room  = maker->room ? 2 * maker->room : 64;
    Treatment* const grown = (Treatment*)realloc(protocol->treatments, room * sizeof(Treatment));
    if (!grown) {
      maker->status = EQUUS_ERR_MEMORY;
      return;
    }
    protocol->treatments = grown;
    maker->room          = room;
  }
  AuditPart* const part               = &protocol->parts[protocol->n_parts - 1];
  part->matched                       = treatment_is_matched(treatment);
  protocol->treatments[protocol->n++] = *treatment;
  ++part->n;
}

/// A part of one treatment that should change nothing
static void
add_null(Maker* const maker, const Treatment* const treatment, const double tolerance)
{
  char text[AUDIT_TEXT_SIZE];
  treatment_describe(treatment, text, sizeof(text));
  if (begin(maker, "null", text, tolerance)) {
    add(maker, treatment);
  }
}

static void
add_nulls(Maker* const maker)
{
  static const double rates[] = { 44100.0, 48000.0, 96000.0 };
  add_null(maker, &(Treatment){ .kind = TREATMENT_BYPASS }, 0.0);
  add_null(maker, &(Treatment){ .kind = TREATMENT_POLARITY }, exact);
  add_null(maker, &(Treatment){ .kind = TREATMENT_SWAP }, exact);
  add_null(maker, &(Treatment){ .kind = TREATMENT_DELAY }, shift_tolerance);
  for (unsigned i = 0; i < sizeof(rates) / sizeof(rates[0]); ++i) {
    add_null(maker, &(Treatment){ .kind = TREATMENT_RESAMPLE, .rate = rates[i] }, shift_tolerance);
  }
}

static void
add_filters(Maker* const maker)
{
  static const TreatmentKind high[] = { TREATMENT_HIGH_PASS, TREATMENT_STEEP_HIGH_PASS };
  char                       text[AUDIT_TEXT_SIZE];
  for (unsigned i = 0; i < 2; ++i) {
    const Treatment treatment = { .kind = high[i] };
    treatment_describe(&treatment, text, sizeof(text));
    if (begin(maker, "high-pass", text, (double)NAN)) {
      add(maker, &treatment);
    }
  }
  if (begin(maker, "low-pass", "4th-order Butterworth low-pass, 3 dB down at 1, 2 ... 11 kHz", (double)NAN)) {
    for (unsigned kilohertz = 1; kilohertz <= 11; ++kilohertz) {
      add(maker, &(Treatment){ .kind = TREATMENT_LOW_PASS, .hertz = 1000.0 * kilohertz });
    }
  }
}

static void
add_cloud(Maker* const maker, const unsigned bands, const double limit)
{
  char                      text[AUDIT_TEXT_SIZE];
  const ProtocolPlan* const plan = maker->plan;
  snprintf(text,
           sizeof(text),
           "%u random bands, uniform within \u00b1%g dB, %u draws of seed %llu",
           bands,
           limit,
           plan->draws,
           (unsigned long long)plan->seed);
  if (begin(maker, "cloud", text, (double)NAN)) {
    for (uint32_t draw = 0; draw < plan->draws && !maker->status; ++draw) {
      add(maker,
          &(Treatment){ .kind = TREATMENT_CLOUD, .decibels = limit, .bands = bands, .draw = draw, .seed = plan->seed });
    }
  }
}

static void
add_clouds(Maker* const maker)
{
  static const unsigned bands[]  = { 10, 31, 96 };
  static const double   limits[] = { 1.0, 3.0, 6.0, 8.0 };
  for (unsigned b = 0; b < 3; ++b) {
    for (unsigned l = 0; l < 4; ++l) {
      add_cloud(maker, bands[b], limits[l]);
    }
  }
}

static void
add_searches(Maker* const maker)
{
  const ProtocolPlan* const plan = maker->plan;
  char                      text[AUDIT_TEXT_SIZE];
  for (unsigned i = 0; i < plan->aims->n; ++i) {
    const Treatment search = { .kind     = TREATMENT_CURVE,
                               .bands    = plan->bands,
                               .decibels = plan->limit,
                               .seed     = plan->seed,
                               .name     = plan->aims->items[i] };
    snprintf(text,
             sizeof(text),
             "directed at %.60s: the least of %u bands within \u00b1%g dB in the middle window, seed %llu",
             search.name,
             search.bands,
             search.decibels,
             (unsigned long long)plan->seed);
    if (begin(maker, "flip", text, (double)NAN)) {
      add(maker, &search);
    }
  }
}

static void
add_levels(Maker* const maker)
{
  static const double gains[]  = { -24.0, -18.0, -12.0, -6.0, -3.0, 3.0, 6.0, 12.0 };
  static const double ratios[] = { 15.0, 0.0 };
  char                text[AUDIT_TEXT_SIZE];
  if (begin(
        maker, "gain", "level alone: \u221224, \u221218, \u221212, \u22126, \u22123, +3, +6, +12 dB", (double)NAN)) {
    for (unsigned i = 0; i < sizeof(gains) / sizeof(gains[0]); ++i) {
      add(maker, &(Treatment){ .kind = TREATMENT_GAIN, .decibels = gains[i] });
    }
  }
  snprintf(
    text, sizeof(text), "white noise, 15 and 0 dB below the music, seed %llu", (unsigned long long)maker->plan->seed);
  if (begin(maker, "noise", text, (double)NAN)) {
    for (unsigned i = 0; i < 2; ++i) {
      add(maker, &(Treatment){ .kind = TREATMENT_NOISE, .decibels = ratios[i], .seed = maker->plan->seed });
    }
  }
}

static EquusStatus
check_names(const TextList* const only, EquusError* const error)
{
  for (unsigned i = 0; i < only->n; ++i) {
    unsigned k = 0;
    while (k < NAMES && strcmp(names[k], only->items[i])) {
      ++k;
    }
    if (k == NAMES) {
      char text[EQUUS_ERROR_TEXT_SIZE];
      nearest_explain("part of the protocol", only->items[i], names, NAMES, text, sizeof(text));
      return equus_error_set(error, EQUUS_ERR_NOT_FOUND, "%s", text);
    }
  }
  return EQUUS_OK;
}

EquusStatus
protocol_make(const ProtocolPlan* const plan, Protocol* const protocol, EquusError* const error)
{
  Maker maker               = { .plan = plan, .protocol = protocol };
  *protocol                 = (Protocol){ .n = 0 };
  const EquusStatus unknown = check_names(plan->only, error);
  if (unknown) {
    return unknown;
  }
  add_nulls(&maker);
  add_filters(&maker);
  add_clouds(&maker);
  add_searches(&maker);
  add_levels(&maker);
  return maker.status ? equus_error_set(error, maker.status, "out of memory") : EQUUS_OK;
}

void
protocol_clear(Protocol* const protocol)
{
  free(protocol->treatments);
  *protocol = (Protocol){ .n = 0 };
}

const AuditPart*
protocol_part(const Protocol* const protocol, const uint32_t index)
{
  uint32_t p = 0;
  while (index >= protocol->parts[p].first + protocol->parts[p].n) {
    ++p;
  }
  return &protocol->parts[p];
}

bool
protocol_is_directed(const Treatment* const treatment)
{
  return treatment->kind == TREATMENT_CURVE;
}

bool
protocol_applies(const Treatment* const treatment, const double rate)
{
  return treatment->kind != TREATMENT_LOW_PASS || treatment->hertz < highest * rate;
}

void
protocol_describe(const Protocol* const protocol, const uint32_t index, AuditTreatment* const to)
{
  const Treatment* const treatment = &protocol->treatments[index];
  const TreatmentKind    kind      = treatment->kind;
  const bool             directed  = protocol_is_directed(treatment);
  const bool             is_random = kind == TREATMENT_CLOUD || kind == TREATMENT_NOISE || directed;
  const bool             has_level = is_random || kind == TREATMENT_GAIN;
  *to                              = (AuditTreatment){ .index     = index,
                                                       .hertz     = kind == TREATMENT_LOW_PASS ? treatment->hertz : (double)NAN,
                                                       .decibels  = has_level ? treatment->decibels : (double)NAN,
                                                       .rate      = kind == TREATMENT_RESAMPLE ? treatment->rate : (double)NAN,
                                                       .bands     = kind == TREATMENT_CLOUD || directed ? treatment->bands : 0,
                                                       .draw      = is_random ? treatment->draw : 0,
                                                       .seed      = is_random ? treatment->seed : 0,
                                                       .predicted = (double)NAN,
                                                       .verified  = (double)NAN };
  to->n_gains                      = treatment_gains(treatment, to->gains);
  snprintf(to->part, sizeof(to->part), "%s", protocol_part(protocol, index)->part);
  snprintf(to->kind, sizeof(to->kind), "%s", treatment_kind_name(kind));
  if (directed) {
    to->n_gains = 0;
    snprintf(to->aim, sizeof(to->aim), "%s", treatment->name);
    snprintf(to->text, sizeof(to->text), "%s", protocol_part(protocol, index)->text);
  } else {
    treatment_describe(treatment, to->text, sizeof(to->text));
  }
}
