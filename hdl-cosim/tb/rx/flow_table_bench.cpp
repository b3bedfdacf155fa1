// Runs flow_table on words, writes and event FIFO states that FlowTableVectors has written, one record a cycle, and
// compares every word out with what the model says.
//
// Arguments: vector file.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include "Vtop.h"
#include "verilated.h"

// One cycle: what enters, and what the model says of the word that enters.
struct Record {
  uint32_t flags;  // 1 word, 2 flow write, 4 token write, 8 event FIFO full when the word leaves
  uint32_t layers, ipv6, ports, tcp_flags, options, token, reason;
  uint32_t src[4], dst[4];
  uint32_t flow_entry, flow_used, flow_key[10], flow_value;
  uint32_t token_entry, token_used, token_key, token_value[2];
  uint32_t rss, looked_up, hit, subflow, generation, token_looked_up, token_hit, token_queue, event, busy, reason_out;
};

static int differs(uint64_t cycle, long word, const char* name, uint32_t expected, uint32_t actual) {
  if (expected == actual) return 0;
  printf("cycle %lu word %ld %s: expected %x, is %x\n", cycle, word, name, expected, actual);
  return 1;
}

int main(int, char** argv) {
  FILE* file = fopen(argv[1], "rb");
  Vtop* top = new Vtop;
  std::deque<Record> inside;
  Record idle;
  memset(&idle, 0, sizeof idle);
  uint64_t cycle = 0;
  long words = 0, hits = 0, token_hits = 0, events = 0, writes = 0, mismatches = 0;
  top->rst_i = 1;
  top->clk_i = 0;
  for (int i = 0; i < 20; i++) {
    top->valid_i = i & 1; top->flow_write_valid_i = 0; top->token_write_valid_i = 0;
    top->clk_i = 0; top->eval(); top->clk_i = 1; top->eval();
  }
  top->rst_i = 0;
  for (int i = 0; i < LATENCY; i++) inside.push_back(idle);
  bool more = true;
  for (int tail = 0; tail < 2 * LATENCY && mismatches < 10; cycle++) {
    Record r = idle;
    if (more && fread(&r, sizeof r, 1, file) != 1) { more = false; r = idle; }
    if (!more) tail++;
    top->valid_i = r.flags & 1;
    top->layer_ip_i = r.layers >> 1 & 1;
    top->layer_tcp_i = r.layers >> 2 & 1;
    top->is_ipv6_i = r.ipv6;
    top->source_port_i = r.ports >> 16;
    top->destination_port_i = r.ports & 0xffff;
    top->tcp_flags_i = r.tcp_flags;
    top->mptcp_options_i = r.options;
    top->join_token_i = r.token;
    top->reason_i = r.reason;
    for (int i = 0; i < 4; i++) { top->src_i[i] = r.src[i]; top->dst_i[i] = r.dst[i]; }
    top->flow_write_valid_i = r.flags >> 1 & 1;
    top->flow_write_entry_i = r.flow_entry;
    top->flow_write_used_i = r.flow_used;
    for (int i = 0; i < 10; i++) top->flow_write_key_i[i] = r.flow_key[i];
    top->flow_write_value_i = r.flow_value;
    top->token_write_valid_i = r.flags >> 2 & 1;
    top->token_write_entry_i = r.token_entry;
    top->token_write_used_i = r.token_used;
    top->token_write_key_i = r.token_key;
    top->token_write_value_i = (uint64_t)r.token_value[1] << 32 | r.token_value[0];
    writes += (r.flags >> 1 & 1) + (r.flags >> 2 & 1);
    inside.push_back(r);
    Record e = inside.front();
    inside.pop_front();
    top->event_full_i = e.flags >> 3 & 1;
    top->clk_i = 0;
    top->eval();
    mismatches += differs(cycle, words, "valid_o", e.flags & 1, top->valid_o);
    mismatches += differs(cycle, words, "event_valid_o", (e.flags & 1) && e.event, top->event_valid_o);
    if (e.flags & 1) {
      mismatches += differs(cycle, words, "rss_hash_o", e.rss, top->rss_hash_o);
      mismatches += differs(cycle, words, "flow_lookup_o", e.looked_up, top->flow_lookup_o);
      mismatches += differs(cycle, words, "flow_hit_o", e.hit, top->flow_hit_o);
      mismatches += differs(cycle, words, "token_lookup_o", e.token_looked_up, top->token_lookup_o);
      mismatches += differs(cycle, words, "token_hit_o", e.token_hit, top->token_hit_o);
      mismatches += differs(cycle, words, "firmware_busy_o", e.busy, top->firmware_busy_o);
      mismatches += differs(cycle, words, "reason_o", e.reason_out, top->reason_o);
      if (e.hit) {
        mismatches += differs(cycle, words, "subflow_o", e.subflow, top->subflow_o);
        mismatches += differs(cycle, words, "subflow_generation_o", e.generation, top->subflow_generation_o);
      }
      if (e.token_hit) mismatches += differs(cycle, words, "token_queue_o", e.token_queue, top->token_queue_o);
      words++;
      hits += e.hit;
      token_hits += e.token_hit;
      events += e.event;
    }
    top->clk_i = 1;
    top->eval();
  }
  printf("%ld words, %ld flow hits, %ld token hits, %ld events, %ld writes, %lu cycles, %ld mismatches\n", words, hits,
         token_hits, events, writes, cycle, mismatches);
  return mismatches != 0;
}
