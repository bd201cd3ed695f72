// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "plugin/mailbox.h"

#include <stddef.h>

void*
mailbox_put(Mailbox* mailbox, void* item)
{
  return atomic_exchange_explicit(&mailbox->item, item, memory_order_acq_rel);
}

void*
mailbox_take(Mailbox* mailbox)
{
  return mailbox_put(mailbox, NULL);
}
