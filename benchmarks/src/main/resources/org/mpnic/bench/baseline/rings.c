// Single-producer single-consumer rings of 64-byte entries between two processes: what the driver's ring is measured against.
//
//   rings KIND stream BATCH MS    the child sends entries, BATCH at a time; prints "median ns, best ns, windows, wrong"
//   rings KIND ping MS            an entry goes back and forth; prints "median ns, 99th percentile ns, count, wrong"
//
// Parent and child have a processor each. A stream is timed by windows of 4096 entries: those in which a process had to
// wait for its processor are few even where others run, and the median does not see them.
//
// KIND is c, a ring as one would write it in C11, or rte, DPDK's rte_ring. The sender
// writes and the receiver adds up every word of an entry, and sees that entries come in order.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifdef WITH_DPDK
#include <rte_ring.h>
#include <rte_ring_elem.h>
#endif

enum { ENTRIES = 1024, MOST_BATCH = 256 };

struct entry {
  uint64_t words[8];
};

static const uint64_t kStep = 0x0101010101010101;

static inline void fill(struct entry* e, uint32_t i) {
  for (int word = 0; word < 8; word++) e->words[word] = ((uint64_t)i << 1) + (uint64_t)word * kStep;
}

// What a receiver has seen: numbers in their order, and the sum of all words.
struct check {
  uint64_t disorder;
  uint64_t sum;
};

static inline void look(struct check* check, const struct entry* e, uint32_t i) {
  check->disorder |= (uint32_t)(e->words[0] >> 1) ^ i;
  for (int word = 0; word < 8; word++) check->sum += e->words[word];
}

static int is_wrong(const struct check* check, uint32_t received) {
  uint64_t right = 0;
  for (uint32_t i = 0; i < received; i++) right += ((uint64_t)i << 1) * 8 + 28 * kStep;
  return check->disorder != 0 || check->sum != right;
}

// ---- the ring in C: free-running indices two cache lines apart, each side remembers the other's

struct ring {
  alignas(128) _Atomic uint32_t tail;
  alignas(128) _Atomic uint32_t head;
  alignas(128) struct entry entries[ENTRIES];
};

struct end {
  struct ring* ring;
  uint32_t own;
  uint32_t other;
};

static inline void send_c(struct end* end, uint32_t first, uint32_t count) {
  struct ring* ring = end->ring;
  while (ENTRIES - (end->own - end->other) < count) {
    end->other = atomic_load_explicit(&ring->head, memory_order_acquire);
  }
  for (uint32_t i = 0; i < count; i++) fill(&ring->entries[(end->own + i) % ENTRIES], first + i);
  end->own += count;
  atomic_store_explicit(&ring->tail, end->own, memory_order_release);
}

// Takes up to `most` entries, at least one.
static inline uint32_t receive_c(struct end* end, uint32_t first, uint32_t most, struct check* check) {
  struct ring* ring = end->ring;
  // Summed here, so that it stays in registers.
  struct check seen = *check;
  while (end->other == end->own) end->other = atomic_load_explicit(&ring->tail, memory_order_acquire);
  uint32_t count = end->other - end->own;
  if (count > most) count = most;
  for (uint32_t i = 0; i < count; i++) look(&seen, &ring->entries[(end->own + i) % ENTRIES], first + i);
  *check = seen;
  end->own += count;
  atomic_store_explicit(&ring->head, end->own, memory_order_release);
  return count;
}

// ---- DPDK's ring

#ifdef WITH_DPDK
static inline void send_rte(struct rte_ring* ring, uint32_t first, uint32_t count) {
  alignas(64) struct entry batch[MOST_BATCH];
  for (uint32_t i = 0; i < count; i++) fill(&batch[i], first + i);
  while (rte_ring_sp_enqueue_bulk_elem(ring, batch, sizeof *batch, count, NULL) == 0) {
  }
}

static inline uint32_t receive_rte(struct rte_ring* ring, uint32_t first, uint32_t most, struct check* check) {
  alignas(64) struct entry batch[MOST_BATCH];
  uint32_t count;
  do {
    count = rte_ring_sc_dequeue_burst_elem(ring, batch, sizeof *batch, most, NULL);
  } while (count == 0);
  for (uint32_t i = 0; i < count; i++) look(check, &batch[i], first + i);
  return count;
}
#endif

// ---- both kinds alike

struct channel {
  int is_rte;
  struct end end;
#ifdef WITH_DPDK
  struct rte_ring* rte;
#endif
};

static void* shared(size_t bytes) {
  void* memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED) {
    perror("mmap");
    exit(1);
  }
  return memory;
}

static struct channel open_channel(int is_rte) {
  struct channel channel = {.is_rte = is_rte};
#ifdef WITH_DPDK
  if (is_rte) {
    // One place of the ring stays free.
    ssize_t bytes = rte_ring_get_memsize_elem(sizeof(struct entry), ENTRIES);
    channel.rte = shared((size_t)bytes);
    if (rte_ring_init(channel.rte, "ring", ENTRIES, RING_F_SP_ENQ | RING_F_SC_DEQ) != 0) exit(1);
    return channel;
  }
#endif
  channel.end.ring = shared(sizeof(struct ring));
  return channel;
}

