// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/vst3/view.h"

#include "plugin/direct/panel.h"
#include "ui/view_state.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const struct v3_plugin_view*               view;
  const struct v3_plugin_view_content_scale* scaling;
  const struct v3_timer_handler*             timer;

  atomic_uint              references;
  Vst3*                    vst3;
  struct v3_plugin_frame** frame;         ///< The host's, borrowed as VST3 says
  struct v3_run_loop**     loop;          ///< With a reference, while attached
  Panel*                   panel;         ///< NULL unless attached
  double                   scale;         ///< Of the screen, 0 if the host said nothing
  unsigned                 width, height; ///< Pixels
} View;

static const uint64_t interval = 30; ///< Milliseconds from idle to idle

#define VIEW_OF(self, member) ((View*)(void*)((char*)(self)-offsetof(View, member)))

static v3_result
query(View* view, const v3_tuid iid, void** object)
{
  if (v3_tuid_match(iid, v3_plugin_view_iid) || v3_tuid_match(iid, v3_funknown_iid)) {
    *object = &view->view;
  } else if (v3_tuid_match(iid, v3_plugin_view_content_scale_iid)) {
    *object = &view->scaling;
  } else if (v3_tuid_match(iid, v3_timer_handler_iid)) {
    *object = &view->timer;
  } else {
    *object = NULL;
    return V3_NO_INTERFACE;
  }
  atomic_fetch_add(&view->references, 1);
  return V3_OK;
}

static uint32_t
ref(View* view)
{
  return atomic_fetch_add(&view->references, 1) + 1;
}

static void
detach(View* view)
{
  if (view->loop) {
    (*view->loop)->unregister_timer(view->loop, (v3_timer_handler**)(void*)&view->timer);
    (*view->loop)->unref(view->loop);
    view->loop = NULL;
  }
  panel_free(view->panel);
  view->panel = NULL;
}

static uint32_t
unref(View* view)
{
  const uint32_t left = atomic_fetch_sub(&view->references, 1) - 1;
  if (!left) {
    detach(view);
    vst3_unref(view->vst3);
    free(view);
  }
  return left;
}

#define UNKNOWN(member)                                                                \
  static v3_result V3_API member##_query(void* self, const v3_tuid iid, void** object) \
  {                                                                                    \
    return query(VIEW_OF(self, member), iid, object);                                  \
  }                                                                                    \
  static uint32_t V3_API member##_ref(void* self)                                      \
  {                                                                                    \
    return ref(VIEW_OF(self, member));                                                 \
  }                                                                                    \
  static uint32_t V3_API member##_unref(void* self)                                    \
  {                                                                                    \
    return unref(VIEW_OF(self, member));                                               \
  }

UNKNOWN(view)
UNKNOWN(scaling)
UNKNOWN(timer)

static void V3_API
on_timer(void* self)
{
  View* const view = VIEW_OF(self, timer);
  if (view->panel) {
    panel_idle(view->panel);
  }
}

static void
on_touch(void* handle, unsigned index, bool grabbed)
{
  struct v3_component_handler** const handler = ((View*)handle)->vst3->handler;
  if (handler && grabbed) {
    (*handler)->begin_edit(handler, index);
  } else if (handler) {
    (*handler)->end_edit(handler, index);
  }
}

static void
on_set(void* handle, unsigned index, float value)
{
  vst3_edit(((View*)handle)->vst3, index, value);
}

static void
on_resize(void* handle, unsigned width, unsigned height)
{
  View* const         view = (View*)handle;
  struct v3_view_rect rect = { 0, 0, (int32_t)width, (int32_t)height };
  if (view->frame && (width != view->width || height != view->height)) {
    (*view->frame)->resize_view(view->frame, (struct v3_plugin_view**)(void*)&view->view, &rect);
  }
}

static v3_result V3_API
is_platform_type_supported(void* self, const char* type)
{
  (void)self;
  return strcmp(type, V3_VIEW_PLATFORM_TYPE_X11) ? V3_FALSE : V3_OK;
}

/// Have on_timer() called by the host
static bool
start_timer(View* view)
{
  void* loop = NULL;
  if (!view->frame || (*view->frame)->query_interface(view->frame, v3_run_loop_iid, &loop) != V3_OK || !loop) {
    return false;
  }
  view->loop = (struct v3_run_loop**)loop;
  return (*view->loop)->register_timer(view->loop, (v3_timer_handler**)(void*)&view->timer, interval) == V3_OK;
}

static v3_result V3_API
attached(void* self, void* parent, const char* type)
{
  View* const     view = VIEW_OF(self, view);
  const PanelPort port = { view, on_touch, on_set, on_resize };
  if (view->panel || is_platform_type_supported(self, type) != V3_OK || !start_timer(view)) {
    return V3_FALSE;
  }
  view->panel = panel_new(view->vst3->instance, (uintptr_t)parent, view->scale, &port, NULL);
  if (!view->panel) {
    detach(view);
    return V3_FALSE;
  }
  return V3_OK;
}

