// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/search_board.h"

#include <string.h>

SearchBoard*
search_board_init(SearchBoard* board)
{
  memset(board, 0, sizeof(*board));
  atomic_init(&board->version, 1);
  atomic_init(&board->delay, SEARCH_UNKNOWN);
  if (!newest_init(&board->maps, sizeof(MapsMessage)) ||
      !newest_init(&board->flips[FLIP_OF_METER], sizeof(FlipMessage)) ||
      !newest_init(&board->flips[FLIP_OF_TARGET], sizeof(FlipMessage))) {
    search_board_clear(board);
    return NULL;
  }
  return board;
}

void
search_board_clear(SearchBoard* board)
{
  newest_clear(&board->maps);
  newest_clear(&board->flips[FLIP_OF_METER]);
  newest_clear(&board->flips[FLIP_OF_TARGET]);
}

void
search_board_change(SearchBoard* board)
{
  atomic_fetch_add(&board->version, 1);
  atomic_store(&board->stop, true);
}

void
search_board_tell_nothing(SearchBoard* board)
{
  memset(newest_draft(&board->maps), 0, sizeof(MapsMessage));
  newest_publish(&board->maps);
  for (unsigned kind = 0; kind < FLIP_KINDS; ++kind) {
    FlipMessage* const flip = (FlipMessage*)newest_draft(&board->flips[kind]);
    memset(flip, 0, sizeof(*flip));
    flip->target = kind == FLIP_OF_TARGET;
    newest_publish(&board->flips[kind]);
  }
}
