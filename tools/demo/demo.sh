# shellcheck shell=bash disable=SC2154
# SPDX-FileCopyrightText: 2026 The Equus developers
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What `./bootstrap demo` does once all is built: real songs, the experiment, its report, the window.
# Sourced by bootstrap, whose $build, $command, step, warn and die it uses.

songs=/usr/share/games/fretsonfire/data/songs/sectoid
demo_folder=$build/demo
demo_start=30   # Seconds into each song at which the experiment begins
demo_length=40  # Seconds of each song that it hears
demo_show=0     # Seconds that the window stays, 0 for the whole song
demo_jobs=()    # Processes to end with the demo

demo_options()
{
  while [ $# -gt 0 ]; do
    case $1 in
    --whole)
      demo_start=0
      demo_length=100000
      ;;
    --show)
      [[ ${2:-} =~ ^[0-9]+$ ]] || die "--show wants a number of seconds"
      demo_show=$2
      shift
      ;;
    *) die "unknown option: $1 (demo knows --whole and --show SECONDS)" ;;
    esac
    shift
  done
}

# mix FOLDER OUTPUT [OPTION...]: band and guitar together, in float, no level changed; the options go to ffmpeg
mix()
{
  local from=$1 to=$2
  shift 2
  ffmpeg -v error -nostdin -y -i "$from/song.ogg" -i "$from/guitar.ogg" \
    -filter_complex 'amix=inputs=2:duration=longest:normalize=0' "$@" -c:a pcm_f32le "$demo_folder/part.wav" ||
    die "ffmpeg could not mix $from"
  mv "$demo_folder/part.wav" "$to"
}

mix_songs()
{
  local folder name
  mkdir -p "$demo_folder/stretch"
  for folder in "$songs"/*/; do
    folder=${folder%/}
    name=${folder##*/}
    echo "  $name"
    [ -f "$demo_folder/$name.wav" ] || mix "$folder" "$demo_folder/$name.wav"
    mix "$folder" "$demo_folder/stretch/$name.wav" -ss $demo_start -t $demo_length
  done
}

# --- A sound server -----------------------------------------------------------------------------

demo_cleanup()
{
  local job
  for job in "${demo_jobs[@]}"; do
    kill "$job" 2>/dev/null || true
  done
  for job in "${demo_jobs[@]}"; do
    wait "$job" 2>/dev/null || true
  done
  demo_jobs=()
}

has_pipewire()
{
  command -v pw-jack >/dev/null && [ -S "${PIPEWIRE_RUNTIME_DIR:-${XDG_RUNTIME_DIR:-/run}}/pipewire-0" ]
}

has_jack()
{
  JACK_NO_START_SERVER=1 timeout -k 1 5 jack_lsp >/dev/null 2>&1
}

# Find PipeWire or JACK, or start a private JACK without a sound card; sets $sound, the words before a JACK client
sound=()
sound_server()
{
  if has_pipewire; then
    echo "Playing through PipeWire"
    sound=(pw-jack)
  elif has_jack; then
    echo "Playing through the JACK server that runs"
  else
    export JACK_DEFAULT_SERVER=equus-demo-$$ JACK_NO_AUDIO_RESERVATION=1
    echo "Neither PipeWire nor JACK runs: a private JACK without a sound card plays, so nothing is heard"
    jackd --no-realtime -n "$JACK_DEFAULT_SERVER" -d dummy -r 44100 -p 1024 >"$demo_folder/jackd.log" 2>&1 &
    demo_jobs+=($!)
    timeout -k 1 10 jack_wait -s "$JACK_DEFAULT_SERVER" -w >/dev/null 2>&1 ||
      { warn "jackd does not start, see $demo_folder/jackd.log; the picture above shows the window" && return 1; }
  fi
}

# --- The window ---------------------------------------------------------------------------------

can_show()
{
  [ -n "${DISPLAY:-}" ] && command -v jalv.gtk3 >/dev/null && [ -x "$build/tools/demo/equus-play" ]
}

# show SONG: the window in jalv while the song plays, until one of the two ends
show()
{
  local jalv_pid play_pid
  trap demo_cleanup EXIT
  trap 'exit 130' INT TERM
  sound_server || return 0
  echo "It opens with the preset \"Telephone\"; drag the bands, or choose another from its list"
  echo "Close the window or press Ctrl-C to end"
  mkdir -p "$demo_folder/lv2"
  ln -sfn "$PWD/$build/equus.lv2" "$demo_folder/lv2/equus.lv2"
  LV2_PATH=$PWD/$demo_folder/lv2:/usr/lib/lv2 "${sound[@]}" jalv.gtk3 --jack-name equus-demo \
    --preset urn:equus:preset:telephone:stereo urn:equus:stereo >"$demo_folder/jalv.log" 2>&1 &
  jalv_pid=$!
  demo_jobs+=("$jalv_pid")
  sleep 2
  if ! kill -0 "$jalv_pid" 2>/dev/null; then
    demo_cleanup
    warn "the window did not open, see $demo_folder/jalv.log; the picture above shows it"
    return 0
  fi
  "${sound[@]}" timeout -k 2 "$demo_show" "$build/tools/demo/equus-play" "$1" equus-demo &
  play_pid=$!
  demo_jobs+=("$play_pid")
  wait -n "$jalv_pid" "$play_pid" || true
  demo_cleanup
}

demo()
{
  local stretches song
  demo_options "$@"
  mkdir -p "$demo_folder"

  step "Mixing four songs by Sectoid (Carlos Viola Iborra), made for the game Frets on Fire"
  mix_songs
  stretches=("$demo_folder"/stretch/*.wav)
  song=${stretches[0]##*/}

  step "The experiment: every preset on $demo_length s of each song, dry against wet"
  $command hans "${stretches[@]}" --out "$demo_folder/report" || die "equus hans failed"

  step "The report"
  echo "$PWD/$demo_folder/report/index.html"

  step "A picture of the window"
  $command render "${stretches[0]}" --at $((demo_length < 60 ? demo_length - 5 : 55)) --preset telephone \
    -o "$demo_folder/window.png" || die "equus render failed"
  echo "$PWD/$demo_folder/window.png"

  step "The window, while \"${song%.wav}\" plays"
  if can_show; then
    show "$demo_folder/$song"
  else
    echo "No display, or no jalv or JACK here: the picture above shows it"
  fi
}