static v3_result V3_API
removed(void* self)
{
  detach(VIEW_OF(self, view));
  return V3_OK;
}

static v3_result V3_API
on_wheel(void* self, float distance)
{
  (void)self;
  (void)distance;
  return V3_FALSE; // The window gets its own events
}

static v3_result V3_API
on_key(void* self, int16_t character, int16_t code, int16_t modifiers)
{
  (void)self;
  (void)character;
  (void)code;
  (void)modifiers;
  return V3_FALSE;
}

static v3_result V3_API
get_size(void* self, struct v3_view_rect* rect)
{
  const View* const view = VIEW_OF(self, view);
  *rect                  = (struct v3_view_rect){ 0, 0, (int32_t)view->width, (int32_t)view->height };
  return V3_OK;
}

static v3_result V3_API
on_size(void* self, struct v3_view_rect* rect)
{
  View* const view = VIEW_OF(self, view);
  if (rect->right <= rect->left || rect->bottom <= rect->top) {
    return V3_INVALID_ARG;
  }
  view->width  = (unsigned)(rect->right - rect->left);
  view->height = (unsigned)(rect->bottom - rect->top);
  if (view->panel) {
    editor_resize(panel_editor(view->panel), view->width, view->height);
  }
  return V3_OK;
}

static v3_result V3_API
on_focus(void* self, v3_bool state)
{
  (void)self;
  (void)state;
  return V3_OK;
}

static v3_result V3_API
set_frame(void* self, struct v3_plugin_frame** frame)
{
  VIEW_OF(self, view)->frame = frame;
  return V3_OK;
}

static v3_result V3_API
can_resize(void* self)
{
  (void)self;
  return V3_OK;
}

static int32_t
at_least(int32_t length, double least)
{
  return length < (int32_t)least ? (int32_t)least : length;
}

static v3_result V3_API
check_size_constraint(void* self, struct v3_view_rect* rect)
{
  const double scale = VIEW_OF(self, view)->scale > 0.0 ? VIEW_OF(self, view)->scale : 1.0;
  rect->right        = rect->left + at_least(rect->right - rect->left, VIEW_MIN_WIDTH * VIEW_MIN_ZOOM * scale);
  rect->bottom       = rect->top + at_least(rect->bottom - rect->top, VIEW_MIN_HEIGHT * VIEW_MIN_ZOOM * scale);
  return V3_OK;
}

static v3_result V3_API
set_content_scale_factor(void* self, float factor)
{
  View* const view = VIEW_OF(self, scaling);
  if (!(factor > 0.0f) || view->panel) {
    return V3_FALSE; // An open window keeps its scale; its own zoom changes it
  }
  const double before = view->scale > 0.0 ? view->scale : 1.0;
  view->width         = (unsigned)((double)view->width / before * (double)factor);
  view->height        = (unsigned)((double)view->height / before * (double)factor);
  view->scale         = (double)factor;
  return V3_OK;
}

static const struct v3_plugin_view view_table = {
  .query_interface            = view_query,
  .ref                        = view_ref,
  .unref                      = view_unref,
  .is_platform_type_supported = is_platform_type_supported,
  .attached                   = attached,
  .removed                    = removed,
  .on_wheel                   = on_wheel,
  .on_key_down                = on_key,
  .on_key_up                  = on_key,
  .get_size                   = get_size,
  .on_size                    = on_size,
  .on_focus                   = on_focus,
  .set_frame                  = set_frame,
  .can_resize                 = can_resize,
  .check_size_constraint      = check_size_constraint,
};

static const struct v3_plugin_view_content_scale scaling_table = {
  .query_interface          = scaling_query,
  .ref                      = scaling_ref,
  .unref                    = scaling_unref,
  .set_content_scale_factor = set_content_scale_factor,
};

static const struct v3_timer_handler timer_table = {
  .query_interface = timer_query,
  .ref             = timer_ref,
  .unref           = timer_unref,
  .on_timer        = on_timer,
};

struct v3_plugin_view**
view_new(Vst3* vst3)
{
  View* const view = (View*)calloc(1, sizeof(View));
  if (!view) {
    return NULL;
  }
  ViewState state;
  view_state_init(&state);
  view->view       = &view_table;
  view->scaling    = &scaling_table;
  view->timer      = &timer_table;
  view->references = 1;
  view->vst3       = vst3;
  view->width      = (unsigned)state.width;
  view->height     = (unsigned)state.height;
  vst3_ref(vst3);
  return (struct v3_plugin_view**)(void*)&view->view;
}
