// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_KEYS_H
#define EQUUS_UI_KEYS_H

#include "ui/scene.h"

/// What scene_input() does with a key; nothing while something is dragged
void keys_press(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions);

#endif // EQUUS_UI_KEYS_H
