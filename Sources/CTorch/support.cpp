#include "support.h"

#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <torch/version.h>

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
