// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Proves: the window's LV2 module tells the plug-in when it opens and closes, turns ports and atoms into a picture and
// input into ports, gestures and atoms, and asks the host for its size.

#include "plugin/lv2/messages.h"
#include "plugin/lv2/ports.h"
#include "plugin/lv2/properties.h"
#include "ui/view_state.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <X11/keysym.h>
#include <lv2/atom/util.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { MAX_URIS = 256, TEXT_SIZE = 1024 };

static const char* bundle;

/// A host that remembers what the window said
typedef struct {
  const char*             uris[MAX_URIS];
  unsigned                n_uris;
  LV2_URID_Map            map;
  LV2UI_Touch             touch;
  LV2UI_Resize            resize;
  EquusUris               known;
  LV2_Atom_Forge          forge;
  void*                   module;
  const LV2UI_Descriptor* descriptor;
  LV2UI_Handle            handle;
  LV2UI_Widget            widget;
  unsigned                channels;

  bool  opened, closed;
  char  view[TEXT_SIZE];
  char  own[TEXT_SIZE]; ///< The user's own tag model
  float values[PARAM_COUNT];
  bool  written[PARAM_COUNT];
  int   held[PARAM_COUNT]; ///< Gestures begun and not ended
  bool  touched[PARAM_COUNT];
  int   width, height; ///< Asked for
} Host;

static Host     host;
static Display* display;

static LV2_URID
map_uri(LV2_URID_Map_Handle handle, const char* uri)
{
  Host* const h = (Host*)handle;
  for (unsigned i = 0; i < h->n_uris; ++i) {
    if (!strcmp(h->uris[i], uri)) {
      return i + 1;
    }
  }
  assert_true(h->n_uris < MAX_URIS);
  h->uris[h->n_uris++] = strdup(uri);
  return h->n_uris;
}

static void
on_touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed)
{
  Host* const    h     = (Host*)handle;
  const unsigned index = port - port_parameter(h->channels, 0);
  assert_true(index < PARAM_COUNT);
  h->held[index] += grabbed ? 1 : -1;
  h->touched[index] = true;
  assert_true(h->held[index] == 0 || h->held[index] == 1);
}

static int
on_resize(LV2UI_Feature_Handle handle, int width, int height)
{
  ((Host*)handle)->width  = width;
  ((Host*)handle)->height = height;
  return 0;
}

static void
take_message(Host* h, const LV2_Atom_Object* object)
{
  bool        open = false;
  const char* json = NULL;
  const char* name = NULL;
  ModelKind   kind = MODEL_MOOD;
  if (messages_read_window(object, &h->known, &open)) {
    h->opened = h->opened || open;
    h->closed = !open;
  } else if (messages_read_view(object, &h->known, &json)) {
    snprintf(h->view, sizeof(h->view), "%s", json);
  } else if (properties_read_set(object, &h->known, &kind, &name) && kind == MODEL_TAGS) {
    snprintf(h->own, sizeof(h->own), "%s", name);
  } else {
    fail();
  }
}

static void
on_write(LV2UI_Controller controller, uint32_t port, uint32_t size, uint32_t protocol, const void* buffer)
{
  Host* const h = (Host*)controller;
  if (protocol == h->known.atom_event_transfer) {
    assert_int_equal(port, port_control(h->channels));
    assert_int_equal(size, lv2_atom_total_size((const LV2_Atom*)buffer));
    take_message(h, (const LV2_Atom_Object*)buffer);
    return;
  }
  const unsigned index = port - port_parameter(h->channels, 0);
  assert_int_equal(protocol, 0);
  assert_int_equal(size, sizeof(float));
  assert_true(index < PARAM_COUNT && h->held[index]);
  h->values[index]  = *(const float*)buffer;
  h->written[index] = true;
}

static void
open_module(Host* h)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/equus_ui.so", bundle);
  h->module = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  assert_non_null(h->module);
  LV2UI_DescriptorFunction function = NULL;
  *(void**)&function                = dlsym(h->module, "lv2ui_descriptor");
  assert_non_null(function);
  assert_null(function(1));
  h->descriptor = function(0);
  assert_string_equal(h->descriptor->URI, EQUUS_URN_UI);
}

