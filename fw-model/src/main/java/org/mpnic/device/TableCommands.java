package org.mpnic.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CompletionLayout;
import org.mpnic.abi.ConnectionRecord;
import org.mpnic.abi.RegionMemory;
import org.mpnic.abi.SubflowRecord;
import org.mpnic.abi.region.AdminRequest;
import org.mpnic.abi.region.RegionFile;
import org.mpnic.abi.region.RegionLayout;
import org.mpnic.firmware.EntryRefusal;
import org.mpnic.firmware.ManualEntries;
import org.mpnic.firmware.TableSubflow;

/** Admin commands that look into the tables of the card, or write them by hand. */
final class TableCommands {
  private final RegionMemory memory;
  private final RegionLayout layout;
  private final Card card;

  TableCommands(RegionFile region, Card card) {
    this.memory = region.memory();
    this.layout = region.layout();
    this.card = card;
  }

  /** A change of the tables. */
  @FunctionalInterface
  private interface Change {
    long[] apply(ManualEntries entries) throws EntryRefusal, Refusal;
  }

  /** Executes a command that reads; returns the bytes that go back. */
  byte[] read(AdminCommand command, AdminRequest request) throws Refusal {
    long first = request.arguments()[0];
    card.showTables();
    return switch (command) {
      case FLOW_READ -> {
        int id = entry("subflow", first, layout.spec().subflows());
        yield record(layout.subflow(id), SubflowRecord.BYTES, "subflow", id);
      }
      case CONNECTION_READ -> {
        int id = entry("connection", first, layout.spec().connections());
        yield record(layout.connection(id), ConnectionRecord.BYTES, "connection", id);
      }
      default -> readContext(first, request.arguments()[1]);
    };
  }

  /** FLOW_PROGRAM: the subflow word of the new entry, and the cycle of its effect. */
  long[] programFlow(AdminRequest request) throws Refusal {
    byte[] record = data(request, SubflowRecord.BYTES);
    return change(
        entries -> {
          TableSubflow subflow = entries.program(EntryRecords.flow(record));
          int word = CompletionLayout.subflow(subflow.id(), subflow.generation());
          return new long[] {Integer.toUnsignedLong(word), subflow.effectiveCycle()};
        });
  }

  /** CONNECTION_PROGRAM: the id of the new entry. */
  long[] programConnection(AdminRequest request) throws Refusal {
    byte[] record = data(request, ConnectionRecord.BYTES);
    return change(entries -> new long[] {entries.program(EntryRecords.connection(record))});
  }

  /** FLOW_REMOVE, by id or subflow word, and CONNECTION_REMOVE. */
  void remove(AdminCommand command, AdminRequest request) throws Refusal {
    long id = request.arguments()[0];
    change(
        entries -> {
          if (command == AdminCommand.CONNECTION_REMOVE) {
            entries.removeConnection(id);
          } else {
            entries.removeFlow(id);
          }
          return new long[0];
        });
  }

  private long[] change(Change change) throws Refusal {
    try {
      long[] results = change.apply(card.manualEntries());
      card.entriesWritten();
      return results;
    } catch (EntryRefusal refusal) {
      throw new Refusal(refusal.status(), refusal.getMessage());
    } catch (IllegalStateException e) {
      throw new Refusal(AdminStatus.WRONG_STATE, e.getMessage());
    }
  }

  private static byte[] data(AdminRequest request, int bytes) throws Refusal {
    if (request.data().length != bytes) {
      throw new Refusal(
          AdminStatus.BAD_ARGUMENT,
          "data of " + request.data().length + " bytes: a record has " + bytes);
    }
    return request.data();
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

  /** CONTEXT_WRITE. */
  void writeContext(AdminRequest request) throws Refusal {
    long table = request.arguments()[0];
    long id = request.arguments()[1];
    byte[] data = request.data();
    long[] words = new long[data.length / 8];
    ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    if (data.length % 8 != 0 || !card.datapath().writeContext(table, id, words)) {
      throw new Refusal(
          AdminStatus.BAD_ARGUMENT,
          "table "
              + table
              + " has no context "
              + id
              + " of "
              + data.length
              + " bytes, or they name a connection, mapping slot or queue that is not there");
    }
    card.touched();
  }
}
