// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_TESTS_UI_SAMPLE_H
#define EQUUS_TESTS_UI_SAMPLE_H

#include "plugin/snapshot.h"
#include "ui/view_state.h"

/// States of the window to draw and test, made of plausible numbers by fixed formulas

typedef enum {
  SAMPLE_EMPTY,      ///< Nothing heard from the plug-in yet
  SAMPLE_SETTLING,   ///< First windows not complete
  SAMPLE_PLAYING,    ///< Everything there, dry and wet apart, quadrant flipped
  SAMPLE_LISTENERS,  ///< The same with mood read beside the tags
  SAMPLE_COMPARE,    ///< All models at once
  SAMPLE_FLAT,       ///< Equaliser flat: dry and wet on the same spot
  SAMPLE_EXTREME,    ///< Readings beyond the plane, bands at their limits
  SAMPLE_OFF,        ///< Both models off
  SAMPLE_TROUBLE,    ///< A model file is missing
  SAMPLE_FLIP,       ///< A flip found, the map of a tag shown
  SAMPLE_SEARCHING,  ///< Another is searched, the map is of an axis and old
  SAMPLE_WAITING,    ///< For music, with nothing found before
  SAMPLE_NOT_FOUND,  ///< Nothing turns the verdict
  SAMPLE_TIE,        ///< Nothing needs to
  SAMPLE_NO_SEARCH,  ///< The search can't run
  SAMPLE_APART,      ///< Dry comes from elsewhere and doesn't meet wet
  SAMPLE_PROPOSAL,   ///< A curve toward a target on the plane
  SAMPLE_RAISE,      ///< One that raises a tag is searched
  SAMPLE_GRAPHIC,    ///< The curve's sliders, ten of them; shadow, level match at its limit
  SAMPLE_SIDE_CHAIN, ///< Dry from the side-chain, which could be aligned; 31 sliders, another slot
  SAMPLE_NO_SIDE,    ///< Dry from a side-chain that isn't there
  SAMPLE_SCRUB,      ///< Looking back, at a mark
  SAMPLE_OVER,       ///< The last three minutes in place of the tags where there is no other room; just saved
  SAMPLE_COUNT
} SampleKind;

typedef struct {
  Snapshot   snapshot;
  ViewState  view;
  PresetList presets;
} Sample;

/// Fill a sample; its pointers lead into itself, so it must not be moved
void sample_make(Sample* sample, SampleKind kind);

const char* sample_name(SampleKind kind);

/// Open the blind check at one of its pages
void sample_open_blind(Sample* sample, BlindPhase phase);

/// The tag model's side-car that the samples use
const Sidecar* sample_tag_sidecar(void);

#endif // EQUUS_TESTS_UI_SAMPLE_H
