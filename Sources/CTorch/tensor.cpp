// Making, reading and converting tensors; random streams.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <ATen/ops/rand.h>
#include <ATen/ops/randn.h>

#include <cstring>

#include "support.h"

using namespace ctorch;

void ct_tensor_free(ct_tensor *tensor) { delete tensor; }

int32_t ct_from_bytes(const void *bytes, size_t count, int32_t dtype, const int64_t *shape, int32_t rank,
                      ct_tensor **out) {
  return guarded([&] {
    at::Tensor value = at::empty(extents(shape, rank), at::TensorOptions().dtype(scalar_type(dtype)));
    if (value.nbytes() != count) {
      refuse("the shape needs " + std::to_string(value.nbytes()) + " bytes, not " + std::to_string(count));
    }
    if (count > 0) std::memcpy(value.mutable_data_ptr(), bytes, count);
    give(std::move(value), out);
  });
}

int32_t ct_full(const int64_t *shape, int32_t rank, double value, int32_t dtype, ct_tensor **out) {
  return guarded(
      [&] { give(at::full(extents(shape, rank), value, at::TensorOptions().dtype(scalar_type(dtype))), out); });
}

int32_t ct_arange(int64_t count, ct_tensor **out) {
  return guarded([&] { give(at::arange(count, at::kLong), out); });
}

int32_t ct_random(const int64_t *shape, int32_t rank, bool normal, ct_generator *generator, ct_tensor **out) {
  return guarded([&] {
    const auto options = at::TensorOptions().dtype(at::kFloat);
    give(normal ? at::randn(extents(shape, rank), generator->value, options)
                : at::rand(extents(shape, rank), generator->value, options),
         out);
  });
}

int32_t ct_to_bytes(const ct_tensor *tensor, void *bytes, size_t count) {
  return guarded([&] {
    const at::Tensor value = tensor->value.detach().to(at::kCPU).contiguous();
    if (value.nbytes() != count) {
      refuse("the tensor has " + std::to_string(value.nbytes()) + " bytes, not " + std::to_string(count));
    }
    if (count > 0) std::memcpy(bytes, value.const_data_ptr(), count);
  });
}

int32_t ct_data(const ct_tensor *tensor, void **out) {
  return guarded([&] {
    if (!tensor->value.device().is_cpu()) refuse("the tensor is not in host memory");
    if (!tensor->value.is_contiguous()) refuse("the tensor is not contiguous");
    *out = tensor->value.data_ptr();
  });
}

int32_t ct_rank(const ct_tensor *tensor) { return static_cast<int32_t>(tensor->value.dim()); }

void ct_shape(const ct_tensor *tensor, int64_t *out) {
  const auto sizes = tensor->value.sizes();
  std::copy(sizes.begin(), sizes.end(), out);
}

int32_t ct_dtype_of(const ct_tensor *tensor, int32_t *out) {
  return guarded([&] {
    switch (tensor->value.scalar_type()) {
      case at::kFloat: *out = CT_FLOAT32; break;
      case at::kDouble: *out = CT_FLOAT64; break;
      case at::kBFloat16: *out = CT_BFLOAT16; break;
      case at::kHalf: *out = CT_FLOAT16; break;
      case at::kLong: *out = CT_INT64; break;
      case at::kInt: *out = CT_INT32; break;
      case at::kBool: *out = CT_BOOL; break;
      case at::kByte: *out = CT_UINT8; break;
      default: refuse("an element type that this interface has no number for");
    }
  });
}

int32_t ct_device_of(const ct_tensor *tensor) {
  const auto device = tensor->value.device();
  return device.is_cuda() ? device.index() : -1;
}

int32_t ct_convert(const ct_tensor *tensor, int32_t dtype, int32_t device, ct_tensor **out) {
  return guarded([&] {
    const auto target = device < 0 ? at::Device(at::kCPU) : at::Device(at::kCUDA, static_cast<int8_t>(device));
    give(tensor->value.to(target, scalar_type(dtype)), out);
  });
}

int32_t ct_generator_new(uint64_t seed, ct_generator **out) {
  return guarded([&] { *out = new ct_generator{at::make_generator<at::CPUGeneratorImpl>(seed)}; });
}

void ct_generator_free(ct_generator *generator) { delete generator; }

int32_t ct_generator_state(ct_generator *generator, ct_tensor **out) {
  return guarded([&] { give(generator->value.get_state(), out); });
}

int32_t ct_generator_set_state(ct_generator *generator, const ct_tensor *state) {
  return guarded([&] { generator->value.set_state(state->value); });
}
