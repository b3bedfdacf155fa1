package org.mpnic.device;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.LongSupplier;
import org.mpnic.abi.AbiLimits;
import org.mpnic.abi.AdminCommand;
import org.mpnic.abi.AdminLayout;
import org.mpnic.abi.AdminStatus;
import org.mpnic.abi.CounterTable;
import org.mpnic.abi.DeviceState;
import org.mpnic.abi.QueueState;
import org.mpnic.abi.region.AdminRequest;
import org.mpnic.abi.region.AdminServer;
import org.mpnic.device.port.CaptureOptions;
import org.mpnic.device.port.PortMac;
import org.mpnic.model.config.NicConfig;
import org.mpnic.wire.capture.CaptureException;

/**
 * Executes the host's admin commands on the card, in order, one at a time.
 *
 * <p>Nothing of a command is trusted: whatever it holds, the answer is a status, and only SHUTDOWN
 * ends the device.
 */
final class CommandServer {
  private final AdminServer admin;
  private final Card card;
  private final TableCommands tables;
  private final TransmitCommands transmit;
  private final LongSupplier hostGeneration;
  private AdminRequest draining;
  private long drainGeneration;
  private long drainCycle;
  private boolean shutdown;

  /** A server that asks for the number of hosts that ever attached. */
  CommandServer(AdminServer admin, Card card, TableCommands tables, LongSupplier hostGeneration) {
    this.tables = tables;
    this.admin = admin;
    this.card = card;
    this.transmit = new TransmitCommands(card);
    this.hostGeneration = hostGeneration;
  }

  /** Whether the host asked the device to end. */
  boolean isShutdown() {
    return shutdown;
  }

  /** Serves at most one command; true if one was answered. */
  boolean serve() {
    if (draining != null) {
      return answerDrain();
    }
    AdminRequest request = admin.poll();
    if (request == null) {
      return false;
    }
    try {
      execute(request);
    } catch (Refusal refusal) {
      refuse(request, refusal.status(), refusal.getMessage());
    } catch (RuntimeException e) {
      card.counters()[CounterTable.INTERNAL_ERRORS]++;
      DeviceLog.error("admin command " + request.opcode() + " failed", e);
      refuse(request, AdminStatus.INTERNAL_ERROR, e.toString());
    }
    return true;
  }

  private void execute(AdminRequest request) throws Refusal {
    AdminCommand command = request.command();
    if (command == null) {
      throw new Refusal(
          AdminStatus.UNKNOWN_COMMAND, "no admin command has the number " + request.opcode());
    }
    switch (command) {
      case NOP -> succeed(request);
      case RESET -> {
        if (card.wire() != null) {
          throw wrongState("a wire joins the card to another: stop and start the device");
        }
        card.reset();
        succeed(request);
      }
      case QUEUE_CREATE, QUEUE_DISABLE, QUEUE_DRAIN, QUEUE_RESET, QUEUE_DESTROY ->
          queue(command, request);
      case FLOW_READ, CONNECTION_READ, CONTEXT_READ ->
          succeed(request, tables.read(command, request));
      case CONTEXT_WRITE -> {
        tables.writeContext(request);
        succeed(request);
      }
      case FLOW_PROGRAM -> succeed(request, tables.programFlow(request));
      case CONNECTION_PROGRAM -> succeed(request, tables.programConnection(request));
      case FLOW_REMOVE, CONNECTION_REMOVE -> {
        tables.remove(command, request);
        succeed(request);
      }
      case STEERING_SET -> steering(request);
      case LINK_SET, MTU_SET, MAC_FILTER_SET, PROMISCUOUS_SET -> port(command, request);
      case CAPTURE_LOAD -> load(request);
      case CAPTURE_START -> {
        if (!card.start()) {
          throw wrongState(
              card.state() == DeviceState.IDLE ? "no capture is loaded" : "the card is not idle");
        }
        succeed(request);
      }
      case CAPTURE_STOP -> {
        if (!card.stop()) {
          throw wrongState("no capture is running");
        }
        succeed(request);
      }
      case TX_CONNECTION_PROGRAM, TX_SUBFLOW_PROGRAM ->
          succeed(request, (long) transmit.program(command, request));
      case TX_CONNECTION_READ, TX_SUBFLOW_READ -> succeed(request, transmit.read(command, request));
      case TX_QUEUE_RESET -> {
        transmit.resetQueue(request);
        succeed(request);
      }
      case WIRE_SET -> {
        if (card.wire() == null) {
          throw wrongState("no wire joins the card to another");
        }
        card.wire().disturb(request.arguments()[0] != 0);
        succeed(request);
      }
      case WIRE_CAPTURE -> {
        transmit.capture(request);
        succeed(request);
      }
      case SHUTDOWN -> {
        shutdown = true;
        succeed(request);
      }
      default ->
          throw new Refusal(
              AdminStatus.NOT_SUPPORTED, command.label() + " is not supported in capture mode");
    }
  }

