// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// CLAP's window: embedded by X11, kept alive by the host's timer or by calls that a thread of ours asks for

#include "plugin/clap/clap.h"
#include "ui/view_state.h"

#include <string.h>

enum { INTERVAL = 30 }; ///< Milliseconds from idle to idle

static bool CLAP_ABI
is_api_supported(const clap_plugin_t* plugin, const char* api, bool is_floating)
{
  (void)plugin;
  return !is_floating && !strcmp(api, CLAP_WINDOW_API_X11);
}

static bool CLAP_ABI
get_preferred_api(const clap_plugin_t* plugin, const char** api, bool* is_floating)
{
  (void)plugin;
  *api         = CLAP_WINDOW_API_X11;
  *is_floating = false;
  return true;
}

static bool CLAP_ABI
create(const clap_plugin_t* plugin, const char* api, bool is_floating)
{
  return is_api_supported(plugin, api, is_floating);
}

static void
stop_timer(Clap* clap)
{
  if (clap->timer != CLAP_INVALID_ID) {
    clap->host_timer->unregister_timer(clap->host, clap->timer);
    clap->timer = CLAP_INVALID_ID;
  }
  ticker_free(clap->ticker);
  clap->ticker = NULL;
}

static bool
start_timer(Clap* clap)
{
  if (clap->host_timer && clap->host_timer->register_timer(clap->host, INTERVAL, &clap->timer)) {
    return true;
  }
  clap->timer  = CLAP_INVALID_ID;
  clap->ticker = ticker_new(clap->host);
  return clap->ticker;
}

static void CLAP_ABI
destroy(const clap_plugin_t* plugin)
{
  Clap* const clap = clap_of(plugin);
  stop_timer(clap);
  panel_free(clap->panel);
  clap->panel = NULL;
}

static bool CLAP_ABI
set_scale(const clap_plugin_t* plugin, double scale)
{
  Clap* const clap = clap_of(plugin);
  if (clap->panel || !(scale > 0.0)) {
    return false;
  }
  const double before = clap->scale > 0.0 ? clap->scale : 1.0;
  clap->width         = (unsigned)(clap->width / before * scale);
  clap->height        = (unsigned)(clap->height / before * scale);
  clap->scale         = scale;
  return true;
}

static bool CLAP_ABI
get_size(const clap_plugin_t* plugin, uint32_t* width, uint32_t* height)
{
  const Clap* const clap = clap_of(plugin);
  *width                 = clap->width;
  *height                = clap->height;
  return true;
}

static bool CLAP_ABI
can_resize(const clap_plugin_t* plugin)
{
  (void)plugin;
  return true;
}

static bool CLAP_ABI
get_resize_hints(const clap_plugin_t* plugin, clap_gui_resize_hints_t* hints)
{
  (void)plugin;
  *hints = (clap_gui_resize_hints_t){ .can_resize_horizontally = true, .can_resize_vertically = true };
  return true;
}

static uint32_t
at_least(uint32_t length, double least)
{
  return length < (uint32_t)least ? (uint32_t)least : length;
}

static bool CLAP_ABI
adjust_size(const clap_plugin_t* plugin, uint32_t* width, uint32_t* height)
{
  const Clap* const clap  = clap_of(plugin);
  const double      scale = VIEW_MIN_ZOOM * (clap->scale > 0.0 ? clap->scale : 1.0);
  *width                  = at_least(*width, VIEW_MIN_WIDTH * scale);
  *height                 = at_least(*height, VIEW_MIN_HEIGHT * scale);
  return true;
}

static bool CLAP_ABI
set_size(const clap_plugin_t* plugin, uint32_t width, uint32_t height)
{
  Clap* const clap = clap_of(plugin);
  clap->width      = width;
  clap->height     = height;
  if (clap->panel) {
    editor_resize(panel_editor(clap->panel), width, height);
  }
  return true;
}

/// Have the audio thread tell the host of an edit; where none runs, ask the host to fetch it
static void
send_edit(Clap* clap, ClapEditType type, unsigned index, float value)
{
  const ClapEdit edit = { index, value };
  ring_write(clap->edits, type, &edit, sizeof(edit));
  if (clap->host_params) {
    clap->host_params->request_flush(clap->host);
  }
}

static void
on_touch(void* handle, unsigned index, bool grabbed)
{
  send_edit((Clap*)handle, grabbed ? EDIT_BEGIN : EDIT_END, index, 0.0f);
}

static void
on_set(void* handle, unsigned index, float value)
{
  Clap* const clap = (Clap*)handle;
  instance_set_shown(clap->instance, index, value);
  send_edit(clap, EDIT_VALUE, index, value);
}

static void
on_resize(void* handle, unsigned width, unsigned height)
{
  Clap* const clap = (Clap*)handle;
  if (clap->host_gui && (width != clap->width || height != clap->height) &&
      clap->host_gui->request_resize(clap->host, width, height)) {
    clap->width  = width;
    clap->height = height;
  }
}

static bool CLAP_ABI
set_parent(const clap_plugin_t* plugin, const clap_window_t* window)
{
  Clap* const     clap = clap_of(plugin);
  const PanelPort port = { clap, on_touch, on_set, on_resize };
  if (clap->panel || strcmp(window->api, CLAP_WINDOW_API_X11) != 0 || !start_timer(clap)) {
    return false;
  }
  clap->panel = panel_new(clap->instance, (uintptr_t)window->x11, clap->scale, &port, NULL);
  if (!clap->panel) {
    stop_timer(clap);
  }
  return clap->panel;
}

static bool CLAP_ABI
set_transient(const clap_plugin_t* plugin, const clap_window_t* window)
{
  (void)plugin;
  (void)window;
  return false; // Only floating windows are
}

static void CLAP_ABI
suggest_title(const clap_plugin_t* plugin, const char* title)
{
  (void)plugin;
  (void)title;
}

static bool CLAP_ABI
accept(const clap_plugin_t* plugin)
{
  return clap_of(plugin)->panel; // The host shows and hides the window that holds ours
}

void
clap_gui_idle(Clap* clap)
{
  if (clap->panel && !panel_idle(clap->panel) && clap->host_gui) {
    clap->host_gui->closed(clap->host, false);
  }
}

static void CLAP_ABI
on_timer(const clap_plugin_t* plugin, clap_id timer)
{
  Clap* const clap = clap_of(plugin);
  if (timer == clap->timer) {
    clap_gui_idle(clap);
  }
}

const clap_plugin_gui_t clap_gui = {
  .is_api_supported  = is_api_supported,
  .get_preferred_api = get_preferred_api,
  .create            = create,
  .destroy           = destroy,
  .set_scale         = set_scale,
  .get_size          = get_size,
  .can_resize        = can_resize,
  .get_resize_hints  = get_resize_hints,
  .adjust_size       = adjust_size,
  .set_size          = set_size,
  .set_parent        = set_parent,
  .set_transient     = set_transient,
  .suggest_title     = suggest_title,
  .show              = accept,
  .hide              = accept,
};

const clap_plugin_timer_support_t clap_timer = { on_timer };
