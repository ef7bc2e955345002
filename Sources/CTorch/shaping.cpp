// Shapes, views, joining and selecting.
#include "support.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/stack.h>

using namespace ctorch;

int32_t ct_reshape(const ct_tensor *a, const int64_t *shape, int32_t rank, ct_tensor **out) {
  return guarded([&] { give(a->value.reshape(extents(shape, rank)), out); });
}

int32_t ct_permute(const ct_tensor *a, const int64_t *axes, int32_t count, ct_tensor **out) {
  return guarded([&] { give(a->value.permute(extents(axes, count)), out); });
}

int32_t ct_expand(const ct_tensor *a, const int64_t *shape, int32_t rank, ct_tensor **out) {
  return guarded([&] { give(a->value.expand(extents(shape, rank)), out); });
}

int32_t ct_transpose(const ct_tensor *a, int64_t first, int64_t second, ct_tensor **out) {
  return guarded([&] { give(a->value.transpose(first, second), out); });
}

int32_t ct_unsqueeze(const ct_tensor *a, int64_t axis, ct_tensor **out) {
  return guarded([&] { give(a->value.unsqueeze(axis), out); });
}

int32_t ct_squeeze(const ct_tensor *a, int64_t axis, ct_tensor **out) {
  return guarded([&] { give(a->value.squeeze(axis), out); });
}

int32_t ct_slice(const ct_tensor *a, int64_t axis, int64_t start, int64_t end, ct_tensor **out) {
  return guarded([&] {
    const int64_t size = a->value.size(axis);
    if (start < 0 || end < start || end > size) {
      refuse("slice " + std::to_string(start) + "..<" + std::to_string(end) + " of an axis of " + std::to_string(size));
    }
    give(a->value.slice(axis, start, end), out);
  });
}

int32_t ct_select(const ct_tensor *a, int64_t axis, int64_t index, ct_tensor **out) {
  return guarded([&] { give(a->value.select(axis, index), out); });
}

int32_t ct_concatenate(const ct_tensor *const *tensors, int32_t count, int64_t axis, ct_tensor **out) {
  return guarded([&] { give(at::cat(values(tensors, count), axis), out); });
}

int32_t ct_stack(const ct_tensor *const *tensors, int32_t count, int64_t axis, ct_tensor **out) {
  return guarded([&] { give(at::stack(values(tensors, count), axis), out); });
}

int32_t ct_index_select(const ct_tensor *a, int64_t axis, const ct_tensor *index, ct_tensor **out) {
  return guarded([&] { give(a->value.index_select(axis, index->value), out); });
}

int32_t ct_gather(const ct_tensor *a, int64_t axis, const ct_tensor *index, ct_tensor **out) {
  return guarded([&] { give(a->value.gather(axis, index->value), out); });
}

int32_t ct_scatter_add(const ct_tensor *a, int64_t axis, const ct_tensor *index, const ct_tensor *source,
                       ct_tensor **out) {
  return guarded([&] { give(a->value.scatter_add(axis, index->value, source->value), out); });
}

int32_t ct_repeat_interleave(const ct_tensor *a, int64_t count, int64_t axis, ct_tensor **out) {
  return guarded([&] { give(a->value.repeat_interleave(count, axis), out); });
}
