// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/window.h"

#include "ui/damage.h"
#include "ui/geometry.h"
#include "ui/native.h"
#include "ui/scene.h"

#include <cairo.h>
#include <pugl/cairo.h>
#include <pugl/pugl.h>

#include <math.h>
#include <stdlib.h>

struct Window {
  WindowConfig     config;
  PuglWorld*       world;
  PuglView*        view;
  cairo_surface_t* picture; ///< The scene as drawn last
  double           scale;   ///< Of the screen
  unsigned         width;   ///< Pixels
  unsigned         height;
  double           next_draw;    ///< Earliest time of the next drawing, s
  Snapshot         drawn;        ///< What the picture shows
  unsigned         wanted_width; ///< Pixels asked for last
  unsigned         wanted_height;
  unsigned         waiting; ///< Calls of idle for which the wish for that size stands
  bool             dirty;
  bool             closed;
};

static const unsigned patience = 30; ///< Calls of idle that a host has to grant a size

/// Pixels per logical pixel: what screen and user ask for, less where the window is too small for the smallest scene
static double
pixels(const Window* window)
{
  const double wanted = window->scale * window->config.view->zoom;
  const double fits   = fmin(window->width / VIEW_MIN_WIDTH, window->height / VIEW_MIN_HEIGHT);
  return fmax(0.1, fmin(wanted, fits));
}

static void
fit_view(Window* window)
{
  const double factor = pixels(window);
  view_state_resize(window->config.view, window->width / factor, window->height / factor);
  window->dirty = true;
}

static bool
has_picture(const Window* window)
{
  return window->picture && cairo_image_surface_get_width(window->picture) == (int)window->width &&
         cairo_image_surface_get_height(window->picture) == (int)window->height;
}

static bool
make_picture(Window* window)
{
  cairo_surface_destroy(window->picture);
  window->picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)window->width, (int)window->height);
  return cairo_surface_status(window->picture) == CAIRO_STATUS_SUCCESS;
}

static void
draw_picture(Window* window, Damage damage)
{
  const Snapshot* const snapshot = window->config.snapshot;
  cairo_t* const        cr       = cairo_create(window->picture);
  const double          factor   = pixels(window);
  cairo_scale(cr, factor, factor);
  if (damage == DAMAGE_PLOT) {
    damage_draw_plot(cr, snapshot, window->config.view);
  } else {
    scene_draw(cr, snapshot, window->config.view);
  }
  cairo_destroy(cr);
  window->dirty = false;
  window->drawn = *snapshot;
}

/// What of the picture is out of date
static Damage
damage_of(const Window* window)
{
  const Snapshot* const snapshot = window->config.snapshot;
  if (window->dirty) {
    return DAMAGE_ALL;
  }
  return window->drawn.revision == snapshot->revision ? DAMAGE_NONE
                                                      : damage_between(&window->drawn, snapshot, window->config.view);
}

/// Bring the picture up to date; false if there's no memory for it
static bool
refresh(Window* window, Damage damage)
{
  const bool fresh = !has_picture(window);
  if (fresh && !make_picture(window)) {
    return false;
  }
  draw_picture(window, fresh ? DAMAGE_ALL : damage);
  return true;
}

/// Copy the exposed part of the picture; what is out of date in it is drawn when that is due
static void
expose(Window* window, const PuglExposeEvent* event)
{
  cairo_t* const cr = (cairo_t*)puglGetContext(window->view);
  if (has_picture(window) || refresh(window, DAMAGE_ALL)) {
    cairo_rectangle(cr, event->x, event->y, event->width, event->height);
    cairo_set_source_surface(cr, window->picture, 0.0, 0.0);
    cairo_fill(cr);
  }
}

static void
post_redisplay(Window* window, Damage damage)
{
  if (damage == DAMAGE_PLOT) {
    const Rect r = damage_plot_pixels(window->config.snapshot, window->config.view, pixels(window));
    puglPostRedisplayRect(window->view, (PuglRect){ (PuglCoord)r.x, (PuglCoord)r.y, (PuglSpan)r.w, (PuglSpan)r.h });
  } else {
    puglPostRedisplay(window->view);
  }
}

/// Draw and show if something changed and the last drawing is long enough ago
static void
update(Window* window)
{
  const double now = puglGetTime(window->world);
  if (now < window->next_draw) {
    return;
  }
  const Damage damage = damage_of(window);
  if (damage && refresh(window, damage)) {
    window->next_draw = fmax(window->next_draw, now - 1.0 / WINDOW_MAX_RATE) + 1.0 / WINDOW_MAX_RATE;
    post_redisplay(window, damage);
  }
}

static void
set_least_size(Window* window, unsigned width, unsigned height)
{
  puglSetSizeHint(window->view, PUGL_MIN_SIZE, (PuglSpan)width, (PuglSpan)height);
}

