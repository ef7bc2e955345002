// The part of MPI that training needs, out of a library that is loaded when it is asked for.
//
// MPI fixes names and meanings in C source, not the binary interface. The one that is spoken here is Open MPI's, 4 and 5:
// handles are addresses of objects that the library exports, statuses and modes are its numbers. A library without these
// objects is refused.
//
// Every call returns one of the statuses below. All calls of a process come from one thread.
#ifndef CMPI_H
#define CMPI_H

#include <stdint.h>

enum {
  CM_OK = 0,
  /// The library is not there.
  CM_NO_LIBRARY = 1,
  /// The library is not Open MPI.
  CM_OTHER_LIBRARY = 2,
  /// MPI refused, or a call came too early or too late.
  CM_REFUSED = 3,
};

/// What the last failure was; never null.
const char *cm_last_error(void);

/// Loads a library (`path`, or Open MPI's by its name where that is null) and joins the other processes of the job.
int32_t cm_join(const char *path);

/// Leaves the job; nothing can be joined afterwards.
int32_t cm_leave(void);

/// Ends all processes of the job. Does not return.
_Noreturn void cm_abort(int32_t status);

/// This process's number, from 0. Meaningless before `cm_join`.
int32_t cm_rank(void);

/// Processes of the job.
int32_t cm_count(void);

/// What the library calls itself, `Open MPI v4.1.4`; empty before `cm_join`.
const char *cm_library(void);

/// In place of each number, its sum over all processes.
int32_t cm_sum(float *values, int64_t count);

/// In place of the bytes, those of one process.
int32_t cm_broadcast(void *bytes, int64_t count, int32_t root);

#endif