static void
open_window(Host* h, const char* plugin, float scale)
{
  char path[4096];
  snprintf(path, sizeof(path), "%s/", bundle);
  const LV2_URID           number    = map_uri(h, LV2_ATOM__Float);
  const LV2_Options_Option options[] = {
    { LV2_OPTIONS_INSTANCE, 0, map_uri(h, LV2_UI__scaleFactor), sizeof(float), number, &scale },
    { LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL }
  };
  const LV2_Feature        map        = { LV2_URID__map, &h->map };
  const LV2_Feature        touch      = { LV2_UI__touch, &h->touch };
  const LV2_Feature        resize     = { LV2_UI__resize, &h->resize };
  const LV2_Feature        option     = { LV2_OPTIONS__options, (void*)options };
  const LV2_Feature* const features[] = { &map, &touch, &resize, &option, NULL };

  h->channels = equus_uri_channels(plugin);
  h->handle   = h->descriptor->instantiate(h->descriptor, plugin, path, on_write, h, &h->widget, features);
  assert_non_null(h->handle);
}

static int
set_up(void** state)
{
  (void)state;
  memset(&host, 0, sizeof(host));
  host.map    = (LV2_URID_Map){ &host, map_uri };
  host.touch  = (LV2UI_Touch){ &host, on_touch };
  host.resize = (LV2UI_Resize){ &host, on_resize };
  equus_uris_map(&host.known, &host.map);
  lv2_atom_forge_init(&host.forge, &host.map);
  open_module(&host);
  open_window(&host, EQUUS_URN_STEREO, 1.0f);
  return 0;
}

static int
tear_down(void** state)
{
  (void)state;
  if (host.handle) {
    host.descriptor->cleanup(host.handle);
  }
  assert_true(host.closed);
  for (unsigned i = 0; i < host.n_uris; ++i) {
    free((void*)host.uris[i]);
  }
  dlclose(host.module);
  return 0;
}

/// Call idle as a host does, for so many thirtieths of a second
static void
idle(unsigned n)
{
  const LV2UI_Idle_Interface* const interface =
    (const LV2UI_Idle_Interface*)host.descriptor->extension_data(LV2_UI__idleInterface);
  const struct timespec pause = { 0, 33000000 };
  assert_non_null(interface);
  XSync(display, False);
  for (unsigned i = 0; i < n; ++i) {
    assert_int_equal(interface->idle(host.handle), 0);
    nanosleep(&pause, NULL);
  }
}

static void
press(KeySym symbol, unsigned modifiers)
{
  XEvent event;
  memset(&event, 0, sizeof(event));
  event.xkey = (XKeyEvent){ .type        = KeyPress,
                            .display     = display,
                            .window      = (Window)host.widget,
                            .root        = DefaultRootWindow(display),
                            .keycode     = XKeysymToKeycode(display, symbol),
                            .state       = modifiers,
                            .same_screen = True };
  XSendEvent(display, (Window)host.widget, False, NoEventMask, &event);
  idle(3);
}

static void
point(int type, int x, int y)
{
  XEvent event;
  memset(&event, 0, sizeof(event));
  if (type == MotionNotify) {
    event.xmotion = (XMotionEvent){ .type = type, .display = display, .window = (Window)host.widget, .x = x, .y = y };
  } else {
    event.xbutton = (XButtonEvent){
      .type = type, .display = display, .window = (Window)host.widget, .x = x, .y = y, .button = Button1
    };
  }
  XSendEvent(display, (Window)host.widget, False, NoEventMask, &event);
  idle(2);
}

static void
give(bool written)
{
  const LV2_Atom* const atom = (const LV2_Atom*)(const void*)host.forge.buf;
  assert_true(written);
  host.descriptor->port_event(
    host.handle, port_notify(host.channels), lv2_atom_total_size(atom), host.known.atom_event_transfer, atom);
}

static LV2_Atom_Forge*
begin(void)
{
  static uint64_t buffer[4096];
  lv2_atom_forge_set_buffer(&host.forge, (uint8_t*)buffer, sizeof(buffer));
  return &host.forge;
}

static void
give_status(const char* model)
{
  StatusMessage status = { .host_rate = 48000.0, .shown = { PLACE_MSD_MUSICNN, PLACE_VIBENET, 0 }, .analysing = true };
  snprintf(status.model[PLACE_MSD_MUSICNN], sizeof(status.model[PLACE_MSD_MUSICNN]), "%s", model);
  give(messages_write_status(begin(), &host.known, &status));
}

/// Sum over the picture that tells one from another
static unsigned long
look(void)
{
  XWindowAttributes attributes;
  idle(6);
  assert_true(XGetWindowAttributes(display, (Window)host.widget, &attributes));
  XImage* const image = XGetImage(
    display, (Window)host.widget, 0, 0, (unsigned)attributes.width, (unsigned)attributes.height, AllPlanes, ZPixmap);
  unsigned long sum = 0;
  assert_non_null(image);
  for (int i = 0; i < image->height * image->bytes_per_line; ++i) {
    sum = sum * 31 + (unsigned char)image->data[i];
  }
  XDestroyImage(image);
  return sum;
}

