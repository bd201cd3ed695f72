// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/experiment_menu.h"

#include "ui/ask.h"
#include "ui/experiment.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/// Steps of the menu of verdicts
enum { STEP_KIND, STEP_FIRST_TAG, STEP_SECOND_TAG, STEP_TAG, STEP_THRESHOLD };

/// Its first entries; the rule that is set follows if it is none of them
enum { KIND_TOP, KIND_QUADRANT, KIND_PAIR, KIND_THRESHOLD, KINDS };

/// Entries of the map's menu before the tags
enum { OF_VALENCE, OF_AROUSAL, OF_TAGS };

static const double   limits[] = { 1.0, 2.0, 3.0, 6.0, 9.0, 12.0, 18.0, 24.0 };
static const unsigned bands[]  = { 8, 10, 31 };

enum {
  LIMITS     = sizeof(limits) / sizeof(limits[0]),
  BANDS      = sizeof(bands) / sizeof(bands[0]),
  THRESHOLDS = 9 ///< 10 % to 90 %
};

bool
experiment_menu_owns(ItemKind owner)
{
  return owner == ITEM_FLIP_VERDICT || owner == ITEM_FLIP_LIMIT || owner == ITEM_FLIP_BANDS || owner == ITEM_MAP_OF;
}

static const TagRanking*
ranking_of(const Snapshot* snapshot, const ViewState* view)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_TAGS);
  return place ? &view->rankings[place - snapshot->places] : NULL;
}

static unsigned
count_tags(const Snapshot* snapshot)
{
  const SnapshotPlace* const place = snapshot_place(snapshot, MODEL_TAGS);
  return place && place->sidecar ? place->sidecar->n_tags : 0;
}

/// Name of the tag at a rank: by the larger of dry and wet, as far as they were ranked
static const char*
tag_name(const Snapshot* snapshot, const ViewState* view, unsigned rank)
{
  const SnapshotPlace* const place   = snapshot_place(snapshot, MODEL_TAGS);
  const TagRanking* const    ranking = ranking_of(snapshot, view);
  if (rank >= count_tags(snapshot)) {
    return "";
  }
  return place->sidecar->labels[ranking->by_peak.n == place->sidecar->n_tags ? ranking->by_peak.order[rank] : rank]
    .name;
}

/// True if the rule that is set stands in the menu as an entry of its own
static bool
has_own_entry(const Wish* wish)
{
  return strchr(wish->verdict, ':') || strchr(wish->verdict, '>');
}

static unsigned
count_verdicts(const Snapshot* snapshot, const ViewState* view)
{
  switch (view->menu.step) {
  case STEP_KIND:
    return (count_tags(snapshot) ? KINDS : KIND_PAIR) + has_own_entry(&snapshot->wish);
  case STEP_THRESHOLD:
    return THRESHOLDS;
  default:
    return count_tags(snapshot);
  }
}

unsigned
experiment_menu_count(const Snapshot* snapshot, const ViewState* view)
{
  switch (view->menu.owner) {
  case ITEM_FLIP_VERDICT:
    return count_verdicts(snapshot, view);
  case ITEM_FLIP_LIMIT:
    return LIMITS;
  case ITEM_FLIP_BANDS:
    return BANDS;
  default:
    return OF_TAGS + count_tags(snapshot);
  }
}

static bool
is_current_verdict(const Snapshot* snapshot, const ViewState* view, unsigned entry)
{
  if (view->menu.step != STEP_KIND) {
    return false;
  }
  return (entry == KIND_TOP && !strcmp(snapshot->wish.verdict, "top")) ||
         (entry == KIND_QUADRANT && !strcmp(snapshot->wish.verdict, "quadrant")) ||
         (has_own_entry(&snapshot->wish) && entry + 1 == count_verdicts(snapshot, view));
}

/// What the map of an entry would be of
static const char*
of_entry(const Snapshot* snapshot, const ViewState* view, unsigned entry)
{
  return entry == OF_VALENCE ? "valence" : entry == OF_AROUSAL ? "arousal" : tag_name(snapshot, view, entry - OF_TAGS);
}

bool
experiment_menu_is_current(const Snapshot* snapshot, const ViewState* view, unsigned entry)
{
  const Wish* const wish = &snapshot->wish;
  switch (view->menu.owner) {
  case ITEM_FLIP_VERDICT:
    return is_current_verdict(snapshot, view, entry);
  case ITEM_FLIP_LIMIT:
    return entry < LIMITS && fabs(limits[entry] - wish->limit) < 0.005;
  case ITEM_FLIP_BANDS:
    return entry < BANDS && bands[entry] == wish->bands;
  default:
    return !strcmp(of_entry(snapshot, view, entry), wish->of);
  }
}

