package org.mpnic.cosim.twin;

import java.util.Arrays;
import java.util.List;
import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.config.NicConfig;
import org.mpnic.model.table.ContextArray;
import org.mpnic.model.tx.TxConnections;
import org.mpnic.model.tx.TxSubflows;

/**
 * tx_top's write ports of the transmit tables: everything that is written to the model's goes in by
 * them.
 */
public final class TxTables {
  private static final int BINDING_BITS = 24;
  private static final int TARGET_BITS = 21;
  private static final int SSN_BITS = 32;

  private final List<TableWrites> writes;

  /** Listens to all tables of a card from now on. */
  public TxTables(
      NicConfig config, StagePorts ports, TxConnections connections, TxSubflows subflows) {
    int places = Bits.ofIndex(config.transmit().connections());
    int subflowPlaces = Bits.ofIndex(config.transmit().subflows());
    ContextArray[] ofConnections = connections.tables();
    ContextArray[] ofSubflows = subflows.tables();
    writes =
        List.of(
            writes(ports, "connection", places, 576, ofConnections[0]),
            writes(ports, "connection_state", places, 64, ofConnections[1]),
            writes(ports, "binding", places, BINDING_BITS, ofConnections[2]),
            writes(ports, "subflow", subflowPlaces, 960, ofSubflows[0]),
            writes(ports, "subflow_control", subflowPlaces, 128, ofSubflows[1]),
            writes(ports, "subflow_state", subflowPlaces, SSN_BITS, ofSubflows[2]),
            writes(ports, "target", subflowPlaces, TARGET_BITS, ofSubflows[3]));
  }

  /** Drives the writes of a cycle. */
  public void drive(long cycle, Stimulus stimulus) {
    for (TableWrites table : writes) {
      table.drive(cycle, stimulus);
    }
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
