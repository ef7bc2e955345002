#include "cmpi.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Open MPI's handles are pointers to structures of its own.
typedef void *Handle;

enum {
  kSuccess = 0,
  kFunneled = 1,         // MPI_THREAD_FUNNELED: calls come from the thread that joined
  kErrorText = 512,      // above MPI_MAX_ERROR_STRING and MPI_MAX_LIBRARY_VERSION_STRING, both 256
};

// Numbers a call: counts are ints in MPI, and a library may copy as much again.
static const int64_t kPiece = INT64_C(1) << 26;

static struct {
  int (*init_thread)(int *, char ***, int, int *);
  int (*finalize)(void);
  int (*abort)(Handle, int);
  int (*comm_rank)(Handle, int *);
  int (*comm_size)(Handle, int *);
  int (*comm_set_errhandler)(Handle, Handle);
  int (*allreduce)(const void *, void *, int, Handle, Handle, Handle);
  int (*bcast)(void *, int, Handle, int, Handle);
  int (*error_string)(int, char *, int *);
  int (*library_version)(char *, int *);
  Handle world, float_type, byte_type, sum, errors_return;
} mpi;

static enum { kOutside, kInside, kAfter } state = kOutside;
static int rank = 0, count = 1;
static char last_error[2 * kErrorText];
static char library[kErrorText];

const char *cm_last_error(void) { return last_error; }
int32_t cm_rank(void) { return rank; }
int32_t cm_count(void) { return count; }
const char *cm_library(void) { return library; }

static int32_t fail(int32_t status, const char *what, const char *why) {
  snprintf(last_error, sizeof last_error, "%s%s%s", what, *why ? ": " : "", why);
  return status;
}

// A status of MPI's as one of ours.
static int32_t checked(int code, const char *what) {
  if (code == kSuccess) return CM_OK;
  char text[kErrorText] = "";
  int length = 0;
  if (mpi.error_string(code, text, &length) != kSuccess) snprintf(text, sizeof text, "error %d", code);
  return fail(CM_REFUSED, what, text);
}

// Finds everything by name. A function's address cannot be cast from a data pointer in ISO C, so its bytes are copied.
static int32_t resolve(void *handle) {
  const struct {
    const char *name;
    void *place;
  } wanted[] = {
      {"ompi_mpi_comm_world", &mpi.world},
      {"ompi_mpi_float", &mpi.float_type},
      {"ompi_mpi_byte", &mpi.byte_type},
      {"ompi_mpi_op_sum", &mpi.sum},
      {"ompi_mpi_errors_return", &mpi.errors_return},
      {"MPI_Init_thread", &mpi.init_thread},
      {"MPI_Finalize", &mpi.finalize},
      {"MPI_Abort", &mpi.abort},
      {"MPI_Comm_rank", &mpi.comm_rank},
      {"MPI_Comm_size", &mpi.comm_size},
      {"MPI_Comm_set_errhandler", &mpi.comm_set_errhandler},
      {"MPI_Allreduce", &mpi.allreduce},
      {"MPI_Bcast", &mpi.bcast},
      {"MPI_Error_string", &mpi.error_string},
      {"MPI_Get_library_version", &mpi.library_version},
  };
  for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
    void *found = dlsym(handle, wanted[i].name);
    if (found == NULL) return fail(CM_OTHER_LIBRARY, "it has no symbol", wanted[i].name);
    memcpy(wanted[i].place, &found, sizeof found);
  }
  return CM_OK;
}

int32_t cm_join(const char *path) {
  if (state != kOutside) return fail(CM_REFUSED, "a process joins once", "");
  // Open MPI loads parts of itself later, which look for its symbols among the global ones.
  void *handle = dlopen(path != NULL ? path : "libmpi.so.40", RTLD_NOW | RTLD_GLOBAL);
  if (handle == NULL && path == NULL) handle = dlopen("libmpi.so", RTLD_NOW | RTLD_GLOBAL);
  if (handle == NULL) {
    const char *why = dlerror();
    return fail(CM_NO_LIBRARY, "it cannot be loaded", why != NULL ? why : "");
  }
  int32_t status = resolve(handle);
  if (status != CM_OK) return status;
  int length = 0, provided = 0;
  if (mpi.library_version(library, &length) != kSuccess) library[0] = 0;
  library[strcspn(library, ",\n")] = 0;
  if ((status = checked(mpi.init_thread(NULL, NULL, kFunneled, &provided), "MPI_Init_thread")) != CM_OK) return status;
  state = kInside;
  if (provided < kFunneled) return fail(CM_REFUSED, "MPI_Init_thread", "this build takes calls from no thread but main");
  if ((status = checked(mpi.comm_set_errhandler(mpi.world, mpi.errors_return), "MPI_Comm_set_errhandler")) != CM_OK ||
      (status = checked(mpi.comm_rank(mpi.world, &rank), "MPI_Comm_rank")) != CM_OK) {
    return status;
  }
  return checked(mpi.comm_size(mpi.world, &count), "MPI_Comm_size");
}

int32_t cm_leave(void) {
  if (state != kInside) return fail(CM_REFUSED, "this process is in no job", "");
  state = kAfter;
  return checked(mpi.finalize(), "MPI_Finalize");
}

void cm_abort(int32_t status) {
  if (state == kInside) mpi.abort(mpi.world, status);
  _Exit(status);
}

int32_t cm_sum(float *values, int64_t number) {
  if (state != kInside) return fail(CM_REFUSED, "this process is in no job", "");
  void *const in_place = (void *)1;  // MPI_IN_PLACE
  for (int64_t start = 0; start < number; start += kPiece) {
    const int64_t piece = number - start < kPiece ? number - start : kPiece;
    const int code = mpi.allreduce(in_place, values + start, (int)piece, mpi.float_type, mpi.sum, mpi.world);
    if (code != kSuccess) return checked(code, "MPI_Allreduce");
  }
  return CM_OK;
}

int32_t cm_broadcast(void *bytes, int64_t number, int32_t root) {
  if (state != kInside) return fail(CM_REFUSED, "this process is in no job", "");
  for (int64_t start = 0; start < number; start += kPiece) {
    const int64_t piece = number - start < kPiece ? number - start : kPiece;
    const int code = mpi.bcast((char *)bytes + start, (int)piece, mpi.byte_type, root, mpi.world);
    if (code != kSuccess) return checked(code, "MPI_Bcast");
  }
  return CM_OK;
}
