// Sixteen floats at a time, in plain C++: the compiler maps them to whatever the processor has.
//
// Everything here is inlined into kernels that are compiled twice, for AVX-512 and for any processor (see
// CT_DISPATCH); both do the same operations in the same order.
#pragma once

#include <cstdint>
#include <cstring>

#include "team.h"

// Vectors are only passed between functions that are inlined, so how they would be passed does not matter.
#pragma clang diagnostic ignored "-Wpsabi"

#define CT_INLINE static inline __attribute__((always_inline))

#if defined(__x86_64__)
#define CT_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#endif

namespace ctorch {

typedef float Vector __attribute__((ext_vector_type(16), aligned(4)));
typedef int32_t IntVector __attribute__((ext_vector_type(16), aligned(4)));
typedef uint16_t HalfVector __attribute__((ext_vector_type(16), aligned(2)));

/// Whether the AVX-512 versions may run.
bool has_avx512();
/// Whether the processor also multiplies bfloat16.
bool has_avx512_bfloat16();

CT_INLINE Vector load(const float *from) { return *reinterpret_cast<const Vector *>(from); }
CT_INLINE void store(float *to, Vector v) { *reinterpret_cast<Vector *>(to) = v; }
CT_INLINE Vector splat(float x) { return Vector(x); }

/// bfloat16 is the upper half of a float32.
CT_INLINE Vector load(const uint16_t *from) {
  const HalfVector half = *reinterpret_cast<const HalfVector *>(from);
  const IntVector wide = __builtin_convertvector(half, IntVector) << 16;
  Vector result;
  __builtin_memcpy(&result, &wide, sizeof result);
  return result;
}

/// Rounds to the nearest bfloat16, ties to even, as libtorch does; NaN stays NaN.
CT_INLINE uint16_t to_bfloat16(float x) {
  uint32_t bits;
  __builtin_memcpy(&bits, &x, 4);
  if ((bits & 0x7fffffff) > 0x7f800000) return 0x7fc0;
  return static_cast<uint16_t>((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
}

CT_INLINE void store_one(float *to, float x) { *to = x; }
CT_INLINE void store_one(uint16_t *to, float x) { *to = to_bfloat16(x); }

/// Sum of the sixteen, always in the same order.
CT_INLINE float sum(Vector v) {
  const auto eight = v.lo + v.hi;
  const auto four = eight.lo + eight.hi;
  const auto two = four.lo + four.hi;
  return two.lo + two.hi;
}

CT_INLINE float largest(Vector v) {
  const auto eight = __builtin_elementwise_max(v.lo, v.hi);
  const auto four = __builtin_elementwise_max(eight.lo, eight.hi);
  const auto two = __builtin_elementwise_max(four.lo, four.hi);
  return two.lo > two.hi ? two.lo : two.hi;
}

/// e^x, relative error below 2e-7: x = n ln 2 + r, polynomial in r, exponent bits for 2^n (after Cephes, Moshier).
CT_INLINE Vector exponential(Vector x) {
  x = __builtin_elementwise_min(__builtin_elementwise_max(x, splat(-87.0f)), splat(88.0f));
  const Vector n = __builtin_elementwise_rint(x * 1.44269504088896341f);
  Vector r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  Vector p = splat(1.9875691500e-4f);
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  const IntVector bits = (__builtin_convertvector(n, IntVector) + 127) << 23;
  Vector power;
  __builtin_memcpy(&power, &bits, sizeof power);
  return p * power;
}

}  // namespace ctorch

#if defined(__x86_64__)
/// Defines NAME(arguments), which runs NAME_body compiled for AVX-512 where the processor has it.
#define CT_DISPATCH(NAME, PARAMETERS, ARGUMENTS)                            \
  CT_AVX512 static void NAME##_avx512 PARAMETERS { NAME##_body ARGUMENTS; } \
  static void NAME##_plain PARAMETERS { NAME##_body ARGUMENTS; }            \
  static void NAME PARAMETERS {                                             \
    if (has_avx512()) {                                                     \
      NAME##_avx512 ARGUMENTS;                                              \
    } else {                                                                \
      NAME##_plain ARGUMENTS;                                               \
    }                                                                       \
  }
#else
#define CT_DISPATCH(NAME, PARAMETERS, ARGUMENTS) \
  static void NAME PARAMETERS { NAME##_body ARGUMENTS; }
#endif
