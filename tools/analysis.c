// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/analysis.h"

#include "tools/rows.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char*            path;
  const AnalysisRole*    roles;
  const AnalysisHandler* handler;
  uint64_t               next[ROLE_COUNT][TAP_COUNT]; ///< Sequence number that is due
  uint64_t               rows[ROLE_COUNT];            ///< How many belong to the file, so far as is known
  EquusStatus            status;
  EquusError*            error;
} Analysis;

static void
give_row(Analysis* const analysis, const ReadingMessage* const reading)
{
  const AnalysisRole* const role = &analysis->roles[reading->role];
  float                     values[SIDECAR_MAX_LABELS];
  for (uint32_t i = 0; i < reading->n_values; ++i) {
    values[i] = sidecar_activate(role->sidecar, i, reading->values[i]);
  }
  const AnalysisRow row = { reading->role,
                            reading->tap,
                            reading->sequence,
                            rows_time(&role->sidecar->frontend, role->hop, reading->sequence),
                            values };
  if (!analysis->handler->row(analysis->handler->handle, &row)) {
    analysis->status = equus_error_set(analysis->error, EQUUS_ERR_IO, "%s: ended early", analysis->path);
  }
}

static void
take_reading(void* const handle, const ReadingMessage* const reading)
{
  Analysis* const      analysis = (Analysis*)handle;
  const Sidecar* const sidecar  = analysis->roles[reading->role].sidecar;
  if (!sidecar || reading->replay || analysis->status) {
    return;
  }
  uint64_t* const next = &analysis->next[reading->role][reading->tap];
  const double    time = rows_time(&sidecar->frontend, analysis->roles[reading->role].hop, reading->sequence);
  if (reading->sequence != *next || reading->n_values != sidecar->n_labels || fabs(reading->time - time) > 1e-3) {
    analysis->status = equus_error_set(analysis->error,
                                       EQUUS_ERR_HOST,
                                       "%s: internal error: reading %llu of %s, of %.3f s, came where %llu was due",
                                       analysis->path,
                                       (unsigned long long)reading->sequence,
                                       sidecar->name,
                                       reading->time,
                                       (unsigned long long)*next);
    return;
  }
  if ((*next)++ < analysis->rows[reading->role]) {
    give_row(analysis, reading);
  }
}

/// Count the rows of the file; until its end is known, whatever comes out belongs to it
static void
count_rows(Analysis* const analysis, const Player* const player)
{
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    const Sidecar* const sidecar = analysis->roles[role].sidecar;
    if (sidecar && player_ended(player)) {
      const uint64_t samples = rows_samples(&sidecar->frontend, player_frames(player), player_rate(player));
      analysis->rows[role]   = rows_count(&sidecar->frontend, analysis->roles[role].hop, samples);
    } else {
      analysis->rows[role] = sidecar ? UINT64_MAX : 0;
    }
  }
}

static EquusStatus
check_length(const Analysis* const analysis, const Player* const player)
{
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    const Sidecar* const sidecar = analysis->roles[role].sidecar;
    if (sidecar && !analysis->rows[role]) {
      return equus_error_set(analysis->error,
                             EQUUS_ERR_RANGE,
                             "%s: is %.4g s long; %s needs at least %.4g s",
                             analysis->path,
                             (double)player_frames(player) / player_rate(player),
                             sidecar->title,
                             rows_needed(&sidecar->frontend));
    }
  }
  return EQUUS_OK;
}

static bool
complete(const Analysis* const analysis)
{
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      if (analysis->next[role][tap] < analysis->rows[role]) {
        return false;
      }
    }
  }
  return true;
}

/// Seconds of zeros within which every row of the file must have come
static double
patience(const Analysis* const analysis)
{
  double longest = 0.0;
  for (unsigned role = 0; role < ROLE_COUNT; ++role) {
    const Sidecar* const sidecar = analysis->roles[role].sidecar;
    if (sidecar) {
      const double seconds =
        rows_time(&sidecar->frontend, 1, 0) + 2.0 * rows_hop_seconds(&sidecar->frontend, analysis->roles[role].hop);
      longest = seconds > longest ? seconds : longest;
    }
  }
  return longest + 1.0;
}

static EquusStatus
play(Analysis* const analysis, Player* const player)
{
  const HostListener listener = { .handle = analysis, .reading = take_reading };
  bool               known    = false;
  while (!known || !complete(analysis)) {
    const EquusStatus status = player_step(player, HOST_MAX_BLOCK, &listener, analysis->error);
    if (status || analysis->status) {
      return status ? status : analysis->status;
    }
    if (player_ended(player) && !known) {
      known = true;
      count_rows(analysis, player);
      if (check_length(analysis, player)) {
        return EQUUS_ERR_RANGE;
      }
    }
    if ((double)(player_position(player) - player_frames(player)) > patience(analysis) * player_rate(player)) {
      return equus_error_set(analysis->error,
                             EQUUS_ERR_HOST,
                             "%s: internal error: the plug-in gave fewer readings than the file has windows",
                             analysis->path);
    }
    if (analysis->handler->progress) {
      analysis->handler->progress(analysis->handler->handle, player_share(player));
    }
  }
  return EQUUS_OK;
}

EquusStatus
analysis_of_file(Bundle* const                bundle,
                 const PlayerSettings* const  settings,
                 const AnalysisRole* const    roles,
                 const AnalysisHandler* const handler,
                 AnalysisSummary* const       summary,
                 EquusError* const            error)
{
  Player* const player = player_open(bundle, settings, error);
  if (!player) {
    return EQUUS_ERR_IO;
  }
  Analysis analysis = { .path = settings->path, .roles = roles, .handler = handler, .error = error };
  count_rows(&analysis, player);
  const EquusStatus status = play(&analysis, player);
  *summary                 = (AnalysisSummary){ .rate     = player_rate(player),
                                                .channels = player_channels(player),
                                                .frames   = player_frames(player) };
  memcpy(summary->rows, analysis.rows, sizeof(summary->rows));
  player_close(player);
  return status;
}