static inline void send_batch(struct channel* channel, uint32_t first, uint32_t count) {
#ifdef WITH_DPDK
  if (channel->is_rte) {
    send_rte(channel->rte, first, count);
    return;
  }
#endif
  send_c(&channel->end, first, count);
}

static inline uint32_t receive_batch(struct channel* channel, uint32_t first, uint32_t most, struct check* check) {
#ifdef WITH_DPDK
  if (channel->is_rte) return receive_rte(channel->rte, first, most, check);
#endif
  return receive_c(&channel->end, first, most, check);
}

// The n-th of the processors that the process may use, from 0 on; the last one when there are fewer.
static void pin(int n) {
  static cpu_set_t allowed;
  if (CPU_COUNT(&allowed) == 0) sched_getaffinity(0, sizeof allowed, &allowed);
  cpu_set_t own;
  for (int cpu = 0; cpu < CPU_SETSIZE && n >= 0; cpu++) {
    if (CPU_ISSET(cpu, &allowed)) {
      CPU_ZERO(&own);
      CPU_SET(cpu, &own);
      n--;
    }
  }
  sched_setaffinity(0, sizeof own, &own);
}

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int by_value(const void* a, const void* b) {
  uint64_t x = *(const uint64_t*)a;
  uint64_t y = *(const uint64_t*)b;
  return x < y ? -1 : x > y;
}

enum { WINDOW = 4096, MOST_WINDOWS = 1 << 22, MOST_PINGS = 1 << 22 };

static void stream(struct channel channel, uint32_t batch, uint64_t nanoseconds) {
  uint64_t* times = calloc(MOST_WINDOWS, sizeof *times);
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(1);
    for (uint32_t i = 0;; i += batch) send_batch(&channel, i, batch);
  }
  struct check check = {0, 0};
  uint32_t done = receive_batch(&channel, 0, batch, &check);
  uint64_t start = now();
  uint64_t before = start;
  size_t windows = 0;
  while (windows < MOST_WINDOWS && (windows == 0 || before - start < nanoseconds)) {
    for (uint32_t in_window = 0; in_window < WINDOW;) {
      uint32_t left = WINDOW - in_window;
      uint32_t count = receive_batch(&channel, done, left < batch ? left : batch, &check);
      done += count;
      in_window += count;
    }
    uint64_t after = now();
    times[windows++] = after - before;
    before = after;
  }
  kill(child, SIGKILL);
  wait(NULL);
  qsort(times, windows, sizeof *times, by_value);
  printf("%llu %llu %zu %d\n", (unsigned long long)times[windows / 2], (unsigned long long)times[0], windows, is_wrong(&check, done));
}

static void ping(struct channel there, struct channel back, uint64_t nanoseconds) {
  uint64_t* times = calloc(MOST_PINGS, sizeof *times);
  struct check check = {0, 0};
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pin(1);
    for (uint32_t i = 0;; i++) {
      receive_batch(&there, i, 1, &check);
      send_batch(&back, check.disorder != 0 ? ~i : i, 1);
    }
  }
  uint32_t count = 0;
  uint64_t begin = now();
  uint64_t start = begin;
  while (count < MOST_PINGS && (count == 0 || start - begin < nanoseconds)) {
    send_batch(&there, count, 1);
    receive_batch(&back, count, 1, &check);
    uint64_t end = now();
    times[count++] = end - start;
    start = end;
  }
  kill(child, SIGKILL);
  wait(NULL);
  qsort(times, count, sizeof *times, by_value);
  printf("%llu %llu %u %d\n", (unsigned long long)times[count / 2], (unsigned long long)times[(uint64_t)count * 99 / 100],
         count, is_wrong(&check, count));
}

int main(int argc, char** argv) {
  pin(0);
  int is_rte = argc > 1 && strcmp(argv[1], "rte") == 0;
#ifndef WITH_DPDK
  if (is_rte) {
    fprintf(stderr, "built without DPDK\n");
    return 2;
  }
#endif
  if (argc == 5 && strcmp(argv[2], "stream") == 0) {
    uint32_t batch = (uint32_t)atoi(argv[3]);
    if (batch < 1 || batch > MOST_BATCH) return 2;
    stream(open_channel(is_rte), batch, strtoull(argv[4], NULL, 10) * 1000000);
    return 0;
  }
  if (argc == 4 && strcmp(argv[2], "ping") == 0) {
    ping(open_channel(is_rte), open_channel(is_rte), strtoull(argv[3], NULL, 10) * 1000000);
    return 0;
  }
  fprintf(stderr, "usage: rings c|rte stream BATCH MS, or rings c|rte ping MS\n");
  return 2;
}
