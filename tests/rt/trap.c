// SPDX-FileCopyrightText: 2026 The Equus developers
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/rt/trap.h"

#include <stdatomic.h>

static atomic_long trapped;

long
trap_count(void)
{
  return atomic_load(&trapped);
}

#ifdef __linux__

#  include <linux/filter.h>
#  include <linux/seccomp.h>
#  include <signal.h>
#  include <stddef.h>
#  include <sys/prctl.h>
#  include <sys/syscall.h>

/// The call is answered with 0, whatever it was
static void
count_trap(int signal_number)
{
  (void)signal_number;
  atomic_fetch_add(&trapped, 1);
}

#  define LET(name) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

bool
trap_system_calls(void)
{
  static struct sock_filter filter[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                                         LET(rt_sigreturn),
                                         LET(exit),
                                         LET(madvise),
                                         LET(munmap),
                                         LET(rt_sigprocmask),
                                         LET(futex),
                                         BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP) };
  const struct sock_fprog   program  = { sizeof(filter) / sizeof(filter[0]), filter };
  struct sigaction          action   = { 0 };

  atomic_store(&trapped, 0);
  action.sa_handler = count_trap;
  return !sigaction(SIGSYS, &action, NULL) && !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
         !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

#else

bool
trap_system_calls(void)
{
  return false;
}

#endif
