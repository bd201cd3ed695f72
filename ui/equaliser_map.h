// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_EQUALISER_MAP_H
#define EQUUS_UI_EQUALISER_MAP_H

#include "ui/layout.h"

/**
   Where frequencies, gains and bands lie in the equaliser's plot.

   The frequency axis is logarithmic from 20 Hz to 20 kHz; gains of the view's range lie above and below the middle.
*/

#define EQUALISER_LOWEST 20.0
#define EQUALISER_HIGHEST 20000.0
#define EQUALISER_NODE_RADIUS 10.0

double equaliser_map_x(const Layout* layout, double frequency);
double equaliser_map_frequency(const Layout* layout, double x);
double equaliser_map_y(const Layout* layout, const ViewState* view, double gain);
double equaliser_map_gain(const Layout* layout, const ViewState* view, double y);

/// Height of a spectral level, dB relative to full scale
double equaliser_map_level_y(const Layout* layout, double level);

/// True for the high-pass and the low-pass, which have a slope instead of a gain
bool equaliser_map_is_pass(unsigned band);

/// Centre of a band's node, kept inside the plot
void equaliser_map_node(const Layout*    layout,
                        const Snapshot*  snapshot,
                        const ViewState* view,
                        unsigned         band,
                        double*          x,
                        double*          y);

/// Band whose node is at this point, the selected one first where they overlap; -1 for none
int equaliser_map_hit(const Layout* layout, const Snapshot* snapshot, const ViewState* view, double x, double y);

#endif // EQUUS_UI_EQUALISER_MAP_H