  private void queue(AdminCommand command, AdminRequest request) throws Refusal {
    int queue = queueOf(request, command == AdminCommand.QUEUE_CREATE);
    Datapath datapath = card.datapath();
    switch (command) {
      case QUEUE_CREATE -> create(request, queue);
      case QUEUE_DISABLE -> {
        boolean disable = request.arguments()[0] != 0;
        datapath.queueState(queue, disable ? QueueState.DISABLED : QueueState.ENABLED);
      }
      case QUEUE_DRAIN -> {
        datapath.queueState(queue, QueueState.DRAINING);
        drainCycle = datapath.cycle();
        drainGeneration = hostGeneration.getAsLong();
        draining = request;
      }
      case QUEUE_RESET -> card.resetQueue(queue);
      default -> {
        card.resetQueue(queue);
        datapath.queueState(queue, QueueState.ABSENT);
      }
    }
    card.touched();
    if (draining == null) {
      succeed(request);
    }
  }

  private void create(AdminRequest request, int queue) throws Refusal {
    long mode = request.arguments()[0];
    if (mode != 0) {
      throw new Refusal(
          AdminStatus.NOT_SUPPORTED,
          "write mode " + mode + ": capture mode writes whole frames (0)");
    }
    NicConfig config = card.config();
    int count = moderation(request.arguments()[1], config.interruptCount(), "interrupt count");
    int cycles = moderation(request.arguments()[2], config.interruptCycles(), "interrupt cycles");
    card.datapath().moderateInterrupts(queue, count, cycles);
    card.datapath().queueState(queue, QueueState.ENABLED);
  }

