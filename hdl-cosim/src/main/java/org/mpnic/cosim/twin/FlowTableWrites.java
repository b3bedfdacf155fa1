package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.rx.FlowTable;

/** The control processor's ports of flow_table: a slot of the flow table, a slot of the tokens. */
final class FlowTableWrites {
  private static final int KEY_BITS = 289;

  private final Signal flowValid;
  private final Signal flowEntry;
  private final Signal flowUsed;
  private final Signal flowKey;
  private final Signal flowValue;
  private final Signal tokenValid;
  private final Signal tokenEntry;
  private final Signal tokenUsed;
  private final Signal tokenKey;
  private final Signal tokenValue;
  private final TableWrites flows;
  private final TableWrites tokens;
  private final long[] key = new long[FlowTable.KEY_WORDS];

  FlowTableWrites(StagePorts ports, FlowTable table) {
    int flowEntries = table.flows().slots().entries();
    int tokenEntries = table.tokens().slots().entries();
    flowValid = ports.input("flow_write_valid_i", 1);
    flowEntry = ports.input("flow_write_entry_i", Bits.ofIndex(flowEntries));
    flowUsed = ports.input("flow_write_used_i", 1);
    flowKey = ports.input("flow_write_key_i", KEY_BITS);
    flowValue = ports.input("flow_write_value_i", 32);
    tokenValid = ports.input("token_write_valid_i", 1);
    tokenEntry = ports.input("token_write_entry_i", Bits.ofIndex(tokenEntries));
    tokenUsed = ports.input("token_write_used_i", 1);
    tokenKey = ports.input("token_write_key_i", 32);
    tokenValue = ports.input("token_write_value_i", 36);
    flows = new TableWrites(table.flows().slots(), this::driveFlow);
    tokens = new TableWrites(table.tokens().slots(), this::driveToken);
  }

  /** Whether no write waits for its cycle. */
  boolean isEmpty() {
    return flows.isEmpty() && tokens.isEmpty();
  }

  /** Drives the writes of a cycle. */
  void drive(long cycle, Stimulus stimulus) {
    flows.drive(cycle, stimulus);
    tokens.drive(cycle, stimulus);
  }

  /** The key's words in the RTL's order, lowest first: destination, source, ports, IPv6. */
  private void driveFlow(Stimulus stimulus, TableWrites.Write write) {
    long[] slot = write.value;
    key[0] = slot[2];
    key[1] = slot[4];
    key[2] = slot[1];
    key[3] = slot[3];
    key[4] = slot[0];
    stimulus.set(flowValid, true);
    stimulus.set(flowEntry, write.entry);
    stimulus.set(flowUsed, slot[FlowTable.KEY_WORDS] < 0);
    stimulus.set(flowKey, key);
    stimulus.set(flowValue, slot[FlowTable.KEY_WORDS]);
  }

  private void driveToken(Stimulus stimulus, TableWrites.Write write) {
    stimulus.set(tokenValid, true);
    stimulus.set(tokenEntry, write.entry);
    stimulus.set(tokenUsed, write.value[1] < 0);
    stimulus.set(tokenKey, write.value[0]);
    stimulus.set(tokenValue, write.value[1]);
  }
}