static void
name_kind(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size)
{
  static const char* const names[KINDS] = {
    "top tag", "quadrant of the plane", "one tag or another \u2026", "a tag above a threshold \u2026"
  };
  const bool own = has_own_entry(&snapshot->wish) && entry + 1 == count_verdicts(snapshot, view);
  snprintf(text, size, "%s", own ? snapshot->wish.verdict : names[entry]);
}

static void
name_verdict(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size)
{
  const char* const first = tag_name(snapshot, view, view->menu.label);
  switch (view->menu.step) {
  case STEP_KIND:
    name_kind(snapshot, view, entry, text, size);
    break;
  case STEP_SECOND_TAG:
    snprintf(text, size, "%s or %s", first, tag_name(snapshot, view, entry));
    break;
  case STEP_THRESHOLD:
    snprintf(text, size, "%s above %u\u202F%%", first, 10 * (entry + 1));
    break;
  default:
    snprintf(
      text, size, view->menu.step == STEP_TAG ? "%s above \u2026" : "%s or \u2026", tag_name(snapshot, view, entry));
  }
}

void
experiment_menu_name(const Snapshot* snapshot, const ViewState* view, unsigned entry, char* text, unsigned size)
{
  switch (view->menu.owner) {
  case ITEM_FLIP_VERDICT:
    name_verdict(snapshot, view, entry, text, size);
    break;
  case ITEM_FLIP_LIMIT:
    snprintf(text, size, "\u00B1%g\u202FdB", limits[entry]);
    break;
  case ITEM_FLIP_BANDS:
    snprintf(text, size, "%u bands", bands[entry]);
    break;
  default:
    snprintf(text, size, "%s", of_entry(snapshot, view, entry));
  }
}

/// Ask the next question about the tag of this rank
static bool
go_on(ViewState* view, unsigned step, unsigned rank)
{
  view->menu.step  = step;
  view->menu.label = rank;
  view->menu.entry = view->menu.first = 0;
  return false;
}

static bool
choose_kind(const Snapshot* snapshot, ViewState* view, unsigned entry, Actions* actions)
{
  if (has_own_entry(&snapshot->wish) && entry + 1 == count_verdicts(snapshot, view)) {
    return true;
  }
  switch (entry) {
  case KIND_PAIR:
    return go_on(view, STEP_FIRST_TAG, 0);
  case KIND_THRESHOLD:
    return go_on(view, STEP_TAG, 0);
  default:
    ask_verdict(snapshot, entry == KIND_TOP ? "top" : "quadrant", actions);
    return true;
  }
}

static bool
choose_verdict(const Snapshot* snapshot, ViewState* view, unsigned entry, Actions* actions)
{
  const char* const first = tag_name(snapshot, view, view->menu.label);
  char              rule[EXPERIMENT_RULE_SIZE];
  bool              fits = false;
  switch (view->menu.step) {
  case STEP_KIND:
    return choose_kind(snapshot, view, entry, actions);
  case STEP_FIRST_TAG:
    return go_on(view, STEP_SECOND_TAG, entry);
  case STEP_TAG:
    return go_on(view, STEP_THRESHOLD, entry);
  case STEP_SECOND_TAG:
    if (entry == view->menu.label) {
      return false;
    }
    fits = snprintf(rule, sizeof(rule), "%s:%s", first, tag_name(snapshot, view, entry)) < (int)sizeof(rule);
    break;
  default:
    fits = snprintf(rule, sizeof(rule), "%s>0.%u", first, entry + 1) < (int)sizeof(rule);
  }
  if (fits) {
    ask_verdict(snapshot, rule, actions);
  }
  return true;
}

bool
experiment_menu_choose(const Snapshot* snapshot, ViewState* view, unsigned entry, Actions* actions)
{
  if (entry >= experiment_menu_count(snapshot, view)) {
    return true;
  }
  switch (view->menu.owner) {
  case ITEM_FLIP_VERDICT:
    return choose_verdict(snapshot, view, entry, actions);
  case ITEM_FLIP_LIMIT:
    ask_limit(snapshot, limits[entry], actions);
    return true;
  case ITEM_FLIP_BANDS:
    ask_bands(snapshot, bands[entry], actions);
    return true;
  default:
    ask_map_of(snapshot, of_entry(snapshot, view, entry), actions);
    return true;
  }
}