static void
stop_waiting(Window* window)
{
  window->waiting = 0;
  set_least_size(window, (unsigned)(0.5 * VIEW_MIN_WIDTH), (unsigned)(0.5 * VIEW_MIN_HEIGHT));
}

/// Hosts that give the parent the size asked for may leave it to us to fill it
static void
fill_parent(Window* window)
{
  unsigned width  = 0;
  unsigned height = 0;
  if (native_size(puglGetNativeWorld(window->world), window->config.parent, &width, &height) &&
      width == window->wanted_width && height == window->wanted_height) {
    puglSetSize(window->view, width, height);
  }
}

static void
wait_for_size(Window* window)
{
  const bool granted = window->width == window->wanted_width && window->height == window->wanted_height;
  if (granted || !--window->waiting) {
    stop_waiting(window);
  } else if (window->config.parent) {
    fill_parent(window);
  }
}

static void
configure(Window* window, const PuglConfigureEvent* event)
{
  if (event->width != window->width || event->height != window->height) {
    window->width  = event->width;
    window->height = event->height;
    fit_view(window);
    window->config.on_resized(window->config.handle);
  }
}

static void
input(Window* window, const SceneEvent* event)
{
  Actions actions = { .n = 0 };
  scene_input(window->config.view, window->config.snapshot, event, &actions);
  window->dirty = window->dirty || actions.redraw;
  if (actions.n || actions.keep || actions.resize || actions.look) {
    window->config.on_actions(window->config.handle, &actions);
  }
}

static unsigned
modifiers(PuglMods mods)
{
  return ((mods & PUGL_MOD_SHIFT) ? MODIFIER_SHIFT : 0u) | ((mods & PUGL_MOD_CTRL) ? MODIFIER_CONTROL : 0u);
}

static void
point(Window* window, SceneEventKind kind, double x, double y, double time, PuglMods mods, unsigned button)
{
  const double     factor = pixels(window);
  const SceneEvent event  = {
     .kind = kind, .x = x / factor, .y = y / factor, .time = time, .modifiers = modifiers(mods), .button = button
  };
  input(window, &event);
}

static void
scroll(Window* window, const PuglScrollEvent* event)
{
  const double     factor = pixels(window);
  const SceneEvent turned = { .kind      = EVENT_SCROLL,
                              .x         = event->x / factor,
                              .y         = event->y / factor,
                              .time      = event->time,
                              .modifiers = modifiers(event->state),
                              .scroll    = event->dy };
  input(window, &turned);
}

/// A key that is no character as the scene names it, 0 for others
static unsigned
special_key(uint32_t key)
{
  static const unsigned keys[][2] = { { PUGL_KEY_LEFT, KEY_LEFT },
                                      { PUGL_KEY_RIGHT, KEY_RIGHT },
                                      { PUGL_KEY_UP, KEY_UP },
                                      { PUGL_KEY_DOWN, KEY_DOWN },
                                      { PUGL_KEY_PAGE_UP, KEY_PAGE_UP },
                                      { PUGL_KEY_PAGE_DOWN, KEY_PAGE_DOWN },
                                      { PUGL_KEY_F1, KEY_F1 },
                                      { PUGL_KEY_DELETE, KEY_DELETE },
                                      { PUGL_KEY_BACKSPACE, KEY_BACKSPACE },
                                      { PUGL_KEY_ESCAPE, KEY_ESCAPE },
                                      { KEY_TAB, KEY_TAB },
                                      { KEY_RETURN, KEY_RETURN } };
  for (unsigned i = 0; i < sizeof(keys) / sizeof(keys[0]); ++i) {
    if (keys[i][0] == key) {
      return keys[i][1];
    }
  }
  return 0;
}

static void
press_key(Window* window, unsigned key, double time, PuglMods mods)
{
  if (key) {
    input(window, &(SceneEvent){ .kind = EVENT_KEY, .key = key, .time = time, .modifiers = modifiers(mods) });
  }
}

/// Keys that aren't texts: special ones, and letters with Control, whose texts are control characters
static void
press_key_code(Window* window, const PuglKeyEvent* event)
{
  const bool     letter = (event->state & PUGL_MOD_CTRL) && event->key > KEY_SPACE && event->key < KEY_DELETE;
  const unsigned key    = letter ? event->key : special_key(event->key);
  press_key(window, key, event->time, event->state);
}

static void
press_text(Window* window, const PuglTextEvent* event)
{
  if (event->character >= KEY_SPACE && !(event->state & PUGL_MOD_CTRL)) {
    press_key(window, event->character, event->time, event->state);
  }
}

static void
press_button(Window* window, const PuglButtonEvent* event)
{
  puglGrabFocus(window->view);
  point(window, EVENT_PRESS, event->x, event->y, event->time, event->state, event->button);
}

