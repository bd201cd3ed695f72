// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/dry.h"

#include "ui/chip.h"
#include "ui/format.h"
#include "ui/response.h"

#include <math.h>
#include <stdio.h>

bool
dry_is_side_chain(const Snapshot* snapshot)
{
  return snapshot->parameters[PARAM_DRY_SOURCE] == (float)DRY_SIDE_CHAIN;
}

/// The delay at which dry would meet wet: what is set and what is missing
static float
wanted_delay(const Snapshot* snapshot)
{
  return parameter_limit(PARAM_DRY_DELAY,
                         snapshot->parameters[PARAM_DRY_DELAY] + roundf(snapshot->status.delay_samples));
}

bool
dry_can_align(const Snapshot* snapshot)
{
  return dry_is_side_chain(snapshot) && snapshot->status.side_connected && snapshot->status.delay_known &&
         wanted_delay(snapshot) != snapshot->parameters[PARAM_DRY_DELAY];
}

void
dry_align(const Snapshot* snapshot, Actions* actions)
{
  if (dry_can_align(snapshot)) {
    actions_change(actions, PARAM_DRY_DELAY, wanted_delay(snapshot));
    actions->redraw = true;
  }
}

const char*
dry_source_name(unsigned source)
{
  return source == DRY_SIDE_CHAIN ? "Side-chain, from before other plug-ins" : "Input of this plug-in";
}

static const char*
describe_source(const Snapshot* snapshot)
{
  if (!dry_is_side_chain(snapshot)) {
    return "dry: input";
  }
  if (!snapshot->has_status) {
    return "dry: side-chain";
  }
  return !snapshot->status.side_connected ? "no side-chain here"
         : snapshot->status.side_silent   ? "side-chain is silent"
                                          : "dry: side-chain";
}

void
dry_draw(Canvas* canvas, const Snapshot* snapshot, const ViewState* view, const Layout* layout)
{
  const double samples = (double)snapshot->parameters[PARAM_DRY_DELAY];
  const bool   trouble = dry_is_side_chain(snapshot) && snapshot->has_status &&
                       (!snapshot->status.side_connected || snapshot->status.side_silent);
  char text[64];
  chip_draw(canvas,
            view,
            (Item){ ITEM_DRY_SOURCE, 0 },
            layout->dry_source,
            &(Chip){ .kind = CHIP_PLAIN, .quiet = !trouble, .text = describe_source(snapshot) });
  if (layout->dry_delay.w > 0.0) {
    snprintf(text, sizeof(text), "+%.1f ms, %.0f samples", 1000.0 * samples / response_rate(snapshot), samples);
    chip_draw(canvas, view, (Item){ ITEM_DRY_DELAY, 0 }, layout->dry_delay, &(Chip){ .quiet = true, .text = text });
  }
  if (layout->align.w > 0.0) {
    chip_draw(canvas, view, (Item){ ITEM_ALIGN, 0 }, layout->align, &(Chip){ .text = "Align" });
  }
}
