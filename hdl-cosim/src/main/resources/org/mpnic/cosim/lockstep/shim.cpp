// C functions around a verilated cosim_top: many cycles a call, inputs and outputs in two buffers of 64-bit words.
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "Vtop.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif

namespace {

// Longer than a word is on its way to a context: what registers held before must not be forwarded for ever.
constexpr int kResetCycles = 16;

// Text of the assertion that failed first; a library is open once at a time.
char printed[512];
char failure[512];

struct Model {
  VerilatedContext context;
  Vtop* top = nullptr;
#if VM_TRACE
  VerilatedFstC* wave = nullptr;
#endif

  void dump() {
#if VM_TRACE
    if (wave != nullptr) wave->dump(context.time());
#endif
    context.timeInc(1);
  }

  // First half of a cycle: inputs are stable, outputs may be sampled.
  void settle() {
    top->clk_i = 0;
    top->eval();
    dump();
  }

  // Second half: the clock edge that ends the cycle.
  void edge() {
    top->clk_i = 1;
    top->eval();
    dump();
  }
};

// Plays a script of inputs in one go. For each cycle the script has a count and so many pairs of word and new value.
//
// A watch is a range of output words, the first of which says whether the range means something. When it does, the log
// gets a word with the watch in bits 0 to 7 and the cycle, counted from 0, above, and then the words of the range. The
// result is the number of words in the log, -1 when it is too short.
//
// Without evaluation all is done but the model's own work: the log says when the entries come, and gets them again.
template <bool kEvaluates>
int64_t play(Model* model, const uint64_t* script, int64_t script_words, const int32_t* watches, int watch_count,
             uint64_t* log, int64_t log_words) {
  char* in = reinterpret_cast<char*>(&model->top->in_i);
  const char* out = reinterpret_cast<const char*>(&model->top->out_o);
  int64_t at = 0;
  int64_t used = 0;
  for (uint64_t cycle = 0; at < script_words; cycle++) {
    for (uint64_t changes = script[at++]; changes > 0; changes--, at += 2) {
      memcpy(in + 8 * script[at], script + at + 1, 8);
    }
    if (kEvaluates) model->settle();
    for (int watch = 0; watch < watch_count; watch++) {
      const char* first = out + 8 * watches[2 * watch];
      int count = watches[2 * watch + 1];
      uint64_t head = cycle << 8 | static_cast<uint64_t>(watch);
      uint64_t valid;
      memcpy(&valid, first, 8);
      if (kEvaluates ? valid != 0 : used < log_words && log[used] == head) {
        if (used + 1 + count > log_words) return -1;
        log[used] = head;
        memcpy(log + used + 1, first, 8 * static_cast<size_t>(count));
        used += 1 + count;
      }
    }
    if (kEvaluates) model->edge();
  }
  return used;
}

}  // namespace

extern "C" int cosimPrint(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(printed, sizeof printed, format, arguments);
  va_end(arguments);
  return length;
}

void vl_stop(const char* file, int line, const char* scope) {
  if (failure[0] != 0) return;
  const char* text = strstr(printed, "Assertion failed in ");
  const char* message = text == nullptr ? nullptr : strstr(text, ": ");
  if (message != nullptr) {
    snprintf(failure, sizeof failure, "%.400s", message + 2);
    failure[strcspn(failure, "\n")] = 0;
  } else {
    snprintf(failure, sizeof failure, "%.200s:%d %.100s", file == nullptr ? "" : file, line, scope == nullptr ? "" : scope);
  }
}

extern "C" {

void* cosimOpen(const char* wave) {
  failure[0] = 0;
  printed[0] = 0;
  Model* model = new Model;
  model->context.randReset(2);
  model->context.randSeed(1);
#if VM_TRACE
  model->context.traceEverOn(true);
#endif
  model->top = new Vtop{&model->context};
#if VM_TRACE
  if (wave != nullptr) {
    model->wave = new VerilatedFstC;
    model->top->trace(model->wave, 99);
    model->wave->open(wave);
  }
#endif
  (void)wave;
  memset(&model->top->in_i, 0, sizeof(uint64_t) * IN_WORDS);
  model->top->rst_i = 1;
  for (int i = 0; i < kResetCycles; i++) {
    model->settle();
    model->edge();
  }
  model->top->rst_i = 0;
  // What is said before and in reset is no failure: registers may still be anything.
  failure[0] = 0;
  return model;
}

// Runs cycles, to the first in which an assertion fails or the output word is not 0; -1 for no such word.
int cosimRun(void* handle, const uint64_t* inputs, uint64_t* outputs, int cycles, int stop_word) {
  Model* model = static_cast<Model*>(handle);
  for (int i = 0; i < cycles; i++) {
    memcpy(&model->top->in_i, inputs + static_cast<size_t>(i) * IN_WORDS, sizeof(uint64_t) * IN_WORDS);
    model->settle();
    memcpy(outputs + static_cast<size_t>(i) * OUT_WORDS, &model->top->out_o, sizeof(uint64_t) * OUT_WORDS);
    model->edge();
    if (failure[0] != 0) return i + 1;
    if (stop_word >= 0 && outputs[static_cast<size_t>(i) * OUT_WORDS + stop_word] != 0) return i + 1;
  }
  return cycles;
}

int64_t cosimPlay(void* handle, const uint64_t* script, int64_t script_words, const int32_t* watches, int watch_count,
                  uint64_t* log, int64_t log_words, int evaluates) {
  Model* model = static_cast<Model*>(handle);
  return evaluates != 0 ? play<true>(model, script, script_words, watches, watch_count, log, log_words)
                        : play<false>(model, script, script_words, watches, watch_count, log, log_words);
}

// Outputs for inputs of the coming cycle; no time passes.
void cosimPeek(void* handle, const uint64_t* inputs, uint64_t* outputs) {
  Model* model = static_cast<Model*>(handle);
  memcpy(&model->top->in_i, inputs, sizeof(uint64_t) * IN_WORDS);
  model->top->clk_i = 0;
  model->top->eval();
  memcpy(outputs, &model->top->out_o, sizeof(uint64_t) * OUT_WORDS);
}

const char* cosimFailure(void*) { return failure[0] == 0 ? nullptr : failure; }

void cosimClose(void* handle) {
  Model* model = static_cast<Model*>(handle);
  model->top->final();
#if VM_TRACE
  if (model->wave != nullptr) {
    model->wave->close();
    delete model->wave;
  }
#endif
  delete model->top;
  delete model;
}

}  // extern "C"
