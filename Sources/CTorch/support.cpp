#include "support.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <dlfcn.h>
#include <torch/version.h>

#include <algorithm>

namespace ctorch {

static thread_local std::string last_message;

int32_t fail(int32_t status, const char *message) noexcept {
  try {
    last_message = message;
  } catch (...) {
    last_message.clear();
  }
  return status;
}

at::ScalarType scalar_type(int32_t dtype) {
  switch (dtype) {
    case CT_FLOAT32: return at::kFloat;
    case CT_FLOAT64: return at::kDouble;
    case CT_BFLOAT16: return at::kBFloat16;
    case CT_FLOAT16: return at::kHalf;
    case CT_INT64: return at::kLong;
    case CT_INT32: return at::kInt;
    case CT_BOOL: return at::kBool;
    case CT_UINT8: return at::kByte;
    default: refuse("unknown dtype number " + std::to_string(dtype));
  }
}

namespace {

struct Job {
  const std::function<void(int64_t, int64_t)> *body;
  int64_t count;
  int64_t pieces;
};

// The entry points of the OpenMP library that libtorch has loaded: using its team of threads, rather than another one,
// keeps the processor from being shared by two teams. Looked up at run time, since the compiler has no OpenMP of its own.
using ParallelEntry = void (*)(void (*)(void *), void *, unsigned, unsigned);
using NumberEntry = int (*)();

const ParallelEntry parallel_entry = reinterpret_cast<ParallelEntry>(dlsym(RTLD_DEFAULT, "GOMP_parallel"));
const NumberEntry thread_number = reinterpret_cast<NumberEntry>(dlsym(RTLD_DEFAULT, "omp_get_thread_num"));
const NumberEntry team_size = reinterpret_cast<NumberEntry>(dlsym(RTLD_DEFAULT, "omp_get_num_threads"));

void run_pieces(void *data) {
  const Job &job = *static_cast<const Job *>(data);
  const int64_t team = team_size();
  for (int64_t piece = thread_number(); piece < job.pieces; piece += team) {
    (*job.body)(job.count * piece / job.pieces, job.count * (piece + 1) / job.pieces);
  }
}

}  // namespace

void parallel(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t)> &body) {
  if (count <= 0) return;
  const int64_t threads = at::get_num_threads();
  const int64_t pieces = std::min<int64_t>(threads, std::max<int64_t>(1, count / std::max<int64_t>(1, grain)));
  if (pieces == 1 || parallel_entry == nullptr || thread_number == nullptr || team_size == nullptr) {
    body(0, count);
    return;
  }
  Job job{&body, count, pieces};
  parallel_entry(run_pieces, &job, static_cast<unsigned>(threads), 0);
}

}  // namespace ctorch

using namespace ctorch;

const char *ct_last_error(void) { return last_message.c_str(); }

const char *ct_version(void) { return TORCH_VERSION; }

int32_t ct_set_threads(int32_t count) {
  return guarded([&] {
    if (count < 1) refuse("the number of threads must be at least 1");
    at::set_num_threads(count);
  });
}

int32_t ct_threads(void) { return at::get_num_threads(); }

bool ct_has_native_bfloat16(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") || __builtin_cpu_supports("amx-bf16");
#else
  return false;
#endif
}

bool ct_has_cuda(void) { return at::hasCUDA(); }
