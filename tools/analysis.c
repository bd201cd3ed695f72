// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tools/analysis.h"

#include "tools/rows.h"

#include <math.h>
#include <string.h>

typedef struct {
  const char*            path;
  const AnalysisPart*    parts;
  const AnalysisHandler* handler;
  uint64_t               next[ANALYSIS_PARTS][TAP_COUNT]; ///< Sequence number that is due
  uint64_t               rows[ANALYSIS_PARTS];            ///< How many belong to the file, so far as is known
  EquusStatus            status;
  EquusError*            error;
} Analysis;

static void
give_row(Analysis* const analysis, const unsigned kind, const ReadingMessage* const reading)
{
  const AnalysisPart* const part = &analysis->parts[kind];
  float                     values[SIDECAR_MAX_LABELS];
  for (uint32_t i = 0; i < reading->n_values; ++i) {
    values[i] = sidecar_activate(part->sidecar, i, reading->values[i]);
  }
  const AnalysisRow row = { (ModelKind)kind,
                            reading->tap,
                            reading->sequence,
                            rows_time(&part->sidecar->frontend, part->hop, reading->sequence),
                            values };
  if (!analysis->handler->row(analysis->handler->handle, &row)) {
    analysis->status = equus_error_set(analysis->error, EQUUS_ERR_IO, "%s: ended early", analysis->path);
  }
}

static void
take_for_part(Analysis* const analysis, const unsigned kind, const ReadingMessage* const reading)
{
  const AnalysisPart* const part = &analysis->parts[kind];
  uint64_t* const           next = &analysis->next[kind][reading->tap];
  const double              time = rows_time(&part->sidecar->frontend, part->hop, reading->sequence);
  if (reading->sequence != *next || reading->n_values != part->sidecar->n_labels || fabs(reading->time - time) > 1e-3) {
    analysis->status = equus_error_set(analysis->error,
                                       EQUUS_ERR_HOST,
                                       "%s: internal error: reading %llu of %s, of %.3f s, came where %llu was due",
                                       analysis->path,
                                       (unsigned long long)reading->sequence,
                                       part->sidecar->name,
                                       reading->time,
                                       (unsigned long long)*next);
    return;
  }
  if ((*next)++ < analysis->rows[kind]) {
    give_row(analysis, kind, reading);
  }
}

static void
take_reading(void* const handle, const ReadingMessage* const reading)
{
  Analysis* const analysis = (Analysis*)handle;
  for (unsigned kind = 0; !reading->replay && kind < ANALYSIS_PARTS; ++kind) {
    const AnalysisPart* const part = &analysis->parts[kind];
    if (!analysis->status && part->sidecar && part->place == reading->place) {
      take_for_part(analysis, kind, reading);
    }
  }
}

/// Count the rows of the file; until its end is known, whatever comes out belongs to it
static void
count_rows(Analysis* const analysis, const Player* const player)
{
  for (unsigned kind = 0; kind < ANALYSIS_PARTS; ++kind) {
    const Sidecar* const sidecar = analysis->parts[kind].sidecar;
    if (sidecar && player_ended(player)) {
      const uint64_t samples = rows_samples(&sidecar->frontend, player_frames(player), player_rate(player));
      analysis->rows[kind]   = rows_count(&sidecar->frontend, analysis->parts[kind].hop, samples);
    } else {
      analysis->rows[kind] = sidecar ? UINT64_MAX : 0;
    }
  }
}

static EquusStatus
check_length(const Analysis* const analysis, const Player* const player)
{
  for (unsigned kind = 0; kind < ANALYSIS_PARTS; ++kind) {
    const Sidecar* const sidecar = analysis->parts[kind].sidecar;
    if (sidecar && !analysis->rows[kind]) {
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
  for (unsigned kind = 0; kind < ANALYSIS_PARTS; ++kind) {
    for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
      if (analysis->next[kind][tap] < analysis->rows[kind]) {
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
  for (unsigned kind = 0; kind < ANALYSIS_PARTS; ++kind) {
    const Sidecar* const sidecar = analysis->parts[kind].sidecar;
    if (sidecar) {
      const double seconds =
        rows_time(&sidecar->frontend, 1, 0) + 2.0 * rows_hop_seconds(&sidecar->frontend, analysis->parts[kind].hop);
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
                 const AnalysisPart* const    parts,
                 const AnalysisHandler* const handler,
                 AnalysisSummary* const       summary,
                 EquusError* const            error)
{
  Player* const player = player_open(bundle, settings, error);
  if (!player) {
    return EQUUS_ERR_IO;
  }
  Analysis analysis = { .path = settings->path, .parts = parts, .handler = handler, .error = error };
  count_rows(&analysis, player);
  const EquusStatus status = play(&analysis, player);
  *summary                 = (AnalysisSummary){ .rate     = player_rate(player),
                                                .channels = player_channels(player),
                                                .frames   = player_frames(player) };
  memcpy(summary->rows, analysis.rows, sizeof(summary->rows));
  player_close(player);
  return status;
}