static PuglStatus
on_event(PuglView* view, const PuglEvent* event)
{
  Window* const window = (Window*)puglGetHandle(view);
  switch (event->type) {
  case PUGL_CONFIGURE:
    configure(window, &event->configure);
    break;
  case PUGL_UPDATE:
    update(window);
    break;
  case PUGL_EXPOSE:
    expose(window, &event->expose);
    break;
  case PUGL_CLOSE:
    window->closed = true;
    break;
  case PUGL_BUTTON_PRESS:
    press_button(window, &event->button);
    break;
  case PUGL_BUTTON_RELEASE:
    point(window, EVENT_RELEASE, event->button.x, event->button.y, event->button.time, event->button.state, 0);
    break;
  case PUGL_MOTION:
    point(window, EVENT_MOVE, event->motion.x, event->motion.y, event->motion.time, event->motion.state, 0);
    break;
  case PUGL_POINTER_OUT:
    point(window, EVENT_LEAVE, event->crossing.x, event->crossing.y, event->crossing.time, event->crossing.state, 0);
    break;
  case PUGL_SCROLL:
    scroll(window, &event->scroll);
    break;
  case PUGL_KEY_PRESS:
    press_key_code(window, &event->key);
    break;
  case PUGL_TEXT:
    press_text(window, &event->text);
    break;
  default:
    break;
  }
  return PUGL_SUCCESS;
}

double
window_scale(const Window* window)
{
  return window->scale * window->config.view->zoom;
}

void
window_wanted_size(const Window* window, unsigned* width, unsigned* height)
{
  const ViewState* const view   = window->config.view;
  const double           factor = window_scale(window);
  *width                        = (unsigned)lround(view->width * factor);
  *height                       = (unsigned)lround(view->height * factor);
}

static PuglStatus
open_view(Window* window)
{
  puglSetClassName(window->world, "Equus");
  puglSetHandle(window->view, window);
  puglSetBackend(window->view, puglCairoBackend());
  puglSetEventFunc(window->view, on_event);
  puglSetWindowTitle(window->view, window->config.title);
  puglSetViewHint(window->view, PUGL_RESIZABLE, PUGL_TRUE);
  puglSetSizeHint(window->view, PUGL_DEFAULT_SIZE, (PuglSpan)window->width, (PuglSpan)window->height);
  stop_waiting(window);
  if (window->config.parent) {
    puglSetParentWindow(window->view, window->config.parent);
  }
  const PuglStatus status = puglRealize(window->view);
  return status ? status : puglShow(window->view);
}

Window*
window_new(const WindowConfig* config, EquusError* error)
{
  Window* const window = (Window*)calloc(1, sizeof(Window));
  if (!window || !(window->world = puglNewWorld(PUGL_MODULE, 0)) || !(window->view = puglNewView(window->world))) {
    equus_error_set(error, EQUUS_ERR_HOST, "There is no X display to open a window on; set DISPLAY.");
    window_free(window);
    return NULL;
  }

  window->config = *config;
  window->scale  = limit(config->scale > 0.0 ? config->scale : puglGetScaleFactor(window->view), 0.5, 8.0);
  window->dirty  = true;
  window_wanted_size(window, &window->width, &window->height);
  const PuglStatus status = open_view(window);
  if (status) {
    equus_error_set(error, EQUUS_ERR_HOST, "Can't open a window: %s.", puglStrerror(status));
    window_free(window);
    return NULL;
  }
  return window;
}

void
window_free(Window* window)
{
  if (!window) {
    return;
  }
  if (window->view) {
    puglFreeView(window->view);
  }
  if (window->world) {
    puglFreeWorld(window->world);
  }
  cairo_surface_destroy(window->picture);
  free(window);
}

uintptr_t
window_native(const Window* window)
{
  return (uintptr_t)puglGetNativeView(window->view);
}

void
window_resize(Window* window, unsigned* width, unsigned* height)
{
  window_wanted_size(window, width, height);
  window->wanted_width  = *width;
  window->wanted_height = *height;
  window->waiting       = patience;
  set_least_size(window, *width, *height); // Some hosts heed no wish but this
  if (!window->config.parent) {
    puglSetSize(window->view, *width, *height);
  }
  native_flush(puglGetNativeWorld(window->world));
  fit_view(window);
}

void
window_fill(Window* window, unsigned width, unsigned height)
{
  stop_waiting(window);
  puglSetSize(window->view, width, height);
}

void
window_invalidate(Window* window)
{
  window->dirty = true;
}

bool
window_idle(Window* window)
{
  puglUpdate(window->world, 0.0);
  if (window->waiting) {
    wait_for_size(window);
  }
  return !window->closed;
}