static void
opening_and_closing_are_told(void** state)
{
  (void)state;
  assert_true(host.opened && !host.closed);
  assert_int_equal(host.width, 1180);
  assert_int_equal(host.height, 760);
  host.descriptor->cleanup(host.handle);
  host.handle = NULL;
  assert_true(host.closed);
}

static void
keys_set_parameters_within_gestures(void** state)
{
  (void)state;
  press(XK_b, 0);
  assert_true(host.written[PARAM_ENABLED] && host.touched[PARAM_ENABLED]);
  assert_true(host.values[PARAM_ENABLED] == 0.0f);
  press(XK_4, 0);
  press(XK_Up, 0);
  assert_true(host.values[parameter_of_band(3, BAND_GAIN)] == 0.5f);
  for (unsigned i = 0; i < PARAM_COUNT; ++i) {
    assert_int_equal(host.held[i], 0);
  }
}

static void
a_drag_holds_its_parameters_until_it_ends(void** state)
{
  (void)state;
  const unsigned gain = parameter_of_band(3, BAND_GAIN);
  float          echo = -20.0f;
  point(MotionNotify, 555, 617); // Band 4 at 500 Hz and 0 dB
  point(ButtonPress, 555, 617);
  point(MotionNotify, 565, 590);
  assert_true(host.written[gain] && host.held[gain] == 1);
  const float value = host.values[gain];
  assert_true(value > 1.0f);

  host.descriptor->port_event(host.handle, port_parameter(2, gain), sizeof(float), 0, &echo); // Late, of before
  point(MotionNotify, 566, 590);
  assert_true(host.values[gain] == value);
  point(ButtonRelease, 566, 590);
  assert_int_equal(host.held[gain], 0);
}

static void
parameters_and_messages_change_the_picture(void** state)
{
  (void)state;
  const float         gain  = 9.0f;
  const unsigned long blank = look();
  assert_true(look() == blank);
  host.descriptor->port_event(host.handle, port_parameter(2, parameter_of_band(3, BAND_GAIN)), sizeof(float), 0, &gain);
  const unsigned long moved = look();
  assert_true(moved != blank);

  give_status("MSD_musicnn");
  const unsigned long greeted = look();
  assert_true(greeted != moved);

  ReadingMessage reading = { .place = PLACE_MSD_MUSICNN, .time = 3.0, .n_values = 54 };
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    reading.tap       = (Tap)tap;
    reading.values[7] = (float)tap;
    give(messages_write_reading(begin(), &host.known, &reading));
  }
  const unsigned long read = look();
  assert_true(read != greeted);

  SpectrumMessage spectrum = { .tap = TAP_WET };
  give(messages_write_spectrum(begin(), &host.known, &spectrum));
  assert_true(look() != read);
}

static void
an_unknown_model_or_message_does_no_harm(void** state)
{
  (void)state;
  LV2_Atom_Object object = { { sizeof(LV2_Atom_Object_Body), host.known.atom_object }, { 0, 12345 } };
  const float     number = 1.0f;
  give_status("no such model");
  give_status("../../../etc/passwd");
  host.descriptor->port_event(
    host.handle, port_notify(2), (uint32_t)sizeof(object), host.known.atom_event_transfer, &object);
  host.descriptor->port_event(host.handle, port_notify(2), 4, host.known.atom_event_transfer, &object);
  host.descriptor->port_event(host.handle, 9999, sizeof(float), 0, &number);
  host.descriptor->port_event(host.handle, port_parameter(2, 0), 3, 0, &number);
  host.descriptor->port_event(host.handle, port_parameter(2, 0), sizeof(float), 77, &number);
  idle(3);
}

static void
the_view_is_taken_from_the_plugin_and_given_back(void** state)
{
  (void)state;
  ViewState view;
  view_state_init(&view);
  give(messages_write_view(begin(), &host.known, "{\"width\":900,\"height\":600,\"theme\":\"light\",\"zoom\":100}"));
  give_status("");
  assert_int_equal(host.width, 900);
  assert_int_equal(host.height, 600);
  idle(3);
  press(XK_t, 0);
  assert_true(view_state_load(&view, host.view));
  assert_int_equal(view.theme, THEME_CONTRAST);
  assert_true(view.width == 900.0 && view.height == 600.0);
}