  /** A queue's own value of interrupt moderation; 0 stands for the card's. */
  private static int moderation(long value, int own, String name) throws Refusal {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw badArgument(name + " is " + value + ", must be 0 to " + Integer.MAX_VALUE);
    }
    return value == 0 ? own : (int) value;
  }

  /**
   * Every frame that came before the drain began is completed, or no frame is on its way at all.
   */
  private boolean answerDrain() {
    if (hostGeneration.getAsLong() != drainGeneration) {
      refuse(draining, AdminStatus.WRONG_STATE, "another host attached while the queue drained");
      draining = null;
      return true;
    }
    if (card.isRunning() && card.datapath().completedCycle() <= drainCycle) {
      return false;
    }
    succeed(draining);
    draining = null;
    return true;
  }

  private void steering(AdminRequest request) throws Refusal {
    byte[] queues = request.data();
    if (queues.length != AbiLimits.INDIRECTION_ENTRIES) {
      throw badArgument(
          "data of "
              + queues.length
              + " bytes: the indirection table has "
              + AbiLimits.INDIRECTION_ENTRIES);
    }
    for (int place = 0; place < queues.length; place++) {
      if ((queues[place] & 0xff) >= card.config().queues()) {
        throw badArgument(
            "place "
                + place
                + " names queue "
                + (queues[place] & 0xff)
                + ", the card has "
                + card.config().queues());
      }
    }
    card.datapath().indirection(queues);
    card.touched();
    succeed(request);
  }

  private void port(AdminCommand command, AdminRequest request) throws Refusal {
    PortMac mac = card.ports().mac(portOf(request.target()));
    long first = request.arguments()[0];
    switch (command) {
      case LINK_SET -> mac.up(first != 0);
      case PROMISCUOUS_SET -> mac.promiscuous(first != 0);
      case MTU_SET -> {
        if (!mac.mtuBytes(first)) {
          throw badArgument(
              "MTU of " + first + " bytes: it must be 64 to " + card.config().maxFrameBytes());
        }
      }
      default -> {
        if (!mac.filter(first, request.arguments()[1])) {
          throw badArgument(
              "place "
                  + first
                  + " with address "
                  + Long.toHexString(request.arguments()[1])
                  + ": places are 0 to "
                  + (PortMac.FILTERS - 1)
                  + ", addresses have 48 bits");
        }
      }
    }
    card.showSettings();
    succeed(request);
  }

  private void load(AdminRequest request) throws Refusal {
    int port = request.target() == AdminLayout.ALL_PORTS ? -1 : portOf(request.target());
    long flags = request.arguments()[0];
    if ((flags & ~(AdminLayout.CAPTURE_RATE | AdminLayout.AS_CAPTURED)) != 0) {
      throw badArgument("flags " + Long.toHexString(flags) + ": bits 0 and 1 are known");
    }
    CapturePaths paths = CapturePaths.parse(request.data());
    if (paths == null) {
      throw badArgument("the data holds no absolute path");
    }
    CaptureOptions options =
        new CaptureOptions(
            paths.capture(),
            port,
            (flags & AdminLayout.CAPTURE_RATE) != 0,
            (flags & AdminLayout.AS_CAPTURED) != 0);
    try {
      succeed(request, card.load(options, paths.waveform()));
    } catch (IllegalStateException e) {
      throw wrongState(e.getMessage());
    } catch (CaptureException e) {
      boolean hasContents =
          Files.isRegularFile(paths.capture()) && Files.isReadable(paths.capture());
      throw new Refusal(
          hasContents ? AdminStatus.NOT_A_CAPTURE : AdminStatus.FILE_ERROR, e.getMessage());
    } catch (IOException e) {
      throw new Refusal(AdminStatus.FILE_ERROR, e.toString());
    }
  }

  private int queueOf(AdminRequest request, boolean mayBeAbsent) throws Refusal {
    int queue = request.target();
    if (queue < 0 || queue >= card.config().queues()) {
      throw new Refusal(
          AdminStatus.NO_SUCH_QUEUE,
          "queue " + queue + ": the card has queues 0 to " + (card.config().queues() - 1));
    }
    if (!mayBeAbsent && card.datapath().queueState(queue) == QueueState.ABSENT) {
      throw new Refusal(AdminStatus.NO_SUCH_QUEUE, "queue " + queue + " is not created");
    }
    return queue;
  }

  private int portOf(int port) throws Refusal {
    if (port < 0 || port >= card.config().ports()) {
      throw new Refusal(
          AdminStatus.NO_SUCH_PORT,
          "port " + port + ": the card has ports 0 to " + (card.config().ports() - 1));
    }
    return port;
  }

  private void succeed(AdminRequest request, long... results) {
    card.counters()[CounterTable.ADMIN_COMMANDS]++;
    card.showCounters();
    admin.succeed(request, results);
  }

  private void succeed(AdminRequest request, byte[] data) {
    card.counters()[CounterTable.ADMIN_COMMANDS]++;
    card.showCounters();
    admin.respond(request, AdminStatus.OK, data);
  }

  private void refuse(AdminRequest request, AdminStatus status, String text) {
    card.counters()[CounterTable.ADMIN_COMMAND_ERRORS]++;
    card.showCounters();
    admin.fail(request, status, text.replace('\n', ' '));
  }

  private static Refusal badArgument(String text) {
    return new Refusal(AdminStatus.BAD_ARGUMENT, text);
  }

  private static Refusal wrongState(String text) {
    return new Refusal(AdminStatus.WRONG_STATE, text);
  }
}
