// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/lv2/notify.h"

#include <math.h>
#include <string.h>

enum { TIME_SIZE = 8 }; ///< Bytes of an event before its atom

static const double status_rate = 10.0; ///< A second

void
notify_init(Notify* notify, LV2_URID_Map* map)
{
  memset(notify, 0, sizeof(*notify));
  equus_uris_map(&notify->uris, map);
  lv2_atom_forge_init(&notify->forge, map);
}

void
notify_set_window_open(Notify* notify, bool open)
{
  notify->window_open = open;
  notify->view_due    = false;
  notify->wish_due    = false;
  notify->status_due  = false;
  if (open) {
    notify_all(notify);
  }
}

void
notify_all(Notify* notify)
{
  notify->view_due   = notify->window_open;
  notify->wish_due   = notify->window_open;
  notify->status_due = notify->window_open;
  for (unsigned kind = 0; kind < PROPERTIES; ++kind) {
    notify->own_due[kind] = true;
  }
}

void
notify_own_model(Notify* notify, ModelKind kind)
{
  notify->own_due[kind] = true;
}

/// Begin an event; false if there's no room for its time
static bool
begin_event(Notify* notify)
{
  return notify->forge.size - notify->forge.offset >= TIME_SIZE && lv2_atom_forge_frame_time(&notify->forge, 0);
}

/// Take back the event that has begun
static void
cancel_event(Notify* notify, LV2_Atom_Sequence* sequence)
{
  notify->forge.offset -= TIME_SIZE;
  sequence->atom.size -= TIME_SIZE;
}

/// End an event whose message was written or not
static bool
end_event(Notify* notify, LV2_Atom_Sequence* sequence, bool written)
{
  if (!written) {
    cancel_event(notify, sequence);
  }
  return written;
}

static bool
write_view(Notify* notify, LV2_Atom_Sequence* sequence, const char* view)
{
  return begin_event(notify) && end_event(notify, sequence, messages_write_view(&notify->forge, &notify->uris, view));
}

static bool
write_wish(Notify* notify, LV2_Atom_Sequence* sequence, const char* wish)
{
  return begin_event(notify) && end_event(notify, sequence, messages_write_wish(&notify->forge, &notify->uris, wish));
}

static bool
write_status(Notify* notify, LV2_Atom_Sequence* sequence)
{
  return begin_event(notify) &&
         end_event(notify, sequence, messages_write_status(&notify->forge, &notify->uris, &notify->status));
}

static bool
write_reading(Notify* notify, LV2_Atom_Sequence* sequence)
{
  return begin_event(notify) &&
         end_event(notify, sequence, messages_write_reading(&notify->forge, &notify->uris, &notify->reading));
}

static bool
write_spectrum(Notify* notify, LV2_Atom_Sequence* sequence, const SpectrumMessage* spectrum)
{
  return begin_event(notify) &&
         end_event(notify, sequence, messages_write_spectrum(&notify->forge, &notify->uris, spectrum));
}

static bool
write_maps(Notify* notify, LV2_Atom_Sequence* sequence)
{
  return begin_event(notify) &&
         end_event(notify, sequence, messages_write_maps(&notify->forge, &notify->uris, notify->maps));
}

static bool
write_flip(Notify* notify, LV2_Atom_Sequence* sequence)
{
  return begin_event(notify) &&
         end_event(notify, sequence, messages_write_flip(&notify->forge, &notify->uris, notify->flip));
}

static bool
write_mark(Notify* notify, LV2_Atom_Sequence* sequence)
{
  return begin_event(notify) &&
         end_event(notify, sequence, messages_write_mark(&notify->forge, &notify->uris, notify->mark));
}

static double
status_step(const Notify* notify)
{
  return floor(notify->status.time * status_rate);
}

