package org.mpnic.device;

import java.io.IOException;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.TxConnectionRecord;
import org.mpnic.abi.TxSubflowRecord;
import org.mpnic.abi.region.AdminRequest;

/** Admin commands of the transmit side. */
final class TransmitCommands {
  private final Card card;

  TransmitCommands(Card card) {
    this.card = card;
  }

  /** Executes a command that programs; its result. */
  int program(AdminCommand command, AdminRequest request) throws Refusal {
    TransmitTables tables = card.transmit().tables();
    long cycle = card.transmit().top().reachedCycle();
    if (command == AdminCommand.TX_CONNECTION_PROGRAM) {
      return tables.programConnection(data(request, TxConnectionRecord.BYTES), cycle);
    }
    return tables.programSubflow(data(request, TxSubflowRecord.BYTES), cycle);
  }

  /** Executes a command that reads; the record. */
  byte[] read(AdminCommand command, AdminRequest request) throws Refusal {
    TransmitTables tables = card.transmit().tables();
    long id = request.arguments()[0];
    return command == AdminCommand.TX_CONNECTION_READ
        ? tables.readConnection(id)
        : tables.readSubflow(id);
  }

  /** TX_QUEUE_RESET. */
  void resetQueue(AdminRequest request) throws Refusal {
    int queue = request.target();
    int queues = card.config().transmit().queues();
    if (queue < 0 || queue >= queues) {
      throw new Refusal(
          AdminStatus.NO_SUCH_QUEUE,
          "transmit queue " + queue + ": the card has 0 to " + (queues - 1));
    }
    if (card.isRunning()) {
      throw new Refusal(AdminStatus.WRONG_STATE, "the card is not idle");
    }
    card.transmit().host().reset(queue);
    card.transmit().top().resetQueue(queue);
  }

  /** WIRE_CAPTURE. */
  void capture(AdminRequest request) throws Refusal {
    byte[] data = request.data();
    boolean ends = data.length == 0;
    CapturePaths paths = ends ? null : CapturePaths.parse(data);
    if (!ends && paths == null) {
      throw new Refusal(AdminStatus.BAD_ARGUMENT, "the data holds no absolute path");
    }
    try {
      card.transmit().capture(ends ? null : paths.capture());
    } catch (IOException e) {
      throw new Refusal(AdminStatus.FILE_ERROR, e.toString());
    }
    String problem = card.transmit().takeCaptureProblem();
    if (problem != null) {
      throw new Refusal(AdminStatus.FILE_ERROR, problem);
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
}
