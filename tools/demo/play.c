// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Plays an audio file through JACK into a client that may not be there yet, and that into the loudspeakers

#include "tools/demo/song.h"

#include <jack/jack.h>

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct {
  Song             song;
  jack_client_t*   client;
  jack_port_t*     outs[SONG_CHANNELS];
  _Atomic uint64_t position; ///< Frames played
  _Atomic bool     playing;
  _Atomic bool     lost; ///< The server went away
} Player;

static volatile sig_atomic_t stopped = 0;

static void
on_signal(int number)
{
  (void)number;
  stopped = 1;
}

static int
on_process(jack_nframes_t n, void* data)
{
  Player* const  player   = (Player*)data;
  const uint64_t position = atomic_load(&player->position);
  const uint64_t left     = atomic_load(&player->playing) ? player->song.frames - position : 0;
  const uint64_t count    = left < n ? left : n;

  for (unsigned c = 0; c < SONG_CHANNELS; ++c) {
    float* const out = (float*)jack_port_get_buffer(player->outs[c], n);
    memset(out, 0, n * sizeof(float));
    if (count) {
      memcpy(out, player->song.channels[c] + position, count * sizeof(float));
    }
  }

  atomic_store(&player->position, position + count);
  return 0;
}

static void
on_shutdown(void* data)
{
  atomic_store(&((Player*)data)->lost, true);
}

static void
sleep_ms(long ms)
{
  const struct timespec time = { ms / 1000, ms % 1000 * 1000000 };
  nanosleep(&time, NULL);
}

static bool
going_on(Player* player)
{
  return !stopped && !atomic_load(&player->lost);
}

/// Connect the sources to the sinks in order; true if at least one went
static bool
connect_ports(jack_client_t* client, const char** sources, const char** sinks)
{
  bool any = false;
  for (unsigned i = 0; sources && sinks && sources[i] && sinks[i]; ++i) {
    any = !jack_connect(client, sources[i], sinks[i]) || any;
  }
  return any;
}

/// Audio ports of the clients whose name begins with `name`; free with jack_free()
static const char**
ports_of(jack_client_t* client, const char* name, unsigned long flags)
{
  char pattern[256] = { 0 };
  snprintf(pattern, sizeof(pattern), "^%s[^:]*:", name);
  return jack_get_ports(client, pattern, JACK_DEFAULT_AUDIO_TYPE, flags);
}

/// Player to target, target to loudspeakers (where there are any)
static bool
patch(Player* player, const char* target)
{
  const char*  own[] = { jack_port_name(player->outs[0]), jack_port_name(player->outs[1]), NULL };
  const char** ins   = ports_of(player->client, target, JackPortIsInput);
  const char** outs  = ports_of(player->client, target, JackPortIsOutput);
  const char** speakers =
    jack_get_ports(player->client, NULL, JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput | JackPortIsPhysical);

  const bool patched = connect_ports(player->client, own, ins);
  connect_ports(player->client, outs, speakers);

  jack_free(ins);
  jack_free(outs);
  jack_free(speakers);
  return patched;
}

/// Wait up to `seconds` for the target, then connect it
static bool
wait_for_target(Player* player, const char* target, unsigned seconds)
{
  for (unsigned i = 0; i < seconds * 10u && going_on(player); ++i) {
    if (patch(player, target)) {
      return true;
    }
    sleep_ms(100);
  }
  fprintf(stderr, "equus-play: no JACK client named %s within %u s\n", target, seconds);
  return false;
}

static bool
open_client(Player* player, const char* path)
{
  player->client = jack_client_open("equus-play", JackNoStartServer, NULL);
  if (!player->client) {
    fprintf(stderr, "equus-play: no JACK server runs\n");
    return false;
  }

  EquusError   error = { EQUUS_OK, "" };
  const double rate  = jack_get_sample_rate(player->client);
  if (song_load(&player->song, path, rate, &error)) {
    fprintf(stderr, "equus-play: %s\n", error.text);
    return false;
  }

  player->outs[0] = jack_port_register(player->client, "left", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
  player->outs[1] = jack_port_register(player->client, "right", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput, 0);
  jack_set_process_callback(player->client, on_process, player);
  jack_on_shutdown(player->client, on_shutdown, player);
  return player->outs[0] && player->outs[1] && !jack_activate(player->client);
}

static void
play(Player* player)
{
  atomic_store(&player->playing, true);
  while (going_on(player) && atomic_load(&player->position) < player->song.frames) {
    sleep_ms(50);
  }
}

int
main(int argc, char** argv)
{
  if (argc != 3) {
    fprintf(stderr, "Usage: equus-play FILE JACK-CLIENT\n");
    return 2;
  }

  struct sigaction action = { 0 };
  action.sa_handler       = on_signal;
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);

  Player     player = { 0 };
  const bool ready  = open_client(&player, argv[1]) && wait_for_target(&player, argv[2], 30);
  if (ready) {
    play(&player);
  }

  if (player.client) {
    jack_client_close(player.client);
  }
  song_free(&player.song);
  return ready && !atomic_load(&player.lost) ? 0 : 1;
}