/// What a window must know before readings make sense to it: its own settings, its wish and the models' names
static void
greet(Notify* notify, Equus* equus, LV2_Atom_Sequence* sequence)
{
  const char* const view = equus_view(equus);
  if (notify->view_due && (!*view || write_view(notify, sequence, view))) {
    notify->view_due = false;
  }
  const char* const wish = equus_wish(equus);
  if (notify->wish_due && (!*wish || write_wish(notify, sequence, wish))) {
    notify->wish_due = false;
  }
  equus_status(equus, &notify->status);
  if (notify->status_due && write_status(notify, sequence)) {
    notify->status_due  = false;
    notify->status_step = status_step(notify);
  }
}

static void
write_own_models(Notify* notify, const Equus* equus, LV2_Atom_Sequence* sequence)
{
  for (unsigned kind = 0; kind < PROPERTIES; ++kind) {
    const char* const name = equus_own_model(equus, (ModelKind)kind);
    if (notify->own_due[kind] && begin_event(notify) &&
        end_event(notify, sequence, properties_write_set(&notify->forge, &notify->uris, (ModelKind)kind, name))) {
      notify->own_due[kind] = false;
    }
  }
}

static void
write_readings(Notify* notify, Equus* equus, LV2_Atom_Sequence* sequence)
{
  do {
    notify->has_reading = notify->has_reading || equus_next_reading(equus, &notify->reading);
    if (!notify->has_reading || !write_reading(notify, sequence)) {
      return;
    }
    notify->has_reading = false;
  } while (true);
}

/// Maps and flips, of which only the newest count, and marks; they wait for the next block where there is no room
static void
write_experiment(Notify* notify, Equus* equus, LV2_Atom_Sequence* sequence)
{
  notify->maps = notify->maps ? notify->maps : equus_next_maps(equus);
  if (notify->maps && write_maps(notify, sequence)) {
    notify->maps = NULL;
  }
  notify->flip = notify->flip ? notify->flip : equus_next_flip(equus);
  while (notify->flip && write_flip(notify, sequence)) {
    notify->flip = equus_next_flip(equus);
  }
  notify->mark = notify->mark ? notify->mark : equus_next_mark(equus);
  if (notify->mark && write_mark(notify, sequence)) { // One a block, so that many don't crowd out the rest
    notify->mark = NULL;
  }
}

static void
write_live(Notify* notify, Equus* equus, LV2_Atom_Sequence* sequence)
{
  equus_status(equus, &notify->status);
  if (status_step(notify) != notify->status_step && write_status(notify, sequence)) {
    notify->status_step = status_step(notify);
  }
  for (unsigned tap = 0; tap < TAP_COUNT; ++tap) {
    const SpectrumMessage* const spectrum = equus_next_spectrum(equus, (Tap)tap);
    if (spectrum) {
      write_spectrum(notify, sequence, spectrum);
    }
  }
}

/// Leave nothing, as well as a buffer too small for an empty sequence allows
static void
leave_empty(const Notify* notify, LV2_Atom_Sequence* sequence)
{
  if (sequence->atom.size < sizeof(LV2_Atom_Sequence_Body)) {
    sequence->atom.size = 0;
    sequence->atom.type = 0;
    return;
  }
  sequence->atom.size = sizeof(LV2_Atom_Sequence_Body);
  sequence->atom.type = notify->uris.atom_sequence;
  sequence->body.unit = 0;
  sequence->body.pad  = 0;
}

void
notify_write(Notify* notify, Equus* equus, LV2_Atom_Sequence* sequence)
{
  const uint32_t       room = sequence->atom.size;
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_set_buffer(&notify->forge, (uint8_t*)sequence, room);
  if (room < sizeof(LV2_Atom_Sequence) || !lv2_atom_forge_sequence_head(&notify->forge, &frame, 0)) {
    leave_empty(notify, sequence);
    return;
  }

  write_own_models(notify, equus, sequence);
  if (notify->view_due || notify->wish_due || notify->status_due) {
    greet(notify, equus, sequence);
  }
  write_readings(notify, equus, sequence);
  if (notify->window_open) {
    write_live(notify, equus, sequence);
    write_experiment(notify, equus, sequence);
  }
  lv2_atom_forge_pop(&notify->forge, &frame);
}
