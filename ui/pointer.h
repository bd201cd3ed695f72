// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#ifndef EQUUS_UI_POINTER_H
#define EQUUS_UI_POINTER_H

#include "ui/scene.h"

/// What scene_input() does with the pointer's events
void pointer_press(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions);
void pointer_move(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions);
void pointer_release(ViewState* view, const Snapshot* snapshot, Actions* actions);
void pointer_leave(ViewState* view, Actions* actions);
void pointer_scroll(ViewState* view, const Snapshot* snapshot, const SceneEvent* event, Actions* actions);

#endif // EQUUS_UI_POINTER_H
