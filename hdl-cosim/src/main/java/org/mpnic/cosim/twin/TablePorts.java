package org.mpnic.cosim.twin;

import org.mpnic.cosim.lockstep.Signal;
import org.mpnic.cosim.lockstep.StagePorts;
import org.mpnic.cosim.lockstep.Stimulus;
import org.mpnic.model.rx.HeaderStages;
import org.mpnic.model.table.ContextArray;

/**
 * rx_top's second table ports: everything that is written to the model's tables goes in by them.
 */
public final class TablePorts {
  private final FlowTableWrites flowTable;
  private final TableWrites[] tables;

  /** Listens to the tables of {@code stages} from now on. */
  public TablePorts(StagePorts ports, HeaderStages stages) {
    flowTable = new FlowTableWrites(ports, stages.flowTable());
    tables =
        new TableWrites[] {
          context(ports, "subflow", stages.subflowTracker().contexts()),
          context(ports, "mapping", stages.dssMapper().mappingContexts()),
          context(ports, "connection", stages.connectionTracker().contexts()),
          context(ports, "loss", stages.steering().losses())
        };
  }

  private static TableWrites context(StagePorts ports, String name, ContextArray table) {
    return writes(ports, name, Bits.ofIndex(table.entries()), table);
  }

  /** Writes of a table by the ports {@code name_write_...}; listens to it from now on. */
  static TableWrites writes(StagePorts ports, String name, int entryBits, ContextArray table) {
    Signal valid = ports.input(name + "_write_valid_i", 1);
    Signal entry = ports.input(name + "_write_entry_i", entryBits);
    Signal value = ports.input(name + "_write_value_i", 64 * table.wordsPerEntry());
    return new TableWrites(
        table,
        (stimulus, write) -> {
          stimulus.set(valid, true);
          stimulus.set(entry, write.entry);
          stimulus.set(value, write.value);
        });
  }

  /** Drives the writes of a cycle. */
  public void drive(long cycle, Stimulus stimulus) {
    flowTable.drive(cycle, stimulus);
    for (TableWrites table : tables) {
      table.drive(cycle, stimulus);
    }
  }

  /** Whether no write waits for its cycle. */
  public boolean isEmpty() {
    boolean isEmpty = flowTable.isEmpty();
    for (TableWrites table : tables) {
      isEmpty &= table.isEmpty();
    }
    return isEmpty;
  }
}
