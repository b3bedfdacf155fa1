package org.mpnic.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.region.AdminRequest;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionLayout;

/** Admin commands that look into the tables of the card, or write a context by hand. */
final class TableCommands {
  private final RegionMemory memory;
  private final RegionLayout layout;
  private final Card card;

  TableCommands(RegionFile region, Card card) {
    this.memory = region.memory();
    this.layout = region.layout();
    this.card = card;
  }

  /** Executes a command; returns the bytes that go back. */
  byte[] execute(AdminCommand command, AdminRequest request) throws Refusal {
    long first = request.arguments()[0];
    return switch (command) {
      case FLOW_READ -> {
        int id = entry("subflow", first, layout.spec().subflows());
        yield record(layout.subflow(id), SubflowRecord.BYTES, "subflow", id);
      }
      case CONNECTION_READ -> {
        int id = entry("connection", first, layout.spec().connections());
        yield record(layout.connection(id), ConnectionRecord.BYTES, "connection", id);
      }
      case CONTEXT_READ -> readContext(first, request.arguments()[1]);
      default -> writeContext(first, request.arguments()[1], request.data());
    };
  }

  private static int entry(String name, long id, int count) throws Refusal {
    if (id < 0 || id >= count) {
      throw new Refusal(
          AdminStatus.NO_SUCH_ENTRY, name + " " + id + ": the card has 0 to " + (count - 1));
    }
    return (int) id;
  }

  /** A record of the mirrors; its first word is its state, 0 for a free one. */
  private byte[] record(long offset, int bytes, String name, int id) throws Refusal {
    if (memory.getInt(offset) == 0) {
      throw new Refusal(AdminStatus.NO_SUCH_ENTRY, name + " " + id + " is not programmed");
    }
    byte[] record = new byte[bytes];
    memory.getBytes(offset, record, 0, bytes);
    return record;
  }

  private byte[] readContext(long table, long id) throws Refusal {
    long[] words = card.datapath().readContext(table, id);
    if (words == null) {
      throw new Refusal(AdminStatus.NO_SUCH_ENTRY, "no context " + id + " in table " + table);
    }
    ByteBuffer bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  private byte[] writeContext(long table, long id, byte[] data) throws Refusal {
    if (card.isRunning()) {
      throw new Refusal(AdminStatus.WRONG_STATE, "contexts are written only while no capture runs");
    }
    long[] words = new long[data.length / 8];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    if (data.length % 8 != 0 || !card.datapath().writeContext(table, id, words)) {
      throw new Refusal(
          AdminStatus.BAD_ARGUMENT,
          "no context " + id + " of " + data.length + " bytes in table " + table);
    }
    card.touched();
    return new byte[0];
  }
}