/// Install a side-car of the bundle in the user's folder under another name of the same length
static void
install_own(const char* folder)
{
  char  path[4096];
  char  text[16384];
  FILE* file = NULL;
  snprintf(path, sizeof(path), "%s/models/MTT_vgg.json", bundle);
  file = fopen(path, "rb");
  assert_non_null(file);
  const size_t n = fread(text, 1, sizeof(text) - 1, file);
  fclose(file);
  text[n] = '\0';
  for (char* name = text; (name = strstr(name, "MTT_vgg")); ++name) {
    memcpy(name, "own_vgg", strlen("own_vgg"));
  }

  snprintf(path, sizeof(path), "%s/equus", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof(path), "%s/equus/models", folder);
  assert_int_equal(mkdir(path, 0700), 0);
  snprintf(path, sizeof(path), "%s/equus/models/own_vgg.json", folder);
  file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text, 1, n, file), n);
  fclose(file);
}

static void
remove_own(const char* folder)
{
  static const char* const names[] = { "equus/models/own_vgg.json", "equus/models", "equus", "" };
  for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); ++i) {
    char path[4096];
    snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
    assert_int_equal(remove(path), 0);
  }
}

static void
a_model_in_the_users_folder_is_chosen_from_the_menu(void** state)
{
  (void)state;
  char folder[] = "/tmp/equus-test-XXXXXX";
  assert_non_null(mkdtemp(folder));
  install_own(folder);
  setenv("XDG_DATA_HOME", folder, 1);
  point(MotionNotify, 786, 27); // The menu of tag models
  point(ButtonPress, 786, 27);
  point(ButtonRelease, 786, 27);
  for (unsigned i = 0; i < 5; ++i) { // From MSD musicnn past MTT vgg
    press(XK_Down, 0);
  }
  press(XK_Return, 0);
  unsetenv("XDG_DATA_HOME");
  remove_own(folder);
  assert_string_equal(host.own, "own_vgg");
  assert_true(host.values[PARAM_TAG_MODEL] == (float)TAG_MODEL_OWN && host.held[PARAM_TAG_MODEL] == 0);
}

static void
zoom_asks_the_host_for_room(void** state)
{
  (void)state;
  press(XK_equal, 0);
  assert_int_equal(host.width, 1475);
  assert_int_equal(host.height, 950);
  press(XK_0, 0);
  assert_int_equal(host.width, 1180);
}

static void
a_host_may_resize_and_the_size_is_kept(void** state)
{
  (void)state;
  ViewState view;
  view_state_init(&view);
  give_status("");
  idle(20);
  XResizeWindow(display, (Window)host.widget, 1000, 700);
  idle(40);
  assert_true(view_state_load(&view, host.view));
  assert_true(view.width == 1000.0 && view.height == 700.0);
}

static void
the_hosts_scale_counts(void** state)
{
  (void)state;
  host.descriptor->cleanup(host.handle);
  open_window(&host, EQUUS_URN_MONO, 1.5f);
  assert_int_equal(host.width, 1770);
  assert_int_equal(host.height, 1140);
  press(XK_m, 0);
  assert_true(host.values[PARAM_LEVEL_MATCH] == 0.0f); // Through the ports of the mono plug-in
}

static void
without_what_it_needs_it_refuses(void** state)
{
  (void)state;
  LV2UI_Widget             widget     = NULL;
  const LV2_Feature* const features[] = { NULL };
  assert_null(host.descriptor->instantiate(
    host.descriptor, EQUUS_URN_STEREO, "/nonexistent/", on_write, &host, &widget, features));
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(int argc, char** argv)
{
  const struct CMUnitTest tests[] = {
    CASE(opening_and_closing_are_told),
    CASE(keys_set_parameters_within_gestures),
    CASE(a_drag_holds_its_parameters_until_it_ends),
    CASE(parameters_and_messages_change_the_picture),
    CASE(an_unknown_model_or_message_does_no_harm),
    CASE(the_view_is_taken_from_the_plugin_and_given_back),
    CASE(a_model_in_the_users_folder_is_chosen_from_the_menu),
    CASE(zoom_asks_the_host_for_room),
    CASE(a_host_may_resize_and_the_size_is_kept),
    CASE(the_hosts_scale_counts),
    CASE(without_what_it_needs_it_refuses),
  };
  if (argc != 2) {
    return 2;
  }
  bundle  = argv[1];
  display = XOpenDisplay(NULL);
  if (!display) {
    return 77;
  }
  const int failed = cmocka_run_group_tests(tests, NULL, NULL);
  XCloseDisplay(display);
  return failed;
}
