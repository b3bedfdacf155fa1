package org.mpnic.cosim.twin;

import java.util.Arrays;
import java.util.List;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.tx.TxTop;

/**
 * tx_top's write ports of the transmit tables: everything that is written to the model's goes in by
 * them.
 */
final class TxTables {
  private static final int BINDING_BITS = 24;
  private static final int TARGET_BITS = 21;
  private static final int SSN_BITS = 32;

  private TxTables() {}

  /** Listens to all tables of a card from now on. */
  static void addTo(List<TableWrites> writes, NicConfig config, StagePorts ports, TxTop top) {
    int connections = Bits.ofIndex(config.transmit().connections());
    int subflows = Bits.ofIndex(config.transmit().subflows());
    ContextArray[] ofConnections = top.connections().tables();
    ContextArray[] ofSubflows = top.subflows().tables();
    writes.add(writes(ports, "connection", connections, 576, ofConnections[0]));
    writes.add(writes(ports, "connection_state", connections, 64, ofConnections[1]));
    writes.add(writes(ports, "binding", connections, BINDING_BITS, ofConnections[2]));
    writes.add(writes(ports, "subflow", subflows, 960, ofSubflows[0]));
    writes.add(writes(ports, "subflow_control", subflows, 128, ofSubflows[1]));
    writes.add(writes(ports, "subflow_state", subflows, SSN_BITS, ofSubflows[2]));
    writes.add(writes(ports, "target", subflows, TARGET_BITS, ofSubflows[3]));
  }

  /** Writes of a table, of which the RTL has the low bits. */
  private static TableWrites writes(
      StagePorts ports, String name, int entryBits, int bits, ContextArray table) {
    Signal valid = ports.input(name + "_write_valid_i", 1);
    Signal entry = ports.input(name + "_write_entry_i", entryBits);
    Signal value = ports.input(name + "_write_value_i", bits);
    return new TableWrites(
        table,
        (stimulus, write) -> {
          stimulus.set(valid, true);
          stimulus.set(entry, write.entry);
          stimulus.set(value, Arrays.copyOf(write.value, value.words()));
        });
  }
}
