// Where the compiler knows no tiles: every operation of ctorch_training.h that needs them is refused.
#include "include/ctorch_training.h"
#include "matrix_units.h"
#include "support.h"

#if !CT_MATRIX_UNITS

using namespace ctorch;

static int32_t refused() { return fail(CT_INVALID_ARGUMENT, "this processor has no kernels for bfloat16"); }

int32_t ct_layer_new(const ct_tensor *const *, int32_t, int64_t, ct_layer **) { return refused(); }
int32_t ct_layer_set(ct_layer *, const ct_tensor *const *, const ct_tensor *const *, double) { return refused(); }
int32_t ct_layer_forward(const ct_layer *, const ct_tensor *, ct_tensor *, ct_tensor **, ct_tensor **) { return refused(); }
int32_t ct_layer_backward(const ct_layer *, const ct_tensor *, const ct_tensor *, const ct_tensor *, ct_tensor *const *, ct_tensor *const *, int32_t, ct_tensor **) { return refused(); }
int32_t ct_train_norm(const ct_tensor *, const ct_tensor *, double, ct_tensor **, ct_tensor **) { return refused(); }
int32_t ct_train_norm_add(const ct_tensor *, const ct_tensor *, double, const ct_tensor *, ct_tensor **, ct_tensor **) { return refused(); }
int32_t ct_train_norm_backward(const ct_tensor *, const ct_tensor *, const ct_tensor *, const ct_tensor *, ct_tensor *) { return refused(); }
int32_t ct_train_norm_add_backward(const ct_tensor *, const ct_tensor *, const ct_tensor *, const ct_tensor *, ct_tensor **) { return refused(); }
int32_t ct_train_gate(const ct_tensor *, int32_t, ct_tensor **) { return refused(); }
int32_t ct_train_gate_backward(const ct_tensor *, const ct_tensor *, int32_t, ct_tensor **) { return refused(); }
int32_t ct_train_rotate(const ct_tensor *, ct_attention_shape, const ct_tensor *, const ct_tensor *, double, const ct_tensor *, const ct_tensor *, const ct_sight *, ct_tensor **) { return refused(); }
int32_t ct_train_rotate_backward(const ct_tensor *, const ct_tensor *, ct_attention_shape, const ct_tensor *, const ct_tensor *, double, const ct_tensor *, const ct_tensor *, const ct_sight *, ct_tensor **) { return refused(); }
int32_t ct_train_attend(const ct_tensor *, const ct_tensor *, const ct_sight *, ct_attention_shape, ct_tensor **, ct_tensor **) { return refused(); }
int32_t ct_train_attend_backward(const ct_tensor *, const ct_tensor *, const ct_tensor *, const ct_tensor *, const ct_tensor *, const ct_sight *, ct_attention_shape, ct_tensor **) { return refused(); }
int32_t ct_train_pick(const ct_tensor *, const int64_t *, int64_t, ct_tensor **) { return refused(); }
int32_t ct_train_pick_backward(const ct_tensor *, const int64_t *, int64_t, int64_t, ct_tensor **) { return refused(); }
int32_t ct_train_scale(ct_tensor *, const float *, int64_t) { return refused(); }
int32_t ct_head_new(const ct_tensor *, ct_head **) { return refused(); }
int32_t ct_head_score(const ct_head *, const ct_tensor *, const int64_t *, int64_t, ct_tensor **, ct_tensor **, ct_tensor **, ct_tensor **) { return refused(); }

#endif
