// Inside of CTorch: handles, the guard around every call, and threads.
#pragma once

#include <ATen/core/Tensor.h>

#include <functional>
#include <new>
#include <string>

#include "include/ctorch.h"
#include "team.h"

struct ct_tensor {
  at::Tensor value;
};

struct ct_generator {
  at::Generator value;
};

namespace ctorch {

/// Keeps the message of a failure for ct_last_error, and passes the status on.
int32_t fail(int32_t status, const char *message) noexcept;

/// Runs a body; turns everything that it throws into a status.
template <typename Body>
int32_t guarded(Body &&body) noexcept {
  try {
    body();
    return CT_OK;
  } catch (const c10::OutOfMemoryError &error) {
    return fail(CT_OUT_OF_MEMORY, error.what_without_backtrace());
  } catch (const c10::Error &error) {
    return fail(CT_TORCH_ERROR, error.what_without_backtrace());
  } catch (const std::bad_alloc &) {
    return fail(CT_OUT_OF_MEMORY, "out of memory");
  } catch (const std::invalid_argument &error) {
    return fail(CT_INVALID_ARGUMENT, error.what());
  } catch (const std::exception &error) {
    return fail(CT_UNKNOWN_ERROR, error.what());
  } catch (...) {
    return fail(CT_UNKNOWN_ERROR, "an exception of unknown type");
  }
}

/// Gives a new handle to the caller.
inline void give(at::Tensor value, ct_tensor **out) { *out = new ct_tensor{std::move(value)}; }

inline at::IntArrayRef extents(const int64_t *shape, int32_t rank) {
  return at::IntArrayRef(shape, static_cast<size_t>(rank));
}

inline std::vector<at::Tensor> values(const ct_tensor *const *tensors, int32_t count) {
  std::vector<at::Tensor> result;
  result.reserve(count);
  for (int32_t i = 0; i < count; i++) result.push_back(tensors[i]->value);
  return result;
}

/// libtorch's type for one of ours. Throws std::invalid_argument for an unknown number.
at::ScalarType scalar_type(int32_t dtype);

[[noreturn]] inline void refuse(const std::string &message) { throw std::invalid_argument(message); }

}  // namespace ctorch
