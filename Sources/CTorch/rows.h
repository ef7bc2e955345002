// Rows of float32, one a token.
#pragma once

#include "support.h"
#include "vector.h"

namespace ctorch {

/// The values of a contiguous float32 tensor with rows of `width`; refuses any other, naming it as `what`.
const float *matrix(const ct_tensor *tensor, int64_t width, const char *what);

/// to = x / rms(x) * weight, plus `sum_in` unless that is null.
void normalise(const float *x, const float *weight, int64_t width, float epsilon, const float *sum_in, float *to);

}  // namespace ctorch
